"""Older snapshots of a dataset, as far as they are kept."""

from __future__ import annotations

from pathlib import Path

from flows.snapshots import manifest as manifests
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import ManifestError
from flows.snapshots.paths import DatasetPaths


def read_snapshot(folder: Path, number: int) -> Current:
    """Read which files a snapshot has. Raises DatasetError where there is none of that number."""
    current = Current.read(folder)
    if current and current.snapshot == number:
        return current
    path = DatasetPaths(folder).snapshot(number)
    try:
        return Current.of(folder, manifests.read(path))
    except FileNotFoundError as error:
        kept = ", ".join(str(known) for known, _ in DatasetPaths(folder).published())
        raise DatasetError(
            f"{folder} has no snapshot {number} with a manifest; there are: {kept or 'none'}"
        ) from error
    except ManifestError as error:
        raise DatasetError(str(error)) from error
