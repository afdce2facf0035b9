"""The shards' output where workers of other machines reach it.

A worker does its work in a folder of its own. It fetches what the run has of a shard, stores what
it made, the seal last, and says what that is. So the run gets what was made again too, and nothing
comes back that it removed. Two workers that were given the same shard never write to the same file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flows.storage import parquet
from flows.storage.objects import Objects
from flows.storage.revisions import FOLDER as REVISIONS
from flows.storage.shards import Shard

KEY_DIGITS = 32  # hex digits of a shard's key that the names of its files begin with
SEAL = ".json"
MARKER = ".on"


class SharedFolder(Protocol):
    """A folder of shards' output that all workers of a run reach."""

    def at(self, folder: Path) -> SharedFolder:
        """Return what is shared of the folder itself, or of one below it."""

    def is_at(self, folder: Path) -> bool:
        """Whether it is a folder of this machine, so that nothing is copied."""

    def problem(self) -> str | None:
        """Return why it can't be reached from here; None where it can."""

    def names(self, shard: Shard) -> list[str]:
        """List the files of a shard, the seal last."""

    def fetch(self, names: Iterable[str], folder: Path) -> None:
        """Copy files to a folder of this machine, whatever is there."""

    def store(self, names: Iterable[str], folder: Path) -> None:
        """Copy files from a folder of this machine, in their order."""


Mark = tuple[int, int]
"""What shows that a file was written again: its place on the disk, and the time."""


@dataclass(frozen=True, slots=True)
class SharedPath:
    """A folder with the same path on every machine: on one machine, or on a network share."""

    root: Path

    def at(self, folder: Path) -> SharedPath:
        """Return what is shared of a folder: itself."""
        return SharedPath(folder.resolve())

    def is_at(self, folder: Path) -> bool:
        """Whether it is a folder of this machine."""
        return self.root == folder.resolve()

    def problem(self) -> str | None:
        """Return why it can't be reached from here."""
        if self.root.is_dir():
            return None
        return f"does not see {self.root}: share that folder, or write to s3://"

    def names(self, shard: Shard) -> list[str]:
        """List the files of a shard, the seal last."""
        return files_of(shard, self.root)

    def fetch(self, names: Iterable[str], folder: Path) -> None:
        """Copy files to a folder of this machine, whatever is there."""
        for name in names:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.root / name, target)

    def store(self, names: Iterable[str], folder: Path) -> None:
        """Copy files from a folder of this machine, in their order."""
        for name in names:
            self._store(folder / name, self.root / name)

    def _store(self, source: Path, target: Path) -> None:
        """Copy a file under a name of this process alone, then rename it."""
        target.parent.mkdir(parents=True, exist_ok=True)
        owner = f"{os.uname().nodename}.{os.getpid()}"
        with parquet.replacing(target, owner) as own:
            shutil.copyfile(source, own)


@dataclass(frozen=True, slots=True)
class SharedObjects:
    """A folder of object storage that stands for a folder of the machine that runs the run."""

    objects: Objects
    root: Path

    def at(self, folder: Path) -> SharedObjects:
        """Return what is shared of a folder below the root, or of the root itself."""
        below = folder.relative_to(self.root).as_posix()
        objects = self.objects if below == "." else self.objects.below(below)
        return SharedObjects(objects, folder)

    def is_at(self, folder: Path) -> bool:  # noqa: ARG002  # no folder is
        """Whether it is a folder of this machine."""
        return False

    def problem(self) -> str | None:
        """Return why it can't be reached from here."""
        try:
            self.objects.names("")
        except OSError as error:
            return f"does not reach {self.objects.url} ({error}): give it credentials"
        return None

    def names(self, shard: Shard) -> list[str]:
        """List the files of a shard, the seal last."""
        key = shard.key[:KEY_DIGITS]
        names = [*self.objects.names(key), *self.objects.names(f"{REVISIONS}/{key}")]
        return sorted(names, key=_seal_last)

    def fetch(self, names: Iterable[str], folder: Path) -> None:
        """Download files, whatever is there."""
        for name in names:
            self.objects.download(name, folder / name)

    def store(self, names: Iterable[str], folder: Path) -> None:
        """Upload files, in their order."""
        for name in names:
            self.objects.upload(folder / name, name)


def marks_of(shard: Shard, folder: Path) -> dict[str, Mark]:
    """Note how the files of a shard are now."""
    return {name: _mark(folder / name) for name in files_of(shard, folder)}


def files_of(shard: Shard, folder: Path) -> list[str]:
    """List the files of a shard below a folder, by their names in it, the seal last."""
    key = shard.key[:KEY_DIGITS]
    found = (path.relative_to(folder).as_posix() for path in _found(key, folder))
    return sorted(found, key=_seal_last)


def changed_files(shard: Shard, folder: Path, known: dict[str, Mark]) -> list[str]:
    """List the files of a shard that are not as they were known, the seal last."""
    marks = marks_of(shard, folder)
    return [name for name, mark in marks.items() if known.get(name) != mark]


def _found(key: str, folder: Path) -> Iterator[Path]:
    for below in (folder, folder / REVISIONS):
        for path in below.glob(f"{key}*"):
            if path.suffix != MARKER:
                yield path


def _seal_last(name: str) -> tuple[bool, str]:
    return name.endswith(SEAL), name


def _mark(path: Path) -> Mark:
    status = path.stat()
    return status.st_ino, status.st_mtime_ns
