"""Which rows give way when a run takes in inputs that were read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.current import Current
from flows.stages.clean_shard import Shard
from flows.storage import parquet

IDENTITY = ("source_path", "record_number", "raw_sha256")
ARTICLE_TABLES = ("articles", "duplicates")


@dataclass(frozen=True, slots=True)
class Replacements:
    """The rows of the snapshot built upon that new ones replace, and the new ones that occur twice.

    An article gives way to one with its id, and to whatever is now read from the same record, as the
    same bytes; a row of quarantine to whatever is now read in its place. `repeats` holds, for every
    shard, the ids that an earlier shard of the run has already.
    """

    articles: frozenset[str]
    quarantine: frozenset[tuple[str, int]]
    repeats: tuple[frozenset[str], ...]

    @classmethod
    def of(
        cls, current: Current | None, shards: Sequence[Shard], folder: Path
    ) -> Replacements:
        """Compare the shards' output in `folder` with the current snapshot."""
        new = _New(set(), set())
        repeats = tuple(new.add(shard, folder) for shard in shards)
        return cls(
            frozenset(_replaced(current, new)),
            frozenset(_reread(current, new)),
            repeats,
        )


@dataclass(slots=True)
class _New:
    """What a run has read: the ids of its articles, and the records behind all its rows."""

    ids: set[str]
    records: set[tuple[str, int, str | None]]

    def add(self, shard: Shard, folder: Path) -> frozenset[str]:
        """Note the rows of a shard; return the ids that were there already."""
        read = list(
            _rows([shard.output(folder, "articles")], ("article_id", *IDENTITY))
        )
        repeats = frozenset(row[0] for row in read if row[0] in self.ids)
        self.ids.update(row[0] for row in read)
        self.records.update(row[1:] for row in read)
        self.records.update(_rows([shard.output(folder, "quarantine")], IDENTITY))
        return repeats


def _replaced(current: Current | None, new: _New) -> Iterator[str]:
    ids = pa.array(sorted(new.ids), pa.string())
    hashes = pa.array(
        sorted({raw_sha256 for _, _, raw_sha256 in new.records if raw_sha256}),
        pa.string(),
    )
    for path in (
        [path for table in ARTICLE_TABLES for path in current.parts(table)]
        if current
        else []
    ):
        held = parquet.read(path, ("article_id", *IDENTITY))
        near = pc.or_(
            pc.is_in(held["article_id"], value_set=ids),
            pc.is_in(held["raw_sha256"], value_set=hashes),
        )
        for article_id, *identity in zip(
            *(column.to_pylist() for column in held.filter(near).columns), strict=True
        ):
            if article_id in new.ids or tuple(identity) in new.records:
                yield article_id


def _reread(current: Current | None, new: _New) -> Iterator[tuple[str, int]]:
    places = {(path, number) for path, number, _ in new.records}
    if current:
        yield from (
            place
            for place in _rows(current.parts("quarantine"), IDENTITY[:2])
            if place in places
        )


def _rows(paths: Iterable[Path], columns: Sequence[str]) -> Iterator[tuple]:  # type: ignore[type-arg]  # as the columns
    for path in paths:
        for batch in parquet.batches(path, columns):
            yield from zip(
                *(batch.column(name).to_pylist() for name in columns), strict=True
            )
