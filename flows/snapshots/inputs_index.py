"""The index of files that were taken in, by which run, under which settings.

A run adds a file to it, and merges into that those of earlier runs that are not much larger, so
that there are never many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from flows.intake import InputFile
from flows.snapshots.current import Current
from flows.storage import parquet

File: TypeAlias = tuple[str, str | None]  # source_path, sha256 (None: unreadable)

FOLDER = "index/inputs"  # relative to the dataset
COLUMNS = ("source_path", "sha256", "digest")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
# Times what a run writes anyway: larger files of earlier runs are kept. Chosen, not tuned: a row
# is written again about once whenever the index doubles.
MUCH_LARGER = 2


def listed(current: Current | None) -> tuple[str, ...]:
    """List the files that belong to a snapshot, oldest first, relative to the dataset."""
    if current is None:
        return ()
    if current.manifest is None:
        return tuple(f"{FOLDER}/{run_id}.parquet" for run_id in _run_ids(current))
    return tuple(name for name in current.index if name.startswith(f"{FOLDER}/"))


def read(dataset: Path, current: Current | None) -> Mapping[File, str]:
    """Map every file taken in to the latest digest of settings and version.

    Where a file of the index is gone, what it listed is read again and replaces its own rows.
    """
    return _latest(dataset, _existing(dataset, current))


def append(
    dataset: Path,
    current: Current | None,
    run_id: str,
    files: Sequence[InputFile],
    digest: str,
) -> tuple[str, ...]:
    """Write down the files of a run; return the names of all files of the index.

    They count once the snapshot that lists them is the current one.
    """
    names = _existing(dataset, current)
    if not files:
        return tuple(names)
    sizes = [parquet.rows(dataset / name) for name in names]
    kept = _count_kept(sizes, len(files))
    latest = _latest(dataset, names[kept:])
    for file in files:
        latest[file.source_path, file.sha256] = digest
    return (*names[:kept], _write(dataset, run_id, latest))


def without(
    dataset: Path,
    current: Current | None,
    run_id: str,
    is_meant: Callable[[str, str | None], bool],
) -> tuple[str, ...]:
    """Write the index again as if files, chosen by name and hash, had never been taken in.

    Return the names of all files of the index, as `append` does.
    """
    latest = read(dataset, current)
    left = {file: digest for file, digest in latest.items() if not is_meant(*file)}
    return (_write(dataset, run_id, left),) if left else ()


def _write(dataset: Path, run_id: str, latest: Mapping[File, str]) -> str:
    """Write a file of the index; return its name."""
    name = f"{FOLDER}/{run_id}.parquet"
    path = dataset / name
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write(path, _table(latest))
    return name


def _existing(dataset: Path, current: Current | None) -> list[str]:
    return [name for name in listed(current) if (dataset / name).exists()]


def _count_kept(sizes: Sequence[int], later: int) -> int:
    """Count the files, the oldest, of which each is much larger than all later rows together."""
    kept = len(sizes)
    while kept and sizes[kept - 1] <= MUCH_LARGER * later:
        kept -= 1
        later += sizes[kept]
    return kept


def _latest(dataset: Path, names: Iterable[str]) -> dict[File, str]:
    latest: dict[File, str] = {}
    for name in names:
        rows = _read_file(dataset / name)
        latest.update(rows)
    return latest


def _read_file(path: Path) -> Iterator[tuple[File, str]]:
    """Yield the files that a file of the index lists, with the digest."""
    table = parquet.read(path, COLUMNS)
    for row in table.to_pylist():
        file = (row["source_path"], row["sha256"])
        yield file, row["digest"]


def _table(latest: Mapping[File, str]) -> pa.Table:
    """Make the table of some files, sorted."""
    rows = []
    for (source_path, sha256), digest in latest.items():
        rows.append({"source_path": source_path, "sha256": sha256, "digest": digest})
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return table.sort_by([(column, "ascending") for column in COLUMNS])


def _run_ids(current: Current) -> list[str]:
    """List the runs that a snapshot has rows of, oldest first."""
    ids: list[str] = []
    for path in current.parts("runs"):
        rows = parquet.read(path, ["run_id"])
        ids += rows["run_id"].to_pylist()
    return ids
