"""Remove what a killed run left unfinished, and what no reader needs any more."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.snapshots import inputs_index
from flows.snapshots.current import Current
from flows.snapshots.paths import DatasetPaths
from flows.storage import parquet


def remove_unfinished(paths: DatasetPaths, current: Current | None) -> None:
    """Remove what a killed run left half done, and nothing that the next run can use."""
    for staged in paths.snapshots.glob(".new-*"):
        shutil.rmtree(staged)
    _remove_unlisted_index(paths, current)
    _remove_unlisted_inputs(paths, current)
    run_index = paths.shards / "index"
    for folder in (paths.folder, paths.shards, run_index, paths.inputs_index):
        _remove_files(folder, ".*.part")
        _remove_files(folder, "*.on")
    if current and not _is_latest(paths, current.path):
        point_latest(paths, current.path)


def _remove_files(folder: Path, pattern: str) -> None:
    for leftover in folder.glob(pattern):
        leftover.unlink()


def remove_outdated(paths: DatasetPaths, current: Current, keep: int) -> None:
    """Remove all but the newest `keep` snapshots, and the output of published shards."""
    for snapshot in paths.snapshots.glob("[0-9]*"):
        if int(snapshot.name) <= current.snapshot - keep:
            shutil.rmtree(snapshot)
    shutil.rmtree(paths.shards, ignore_errors=True)
    _remove_unlisted_index(paths, current)


def point_latest(paths: DatasetPaths, snapshot: str) -> None:
    """Point the link `latest` at a snapshot, in one step."""
    temporary = paths.folder / ".latest.part"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(snapshot)
    temporary.replace(paths.latest)
    parquet.sync_folder(paths.folder)


def _is_latest(paths: DatasetPaths, snapshot: str) -> bool:
    return paths.latest.is_symlink() and str(paths.latest.readlink()) == snapshot


def _remove_unlisted_index(paths: DatasetPaths, current: Current | None) -> None:
    """Remove files of the duplicate index that the current snapshot does not list."""
    listed = set(current.index) if current else set()
    for path in paths.duplicate_index.glob("*.arrow"):
        if str(path.relative_to(paths.folder)) not in listed:
            path.unlink()


def _remove_unlisted_inputs(paths: DatasetPaths, current: Current | None) -> None:
    """Remove files of the index of inputs whose runs were never published."""
    published = set(inputs_index.run_ids(current))
    for path in paths.inputs_index.glob("*.parquet"):
        if path.stem not in published:
            path.unlink()
