"""Merge small files of a table, so that thousands of small runs leave tens of files.

Files are on levels by their rows, each level FAN_IN times the one below. As soon as FAN_IN files
are on a level, they become one on the next: a row is written again once a level, and no level
holds many files. What becomes full is left alone for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from flows.free_memory import then_give_back
from flows.storage import parquet
from flows.storage.shards import SORTED_BY
from flows.storage.tables import SCHEMAS

# Bytes. A larger file is never merged. Where one row of it changes, all of it is written again,
# and a merge holds twice as much, decompressed: about 200 MB.
FULL_BYTES = 16_000_000
FAN_IN = 8  # files. Measured: 1,000 runs of one article leave at most 28 files a table
ORDER = {**SORTED_BY, "duplicates": SORTED_BY["articles"]}


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of a table."""

    name: str
    rows: int
    bytes: int

    @classmethod
    def of(cls, path: Path) -> PartFile:
        """Measure a file."""
        return cls(path.name, parquet.rows(path), path.stat().st_size)

    @property
    def level(self) -> int:
        """How often FAN_IN divides its rows."""
        level, rows = 0, self.rows
        while rows >= FAN_IN:
            level, rows = level + 1, rows // FAN_IN
        return level


def compact(folder: Path, table: str, names: Sequence[str], run_id: str) -> list[str]:
    """Merge small files of a table in `folder`; return the names of all that there are then."""
    files = {}
    for name in sorted(names):
        files[name] = PartFile.of(folder / name)
    number = 0
    while group := _next_group(files.values()):
        merged = f"{run_id}-merged-{number:04d}.parquet"
        then_give_back(_merge, folder, table, group, merged)
        for name in group:
            del files[name]
        files[merged] = PartFile.of(folder / merged)
        number += 1
    return sorted(files)


def _next_group(files: Iterable[PartFile]) -> list[str]:
    """Choose the files to merge next, on the lowest level; none where nothing is to be merged."""
    levels: dict[int, list[PartFile]] = {}
    for file in files:
        if file.bytes < FULL_BYTES:
            on_level = levels.setdefault(file.level, [])
            on_level.append(file)
    for level in sorted(levels):
        on_level = levels[level]
        if len(on_level) >= FAN_IN:
            return list(_up_to_full(on_level))
    return []


def _up_to_full(files: Iterable[PartFile]) -> Iterator[str]:
    """Yield the names of at most FAN_IN files, until they are full together."""
    size = 0
    for file in islice(files, FAN_IN):
        yield file.name
        size += file.bytes
        if size >= FULL_BYTES:
            return


def _merge(folder: Path, table: str, names: Iterable[str], merged: str) -> None:
    """Write the rows of some files as one, and remove these."""
    paths = [folder / name for name in names]
    parquet.write(folder / merged, _sorted(table, paths))
    for path in paths:
        path.unlink()


def _sorted(table: str, paths: Iterable[Path]) -> pa.Table:
    every = pa.concat_tables(map(parquet.read, paths))
    order = [(column, "ascending") for column in ORDER.get(table, ())]
    ordered = every.sort_by(order) if order else every
    return ordered.cast(SCHEMAS[table])
