"""Find the rows of a run that have to do with others, while only some of them are in memory.

What rows have in common is compared by hashes, which take eight bytes a value. Two values with the
same hash make a row look related that is not: then nothing is found for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cleaners.sorted_search import contains
from flows.snapshots import record_rows
from flows.snapshots.current import Current
from flows.snapshots.record_rows import TIES, RecordRow
from flows.snapshots.suppression import Suppression
from flows.storage.shards import Shard

FILE, PAGE, ARTICLE = TIES
Hashes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """The rows of a run and of the snapshot built upon that have to do with each other.

    `suppressed` are rows of the run that are on the list of what was taken down.
    """

    fresh: Sequence[RecordRow]
    earlier: Sequence[RecordRow]
    suppressed: Sequence[RecordRow]


@dataclass(frozen=True, slots=True)
class _RunRows:
    """The rows of a run's shards, some at a time."""

    shards: Sequence[Shard]
    folder: Path
    suppression: Suppression

    def read(self, *, suppressed: bool) -> Iterator[pa.Table]:
        """Yield the rows that are on the list, or those that are not."""
        for shard in self.shards:
            rows = record_rows.of_shard(shard, self.folder)
            chosen = pa.array(self.suppression.chosen(rows), pa.bool_())
            yield rows.filter(chosen if suppressed else pc.invert(chosen))


def find(
    current: Current | None,
    shards: Sequence[Shard],
    folder: Path,
    suppression: Suppression,
) -> RelatedRows:
    """Compare the rows of shards with each other and with the snapshot."""
    run = _RunRows(
        shards,
        folder,
        suppression,
    )
    suppressed: list[RecordRow] = []
    if suppression.hashes:
        for rows in run.read(suppressed=True):
            suppressed += record_rows.objects(rows)
    hashes = _hashes_of(run.read(suppressed=False))
    earlier = record_rows.of_snapshot(
        current,
        lambda rows: _has_any(rows, hashes),
    )
    known = _hashes_of([earlier])
    for name in (PAGE, ARTICLE):
        both = np.concatenate([known[name], _repeated(hashes[name])])
        known[name] = np.sort(both)
    fresh = [record_rows.SCHEMA.empty_table()]
    if any(len(each) for each in known.values()):
        every = run.read(suppressed=False)
        fresh += [
            rows.filter(
                _has_any(
                    rows,
                    known,
                )
            )
            for rows in every
        ]
    related = record_rows.related(
        pa.concat_tables(fresh),
        earlier,
    )
    return RelatedRows(
        fresh=record_rows.objects(related),
        earlier=record_rows.objects(earlier),
        suppressed=suppressed,
    )


def _hashes_of(tables: Iterable[pa.Table]) -> dict[str, Hashes]:
    """Return the hashes of what rows may have in common with others, by column and in order."""
    parts: dict[str, list[Hashes]] = {name: [np.empty(0, np.int64)] for name in TIES}
    for rows in tables:
        for name in (PAGE, ARTICLE):
            parts[name].append(_hashes(rows[name].drop_null()))
        parts[FILE].append(_hashes(pc.unique(rows[FILE])))
    return {name: np.sort(np.concatenate(found)) for name, found in parts.items()}


def _has_any(rows: pa.Table, hashes: dict[str, Hashes]) -> pa.Array:
    """Return which rows have a file, page or id with one of these hashes."""
    found = np.zeros(rows.num_rows, np.bool_)
    for name in TIES:
        column = rows[name].combine_chunks()
        is_there = pc.is_valid(column).to_numpy(zero_copy_only=False)
        found |= is_there & contains(hashes[name], _hashes(column))
    return pa.array(found)


def _hashes(values: pa.ChunkedArray | pa.Array) -> Hashes:
    return np.fromiter(map(hash, values.to_pylist()), np.int64, len(values))


def _repeated(hashes: Hashes) -> Hashes:
    """Return the hashes that are there more than once, of hashes in order."""
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
