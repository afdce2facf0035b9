"""Let one writer of this machine at a time into a dataset."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from flows.snapshots.current import DatasetBusy, DatasetError
from flows.snapshots.paths import DatasetPaths


@contextmanager
def alone(paths: DatasetPaths) -> Iterator[None]:
    """Hold the lock of a dataset. Raises DatasetBusy, or DatasetError for a lack of rights."""
    lock = FileLock(paths.lock, timeout=0)
    try:
        paths.state.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise DatasetBusy(
            f"{paths.folder}: another run is writing here; run again when it has ended"
        ) from error
    except OSError as error:
        raise DatasetError(
            f"{paths.folder}: cannot be written ({error.strerror}); choose another folder"
        ) from error
    try:
        yield
    finally:
        lock.release()
