"""Put right what can be: a damaged pointer from a manifest, a damaged index by its removal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows import progress
from flows.snapshots import integrity, manifest
from flows.snapshots.current import POINTER, Current, DatasetError, PointerError
from flows.snapshots.integrity import ListedFile
from flows.snapshots.manifest import FileEntry, Manifest, ManifestError
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
    """Point at the newest snapshot that is whole. Raises DatasetError where there is none."""
    newest = newest_whole(paths)
    if newest is None:
        raise DatasetError(
            f"{paths.folder}: {POINTER} is lost or damaged, and no snapshot has a whole"
            " manifest to write it from; restore it from a backup, or begin a new folder"
        ) from error
    newest.write()
    problem, _, _ = str(error).partition("; ")
    progress.current().message(f"{problem}; written again for {newest.path}")
    return newest


def newest_whole(paths: DatasetPaths) -> Current | None:
    """Find the newest snapshot that has a sound manifest, and files of the right sizes."""
    for number, path in reversed(list(paths.published())):
        try:
            found = manifest.read(path)
        except (FileNotFoundError, ManifestError):
            continue
        if found.snapshot == number and _has_its_files(found, paths):
            return Current.of(paths.folder, found)
    return None


def _has_its_files(found: Manifest, paths: DatasetPaths) -> bool:
    folder = paths.snapshot(found.snapshot)
    return all(_has_size(folder, entry) for entry in found.files)


def _has_size(folder: Path, entry: FileEntry) -> bool:
    path = folder / entry.path
    return path.is_file() and path.stat().st_size == entry.bytes


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
