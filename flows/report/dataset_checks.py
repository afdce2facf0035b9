"""Check a dataset for `unspun doctor`: room, permission, lock, snapshot, index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from flows.report.checks import Finding, Level, check_space
from flows.snapshots import Current, DatasetError, DatasetPaths, integrity, migration


def check_dataset(folder: Path) -> Iterator[Finding]:
    """Check a dataset, or the folder that is to become one. Nothing is written."""
    existing = _existing(folder)
    yield check_space(existing, "disk", "free some space, or choose another folder")
    yield _permission(existing, folder)
    yield _lock(DatasetPaths(folder).lock)
    try:
        current = Current.read(folder)
    except DatasetError as error:
        yield Finding(Level.FAIL, "dataset", str(error), "see unspun verify")
        return
    if current is None:
        yield Finding(Level.OK, "dataset", f"{folder}: no snapshot yet")
        return
    yield _snapshot(current)
    yield _index(current)
    if migration.is_needed(current):
        detail = "older columns; the next run brings them to those of this version"
        yield Finding(Level.WARN, "columns", detail, "back the dataset up before")


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    for path in (folder, *folder.resolve().parents):
        if path.is_dir():
            return path
    return Path("/")


def _permission(existing: Path, folder: Path) -> Finding:
    if os.access(existing, os.W_OK | os.X_OK):
        return Finding(Level.OK, "permission", f"{existing} can be written")
    remedy = f"give write access: chmod u+w {existing}"
    problem = f"{existing} cannot be written"
    if existing != folder:
        problem = f"{folder} does not exist, and {problem}"
    return Finding(Level.FAIL, "permission", problem, remedy)


def _lock(path: Path) -> Finding:
    """Check whether a run is at work; taking the lock of a file that exists changes nothing."""
    free = Finding(Level.OK, "lock", "no run is at work here")
    if not path.exists() or not os.access(path, os.W_OK):
        return free
    try:
        with FileLock(path, timeout=0):
            return free
    except Timeout:
        remedy = "wait for it; scheduled runs end as Refused meanwhile"
        return Finding(Level.WARN, "lock", "a run is at work here", remedy)


def _snapshot(current: Current) -> Finding:
    """Compare the tables of the newest snapshot with its manifest."""
    try:
        integrity.require_sound(current, current.tables)
    except DatasetError as error:
        remedy = "restore it from a backup; unspun verify names all of it"
        return Finding(Level.FAIL, "snapshot", str(error), remedy)
    return Finding(Level.OK, "snapshot", f"{current.path} is as its manifest says")


def _index(current: Current) -> Finding:
    faults = integrity.damaged(integrity.index_files(current))
    if not faults:
        return Finding(Level.OK, "index", "as its manifest says")
    names = ", ".join(f"{fault.path.name} {fault.problem}" for fault in faults)
    return Finding(Level.WARN, "index", f"damaged: {names}", "the next run rebuilds it")
