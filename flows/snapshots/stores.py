"""Where a dataset is kept: in the folder that a run works in, or besides on object storage."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from flows.snapshots.current import Current
from flows.snapshots.paths import DatasetPaths
from flows.storage.shared import SharedFolder, SharedPath


class Store(Protocol):
    """Where the snapshots of a dataset are kept."""

    def check(self) -> None:
        """Check that it can be written safely. Raises DatasetError."""

    def pull(self) -> None:
        """Bring the folder to what is kept. Raises DatasetError."""

    def claim(self, number: int) -> int:
        """Return the number of the next snapshot, from this one on, that no other writer has."""

    def publish(self, newest: Current) -> None:
        """Keep a snapshot that is written, and make it the current one, in one step.

        Raises DatasetError where another writer was faster.
        """

    def tidy(self) -> None:
        """Remove what the folder no longer has."""

    def shared_shards(self) -> SharedFolder:
        """Return the folder of the shards' output as workers on other machines reach it."""


class FolderStore:
    """The folder itself: a snapshot in it is kept, and the rename of its pointer publishes it."""

    def __init__(self, paths: DatasetPaths) -> None:
        self._paths = paths

    def check(self) -> None:
        """Do nothing: the lock of the folder is enough."""

    def pull(self) -> None:
        """Do nothing: the folder is what is kept."""

    def claim(self, number: int) -> int:
        """Return the number: only one writer has the lock."""
        return number

    def publish(self, newest: Current) -> None:
        """Do nothing: the pointer of the folder comes next."""

    def tidy(self) -> None:
        """Do nothing: what is removed from the folder is gone."""

    def shared_shards(self) -> SharedFolder:
        """Return the folder of the shards' output: other machines must mount it."""
        return SharedPath(self._paths.shards.resolve())


def store_of(folder: Path) -> Store:
    """Return where the dataset in a folder is kept."""
    paths = DatasetPaths(folder)
    if not paths.address.exists():
        return FolderStore(paths)
    from flows.snapshots.object_store import ObjectStore  # noqa: PLC0415  # most datasets need none

    url = paths.address.read_text(encoding="utf-8").strip()
    return ObjectStore(url, paths)
