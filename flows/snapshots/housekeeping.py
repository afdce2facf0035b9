"""Remove what a killed run left unfinished, and what no reader needs any more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flows.settings import Settings
from flows.snapshots import inputs_index, manifest, selected_shards
from flows.snapshots.current import Current
from flows.snapshots.manifest import ManifestError
from flows.snapshots.paths import RUNS, DatasetPaths
from flows.storage import parquet


def remove_unfinished(paths: DatasetPaths, current: Current | None) -> None:
    """Remove what a killed run left half done, and nothing that the next run can use."""
    for pattern in (".new-*", ".old-*"):
        for leftover in paths.snapshots.glob(pattern):
            shutil.rmtree(leftover)
    _remove_unlisted_index(paths, current)
    run_index = paths.shards / selected_shards.FOLDER / "index"
    for folder in (paths.folder, paths.shards, run_index, paths.inputs_index):
        _remove_files(folder, ".*.part")
        _remove_files(folder, "*.on")
    if current and not is_latest(paths, current.path):
        point_latest(paths, current.path)


def _remove_files(folder: Path, pattern: str) -> None:
    for leftover in folder.glob(pattern):
        leftover.unlink()


def remove_outdated(paths: DatasetPaths, current: Current, settings: Settings) -> None:
    """Remove snapshots that are neither new enough nor few enough, and published shards."""
    for snapshot in _outdated(paths, current, settings):
        remove_snapshot(snapshot)
    shutil.rmtree(paths.shards, ignore_errors=True)
    _remove_unlisted_index(paths, current)


def remove_snapshot(snapshot: Path) -> None:
    """Remove a snapshot."""
    leaving = snapshot.with_name(f".old-{snapshot.name}")
    snapshot.rename(leaving)  # so that no half of it is ever met under its name
    shutil.rmtree(leaving)


def _outdated(
    paths: DatasetPaths, current: Current, settings: Settings
) -> Iterator[Path]:
    """Yield snapshots beyond the newest `keep_snapshots` that are older than `keep_days`."""
    newest = paths.folder / current.path
    since = _keep_since(newest, settings)
    own = list(_own(paths))
    for path in own[: -settings.keep_snapshots]:
        finished = _finished_at(path) if since else None
        if not (since and finished and finished >= since):
            yield path


def _keep_since(newest: Path, settings: Settings) -> datetime | None:
    """Return from when on all snapshots are kept; None where age does not count."""
    finished = _finished_at(newest) if settings.keep_days else None
    return finished - timedelta(days=settings.keep_days) if finished else None


def _own(paths: DatasetPaths) -> Iterator[Path]:
    """Yield the snapshots that are what their names say, and no copies of others."""
    for number, path in paths.published():
        try:
            if manifest.read(path).snapshot == number:
                yield path
        except FileNotFoundError:
            yield path  # of version 0.1.0
        except ManifestError:
            continue  # `verify` names it


def _finished_at(snapshot: Path) -> datetime | None:
    """Read when the last run of a snapshot ended; None where that cannot be read."""
    times: list[datetime] = []
    for path in sorted((snapshot / RUNS).glob("*.parquet")):
        try:
            times += parquet.read(path, ["finished_at"])["finished_at"].to_pylist()
        except (OSError, ValueError):
            return None
    return max(times, default=None)


def point_latest(paths: DatasetPaths, snapshot: str) -> None:
    """Point the link `latest` at a snapshot, in one step."""
    temporary = paths.folder / ".latest.part"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(snapshot)
    temporary.replace(paths.latest)
    parquet.sync_folder(paths.folder)


def is_latest(paths: DatasetPaths, snapshot: str) -> bool:
    """Whether the link `latest` points at a snapshot."""
    return paths.latest.is_symlink() and str(paths.latest.readlink()) == snapshot


def unlisted_index(paths: DatasetPaths, current: Current | None) -> Iterator[Path]:
    """Yield files of the index that the current snapshot does not list."""
    listed = set(inputs_index.listed(current))
    if current:
        listed.update(current.index)
    files = [
        *paths.duplicate_index.glob("*.arrow"),
        *paths.inputs_index.glob("*.parquet"),
    ]
    for path in sorted(files):
        name = path.relative_to(paths.folder)
        if str(name) not in listed:
            yield path


def _remove_unlisted_index(paths: DatasetPaths, current: Current | None) -> None:
    for path in unlisted_index(paths, current):
        path.unlink()
