"""Snapshots that a dataset still keeps, the newest and earlier ones."""

from __future__ import annotations

from pathlib import Path

from flows import versions
from flows.snapshots import manifest
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import ManifestError
from flows.snapshots.paths import DatasetPaths
from flows.storage.tables import SCHEMAS


def numbers(folder: Path) -> tuple[int, ...]:
    """List the numbers of the snapshots that a dataset keeps, oldest first."""
    return tuple(number for number, _ in DatasetPaths(folder).published())


def open_kept(folder: Path, number: int) -> Current:
    """Open a snapshot by its number. Raises DatasetError that names those that are kept."""
    there = dict(DatasetPaths(folder).published())
    if number not in there:
        raise DatasetError(f"{folder}: no snapshot {number}; {_remedy(list(there))}")
    path = there[number]
    try:
        return Current.of(folder, manifest.read(path))
    except FileNotFoundError:
        return _without_manifest(folder, number, path)
    except ManifestError as error:
        raise DatasetError(f"{error}; restore it from a backup") from error


def _remedy(there: list[int]) -> str:
    if not there:
        return "make one: unspun clean INPUT --output DIR"
    listed = ", ".join(str(number) for number in there)
    return f"there are {listed}; keep_snapshots in the settings keeps more"


def _without_manifest(folder: Path, number: int, path: Path) -> Current:
    """Open a snapshot of version 0.1.0 by the files in its folder."""
    tables = {}
    for table in SCHEMAS:
        files = sorted((path / table).glob(f"*{manifest.PARQUET}"))
        tables[table] = tuple(file.relative_to(folder).as_posix() for file in files)
    return Current(
        folder=folder,
        snapshot=number,
        path=path.relative_to(folder).as_posix(),
        run_id="",
        pipeline_version=versions.pipeline_version(),
        tables={table: files for table, files in tables.items() if files},
    )
