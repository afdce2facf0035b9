"""Find files and folders in a dataset that belong to nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.snapshots import housekeeping, manifest
from flows.snapshots.current import Current
from flows.snapshots.manifest import Manifest
from flows.snapshots.paths import DatasetPaths

PROBLEM = "belongs to no snapshot"
REMEDY = "runs leave it alone, but readers of a whole folder may not: move it elsewhere"


def find(paths: DatasetPaths, current: Current | None) -> Iterator[Path]:
    """Yield what is beside the snapshots, and files of the index that no snapshot lists."""
    snapshots = {path for _, path in paths.published()}
    for path in sorted(paths.snapshots.glob("*")):
        if path not in snapshots:
            yield path
    yield from housekeeping.unlisted_index(paths, current)


def unlisted(snapshot: Path, listed: Manifest) -> Iterator[Path]:
    """Yield files of a snapshot that its manifest does not list."""
    names = {entry.path for entry in listed.files}
    names.add(manifest.FILE)
    for path in sorted(snapshot.rglob("*")):
        name = path.relative_to(snapshot)
        if not path.is_dir() and str(name) not in names:
            yield path
