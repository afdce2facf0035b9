"""Compare files with what a manifest says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import PARQUET, FileEntry
from flows.storage import parquet

THREADS = 4  # that hash files: one disk is seldom faster than so many. Not tuned.
REMEDY = (
    "restore it from a backup, or clean all inputs into a new folder; nothing is"
    " published from it"
)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file, and what its manifest says of it."""

    path: Path
    entry: FileEntry


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was compared with its manifest; `problem` is None where it is sound."""

    path: Path
    entry: FileEntry
    problem: str | None


def table_files(current: Current, tables: Iterable[str]) -> list[ListedFile]:
    """List the files of some tables; none for a snapshot without a manifest."""
    if current.manifest is None:
        return []
    chosen = frozenset(tables)
    folder = current.folder / current.path
    files = []
    for entry in current.manifest.files:
        table, _, _ = entry.path.partition("/")
        if table in chosen:
            files.append(ListedFile(folder / entry.path, entry))
    return files


def index_files(current: Current | None) -> list[ListedFile]:
    """List the files of the index that belongs to a snapshot."""
    if current is None or current.manifest is None:
        return []
    folder = current.folder
    return [ListedFile(folder / entry.path, entry) for entry in current.manifest.index]


def index_entries(current: Current | None) -> dict[str, FileEntry]:
    """Return what the manifest says of the files of the index, by their paths."""
    files = index_files(current)
    return {file.entry.path: file.entry for file in files}


def check(files: Iterable[ListedFile]) -> Iterator[CheckedFile]:
    """Compare files with their entries; yield each, in order."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="hash") as threads:
        yield from threads.map(_checked, files)


def damaged(files: Iterable[ListedFile]) -> list[CheckedFile]:
    """List the files that are not as their manifest says."""
    return [checked for checked in check(files) if checked.problem]


def require_sound(current: Current, tables: Iterable[str]) -> None:
    """Check all files of some tables. Raises DatasetError that names those that are damaged."""
    files = table_files(current, tables)
    faults = damaged(files)
    if faults:
        named = ", ".join(f"{fault.path}: {fault.problem}" for fault in faults)
        raise DatasetError(f"{named}; {REMEDY}")


def _checked(file: ListedFile) -> CheckedFile:
    try:
        problem = _problem(file.path, file.entry)
    except FileNotFoundError:
        problem = "missing"
    except (OSError, pa.ArrowInvalid) as error:
        problem = f"cannot be read ({error})"
    return CheckedFile(file.path, file.entry, problem)


def _problem(path: Path, entry: FileEntry) -> str | None:
    size = path.stat().st_size
    if size != entry.bytes:
        return f"damaged ({size:,} bytes, the manifest says {entry.bytes:,})"
    if parquet.sha256_of(path) != entry.sha256:
        return "damaged (its content is not what the manifest says)"
    rows = None
    if path.suffix == PARQUET:
        rows = parquet.rows(path)
    if rows != entry.rows:
        return f"damaged ({rows} rows, the manifest says {entry.rows})"
    return None
