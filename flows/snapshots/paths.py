"""The files and folders of a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.snapshots import manifest
from flows.snapshots.manifest import ManifestError

NUMBER = re.compile(r"[0-9]{6,}")  # the name of a snapshot's folder
RUNS = "runs"  # a folder that every snapshot has, those without a manifest too


@dataclass(frozen=True, slots=True)
class DatasetPaths:
    """Where everything of a dataset is, below its folder."""

    folder: Path

    @property
    def snapshots(self) -> Path:
        """The folder of all snapshots."""
        return self.folder / "snapshots"

    @property
    def inputs_index(self) -> Path:
        """The folder of the index of inputs that were taken in."""
        return self.folder / "index" / "inputs"

    @property
    def duplicate_index(self) -> Path:
        """The folder of the duplicate index and the index of stories."""
        return self.folder / "index" / "duplicates"

    @property
    def state(self) -> Path:
        """The folder of what the running attempt needs."""
        return self.folder / "state"

    @property
    def shards(self) -> Path:
        """The folder of the shards' output."""
        return self.state / "shards"

    @property
    def prefect(self) -> Path:
        """The folder of what a Prefect server of this dataset keeps."""
        return self.state / "prefect"

    @property
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self.state / "lock"

    @property
    def address(self) -> Path:
        """The file that names where the dataset is kept, if that is elsewhere."""
        return self.state / "address"

    @property
    def latest(self) -> Path:
        """The link to the newest snapshot."""
        return self.folder / "latest"

    def snapshot(self, number: int) -> Path:
        """Return the folder of a snapshot."""
        return self.snapshots / f"{number:06d}"

    def staged_snapshot(self, number: int) -> Path:
        """Return the folder in which a snapshot is written before it becomes visible."""
        return self.snapshots / f".new-{number:06d}"

    def published(self) -> Iterator[tuple[int, Path]]:
        """Yield number and folder of all snapshots, oldest first; strangers are left out."""
        found = []
        for path in self.snapshots.glob("[0-9]*"):
            is_folder = path.is_dir() and not path.is_symlink()
            if NUMBER.fullmatch(path.name) and is_folder and (path / RUNS).is_dir():
                found.append((int(path.name), path))
        yield from sorted(found)

    def next_number(self, current: int) -> int:
        """Return the number of the next snapshot; a stranger's folder keeps its name."""
        number = current + 1
        while self._is_strange(number):
            number += 1
        return number

    def _is_strange(self, number: int) -> bool:
        """Whether something has the name of a snapshot, but was not left by a killed run."""
        path = self.snapshot(number)
        if not path.exists() and not path.is_symlink():
            return False
        try:
            return manifest.read(path).snapshot != number
        except (FileNotFoundError, ManifestError):
            return True
