"""Find the rows that give way when a run takes in inputs that were read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.current import Current
from flows.storage import parquet, shards
from flows.storage.shards import Shard

PLACE = ("source_path", "record_number")
RECORD = (*PLACE, "raw_sha256")

Place: TypeAlias = tuple[str, int]  # columns PLACE
Record: TypeAlias = tuple[str, int, str | None]  # columns RECORD


@dataclass(frozen=True, slots=True)
class Replacements:
    """The rows of the snapshot built upon that new ones replace, and the new ones that occur twice.

    An article gives way to one with its id, and to whatever is now read from the same record, as
    the same bytes; a row of quarantine to whatever is now read in its place. `repeats` holds, for
    every shard, the ids that an earlier shard of the run has already.
    """

    articles: frozenset[str]
    quarantine: frozenset[Place]
    repeats: tuple[frozenset[str], ...]

    @classmethod
    def of(
        cls, current: Current | None, plan: Sequence[Shard], folder: Path
    ) -> Replacements:
        """Compare the shards' output in `folder` with the current snapshot."""
        new = _NewRows()
        repeats = tuple(new.add(shard, folder) for shard in plan)
        if current is None:
            return cls(frozenset(), frozenset(), repeats)
        return cls(
            articles=frozenset(_replaced_articles(current, new)),
            quarantine=frozenset(_replaced_quarantine(current, new)),
            repeats=repeats,
        )


@dataclass(slots=True)
class _NewRows:
    """What a run has read: the ids of its articles, and the records that its rows come from."""

    ids: set[str] = field(default_factory=set)
    records: set[Record] = field(default_factory=set)

    def add(self, shard: Shard, folder: Path) -> frozenset[str]:
        """Add the rows of a shard; return the ids that were there already."""
        ids = set()
        for table in shards.ARTICLE_TABLES:
            for article_id, record in _articles(shard.output(folder, table)):
                ids.add(article_id)
                self.records.add(record)
        repeats = ids & self.ids
        self.ids |= ids
        path = shard.output(folder, "quarantine")
        self.records.update(_records(path))
        return frozenset(repeats)


def _replaced_articles(current: Current, new: _NewRows) -> Iterator[str]:
    """Yield the ids of articles that give way."""
    candidates = _Candidates.of(new)
    for path in current.article_parts():
        rows = parquet.read(path, ("article_id", *RECORD))
        for article_id, record in _by_article(candidates.choose(rows)):
            if article_id in new.ids or record in new.records:
                yield article_id


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Arrays of the ids and the hashes of which a row must have one to give way."""

    ids: pa.Array
    hashes: pa.Array

    @classmethod
    def of(cls, new: _NewRows) -> _Candidates:
        hashes = set()
        for _, _, raw_sha256 in new.records:
            if raw_sha256:
                hashes.add(raw_sha256)
        return cls(
            ids=parquet.id_array(new.ids),
            hashes=parquet.id_array(hashes),
        )

    def choose(self, rows: pa.Table) -> pa.Table:
        """Choose rows without a look at each of them in Python."""
        has_id = pc.is_in(rows["article_id"], value_set=self.ids)
        has_hash = pc.is_in(rows["raw_sha256"], value_set=self.hashes)
        return rows.filter(pc.or_(has_id, has_hash))


def _replaced_quarantine(current: Current, new: _NewRows) -> Iterator[Place]:
    """Yield the places of rows of quarantine that give way."""
    places = {(path, number) for path, number, _ in new.records}
    for path in current.parts("quarantine"):
        rows = parquet.read(path, PLACE)
        for place in _tuples(rows, PLACE):
            if place in places:
                yield place


def _articles(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield the id and the record of every article in a file."""
    for batch in parquet.batches(path, ("article_id", *RECORD)):
        yield from _by_article(batch)


def _by_article(rows: pa.Table | pa.RecordBatch) -> Iterator[tuple[str, Record]]:
    ids = rows.column("article_id").to_pylist()
    return zip(ids, _tuples(rows, RECORD), strict=True)


def _records(path: Path) -> Iterator[Record]:
    """Yield the record of every row in a file."""
    for batch in parquet.batches(path, RECORD):
        yield from _tuples(batch, RECORD)


def _tuples(rows: pa.Table | pa.RecordBatch, columns: Iterable[str]) -> Iterator[tuple]:  # type: ignore[type-arg]  # as the columns
    """Yield the values of some columns, row by row."""
    return zip(*(rows.column(name).to_pylist() for name in columns), strict=True)
