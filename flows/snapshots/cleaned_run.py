"""The articles of a run after cleaning, and the snapshot that the run builds upon.

Every stage after cleaning reads through this record, and only the columns that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.snapshots import selected_shards
from flows.snapshots.current import Current
from flows.snapshots.reading import read_articles
from flows.snapshots.replacements import Replacements
from flows.snapshots.selection import NOTHING, Selection, select
from flows.snapshots.suppression import Suppression
from flows.storage import parquet
from flows.storage.shards import ARTICLE_TABLES, Shard, in_order


@dataclass(frozen=True, slots=True)
class CleanedRun:
    """Shards whose output is complete, and what of it is new to the current snapshot.

    Rows are those of articles that stand for their page.
    """

    current: Current | None
    shards: tuple[Shard, ...]
    folder: Path  # of what was selected of the shards' output
    selection: Selection

    @classmethod
    def of(
        cls,
        current: Current | None,
        shards: Sequence[Shard],
        folder: Path,
        digest: str = "",
        suppression: Suppression = NOTHING,
    ) -> CleanedRun:
        """Select what is new in the shards' output; `digest` is that of the run's settings."""
        selection = select(current, shards, folder, digest, suppression)
        selected = selected_shards.write(shards, folder, selection.shards)
        return cls(current, tuple(shards), selected, selection)

    @property
    def replacements(self) -> Replacements:
        """The rows of the snapshot that give way."""
        return self.selection.replacements

    @property
    def gone(self) -> frozenset[str]:
        """The ids of rows that stood for their page in the snapshot, and no longer do."""
        return self.replacements.articles | self.selection.pages.demoted

    def rows(
        self, columns: Sequence[str], article_ids: Iterable[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the run's own articles, all or some, by shard and id."""
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
