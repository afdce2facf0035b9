"""The files and folders of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self.state / "lock"

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
