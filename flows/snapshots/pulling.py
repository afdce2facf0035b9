"""Bring the folder that mirrors a dataset on object storage to what is kept there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.snapshots import integrity, manifest, suppression, transfers
from flows.snapshots.current import POINTER
from flows.snapshots.integrity import ListedFile
from flows.snapshots.manifest import FileEntry
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.transfers import Transfer
from flows.storage import parquet
from flows.storage.objects import Objects

STATE = (suppression.SALT, suppression.LIST, "hashes.json")
CLAIM, PUBLISHED = "claim", b"published\n"


@dataclass(frozen=True, slots=True)
class Found:
    """What was on the storage: the pointer with its version, and all names.

    `current` is the snapshot that the pointer names; None where it is lost or damaged. `same` maps
    the hash of a content to the name of an object of a snapshot that is kept.
    """

    pointer: bytes = b""
    version: str | None = None
    current: int | None = None
    names: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)


class Puller:
    """Downloads what a folder lacks of a dataset."""

    def __init__(self, objects: Objects, paths: DatasetPaths) -> None:
        self._objects = objects
        self._paths = paths
        self._names: frozenset[str] = frozenset()
        self._same: dict[str, str] = {}

    def pull(self) -> Found:
        """Bring the folder to what is kept. Raises OSError and ManifestError."""
        found = self._objects.read(POINTER)
        self._names = frozenset(self._objects.names(""))
        self._pull_state()
        pointer, version = found or (b"", None)
        current = _number_in(pointer)
        kept = [number for number in self._numbers() if self._is_kept(number, current)]
        self._forget_others(kept)
        for number in kept:
            self._pull_snapshot(number, is_current=number == kept[-1])
        self._point(pointer)
        return Found(pointer, version, current, self._names, self._same)

    def _pull_state(self) -> None:
        for name in STATE:
            if f"state/{name}" in self._names:
                self._objects.download(f"state/{name}", self._paths.state / name)

    def _numbers(self) -> list[int]:
        """List the numbers of all snapshots that are there, whole or not."""
        numbers = set()
        for name in self._names:
            folder, _, rest = name.partition("/")
            number, _, file = rest.partition("/")
            if folder == "snapshots" and file == manifest.FILE and number.isdigit():
                numbers.add(int(number))
        return sorted(numbers)

    def _is_kept(self, number: int, current: int | None) -> bool:
        """Whether a snapshot is or was current, and was not left by a writer that lost.

        Without a pointer it is the newest one, which the next run then finds.
        """
        if number == current:
            return True
        if current is not None and number > current:
            return False
        claim = self._objects.read(claim_of(self._paths, number))
        return claim is not None and claim[0] == PUBLISHED

    def _forget_others(self, kept: Iterable[int]) -> None:
        """Remove the snapshots of the folder that are not kept."""
        folders = {self._paths.snapshot(number).name for number in kept}
        if self._paths.snapshots.exists():
            for path in self._paths.snapshots.iterdir():
                if path.name not in folders:
                    shutil.rmtree(path, ignore_errors=True)

    def _pull_snapshot(self, number: int, *, is_current: bool) -> None:
        """Download what the folder lacks of a snapshot; of the current one, its indexes too."""
        folder = self._paths.snapshot(number)
        path = f"snapshots/{folder.name}"
        self._objects.download(f"{path}/{manifest.FILE}", folder / manifest.FILE)
        found = manifest.read(folder)
        self._pull_files(folder, found.files)
        if is_current:
            self._pull_files(self._paths.folder, found.index)
        for entry in found.files:
            self._same[entry.sha256] = f"{path}/{entry.path}"

    def _pull_files(self, folder: Path, entries: Iterable[FileEntry]) -> None:
        """Download the files that a folder lacks, or has otherwise than they are listed."""
        files = [ListedFile(folder / entry.path, entry) for entry in entries]
        faults = integrity.damaged(files)
        transfers.do_all(self._transfer(fault.path, fault.entry) for fault in faults)

    def _transfer(self, path: Path, entry: FileEntry) -> Transfer:
        """Return how a file gets here: by a link to one with the same content, or by download."""
        path.parent.mkdir(parents=True, exist_ok=True)
        same = self._same.get(entry.sha256)
        if same:
            return Transfer(parquet.share, self._paths.folder / same, path)
        name = path.relative_to(self._paths.folder).as_posix()
        return Transfer(self._objects.download, name, path)

    def _point(self, pointer: bytes) -> None:
        """Write the pointer of the folder, or remove it where there is none."""
        path = self._paths.folder / POINTER
        if not pointer:
            path.unlink(missing_ok=True)
            return
        with parquet.replacing(path) as temporary:
            temporary.write_bytes(pointer)


def _number_in(pointer: bytes) -> int | None:
    """Return the number of the snapshot that a pointer names; None for a damaged one."""
    try:
        return int(json.loads(pointer)["snapshot"])
    except (ValueError, KeyError, TypeError):
        return None


def claim_of(paths: DatasetPaths, number: int) -> str:
    """Return the name of the object by which a writer claims the number of a snapshot."""
    return f"snapshots/{paths.snapshot(number).name}/{CLAIM}"
