"""The articles of a run after cleaning, and the snapshot that the run builds upon.

Every stage after cleaning reads through this record, and only the columns that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.snapshots.current import Current
from flows.snapshots.reading import read_articles
from flows.snapshots.replacements import Replacements
from flows.storage import parquet
from flows.storage.shards import ARTICLE_TABLES, Shard, in_order


@dataclass(frozen=True, slots=True)
class CleanedRun:
    """Shards whose output is complete, and what they replace in the current snapshot."""

    current: Current | None
    shards: tuple[Shard, ...]
    folder: Path  # of the shards' output
    replacements: Replacements

    @classmethod
    def of(
        cls, current: Current | None, shards: Sequence[Shard], folder: Path
    ) -> CleanedRun:
        """Compare the shards' output with the current snapshot."""
        replacements = Replacements.of(current, shards, folder)
        return cls(current, tuple(shards), folder, replacements)

    def rows(
        self, columns: Sequence[str], article_ids: Iterable[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the run's own articles, all or some, by shard and id.

        An article that occurs in two shards is yielded with each.
        """
        ids = None if article_ids is None else parquet.id_array(article_ids)
        for shard in self.shards:
            yield from self._select(shard, columns, ids)

    def rows_of(
        self,
        shard: Shard,
        columns: Sequence[str],
        article_ids: Iterable[str] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the articles of a shard, all or some, by id."""
        ids = None if article_ids is None else parquet.id_array(article_ids)
        yield from self._select(shard, columns, ids)

    def _select(
        self, shard: Shard, columns: Sequence[str], ids: pa.Array | None
    ) -> Iterator[dict[str, Any]]:
        tables: list[pa.Table] = []
        for name in ARTICLE_TABLES:
            path = shard.output(self.folder, name)
            if ids is None:
                tables.append(parquet.read(path, columns))
            else:
                tables.extend(parquet.find(path, columns, ids))
        if tables:
            yield from in_order("articles", pa.concat_tables(tables)).to_pylist()

    def first_rows(self, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield each of the run's own articles once, from the first shard that has it."""
        for shard, repeats in zip(self.shards, self.replacements.repeats, strict=True):
            for row in self.rows_of(shard, columns):
                if row["article_id"] not in repeats:
                    yield row

    def find(
        self, columns: Sequence[str], article_ids: Iterable[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield each of these articles once: from the run, or else from the snapshot."""
        missing = set(article_ids)
        for row in self.rows(columns, frozenset(missing)):
            if row["article_id"] in missing:
                missing.remove(row["article_id"])
                yield row
        if self.current and missing:
            yield from read_articles(self.current, columns, frozenset(missing))
