"""Put right what can be: a damaged pointer from a manifest, a damaged index by its removal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows import progress
from flows.snapshots import integrity, manifest
from flows.snapshots.current import Current, DatasetError, PointerError
from flows.snapshots.integrity import ListedFile
from flows.snapshots.manifest import Manifest, ManifestError
from flows.snapshots.paths import DatasetPaths


def restore(paths: DatasetPaths) -> Current | None:
    """Read the pointer; write it again where it is lost or damaged. Raises DatasetError."""
    try:
        current = Current.read(paths.folder)
    except PointerError as error:
        current = _from_newest(paths, error)
    remove_damaged(_inputs_files(current))
    return current


def _from_newest(paths: DatasetPaths, error: PointerError) -> Current:
    """Point at the newest snapshot. Raises DatasetError where that is not whole."""
    try:
        newest = newest_whole(paths)
    except (FileNotFoundError, ManifestError) as cause:
        raise DatasetError(
            f"{error}; but {cause}: restore one of the two from a backup, or begin a"
            " new folder"
        ) from cause
    newest.write()
    problem, _, _ = str(error).partition("; ")
    progress.current().message(f"{problem}; written again for {newest.path}")
    return newest


def newest_whole(paths: DatasetPaths) -> Current:
    """Find the newest snapshot. No older one is ever taken in its place.

    Raises ManifestError and FileNotFoundError where it lacks something.
    """
    for number, path in reversed(list(paths.published())):
        found = manifest.read(path)
        if found.snapshot == number:  # else it is a copy of another one
            _require_files(path, found)
            return Current.of(paths.folder, found)
    raise FileNotFoundError(f"{paths.snapshots} holds no snapshot")


def _require_files(folder: Path, found: Manifest) -> None:
    """Check that all tables are there. Raises ManifestError."""
    for entry in found.files:
        if entry.rows is None:
            continue  # the report, which can be written again
        path = folder / entry.path
        if not path.is_file() or path.stat().st_size != entry.bytes:
            raise ManifestError(f"{path} is missing or damaged")


def _inputs_files(current: Current | None) -> list[ListedFile]:
    """List what is there of the index of inputs."""
    files = integrity.index_files(current)
    return [file for file in files if _is_table(file.path)]


def _is_table(path: Path) -> bool:
    return path.suffix == manifest.PARQUET and path.exists()


def remove_damaged(files: Iterable[ListedFile]) -> None:
    """Remove damaged files of an index, which the run then makes again."""
    for fault in integrity.damaged(files):
        fault.path.unlink(missing_ok=True)
        progress.current().message(
            f"{fault.path}: {fault.problem}; what it held is made again"
        )
