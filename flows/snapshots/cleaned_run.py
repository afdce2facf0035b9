"""The articles of a run after cleaning, and the snapshot that the run builds upon.

Every stage after cleaning reads through this record, and only the columns that it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.snapshots import selected_shards
from flows.snapshots.conditions import Conditions
from flows.snapshots.current import Current
from flows.snapshots.reading import read_articles
from flows.snapshots.replacements import Replacements
from flows.snapshots.selection import UNCONDITIONAL, Selection, select
from flows.storage import shard_articles
from flows.storage.article_places import ArticlePlaces
from flows.storage.ids import Ids
from flows.storage.shards import Shard


@dataclass(frozen=True)
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
        conditions: Conditions = UNCONDITIONAL,
    ) -> CleanedRun:
        """Select what is new in the shards' output."""
        selection = select(current, shards, folder, conditions)
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

    def bare_shards(self) -> list[Shard]:
        """Return the shards without their inputs, which no worker reads again."""
        return [replace(shard, slices=()) for shard in self.shards]

    def count(self) -> int:
        """Count the run's own articles."""
        return sum(shard_articles.count(shard, self.folder) for shard in self.shards)

    @cached_property
    def places(self) -> ArticlePlaces:
        """Where the run's own articles are."""
        return ArticlePlaces.of(self.shards, self.folder)

    def shards_with(self, article_ids: Iterable[str]) -> list[Shard]:
        """Return the shards that may have some articles, in order."""
        return [self.shards[place] for place in self.places.of_articles(article_ids)]

    def rows(
        self, columns: Sequence[str], article_ids: Collection[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the run's own articles, all or some, by shard and id."""
        shards: Iterable[Shard] = self.shards
        ids = None
        if article_ids is not None:
            shards = self.shards_with(article_ids)
            ids = Ids.of(article_ids)
        for shard in shards:
            yield from shard_articles.rows(shard, self.folder, columns, ids)

    def rows_of(
        self,
        shard: Shard,
        columns: Sequence[str],
        article_ids: Iterable[str] | None = None,
    ) -> Iterator[dict[str, Any]]:
        """Yield the articles of a shard, all or some, by id."""
        ids = None if article_ids is None else Ids.of(article_ids)
        yield from shard_articles.rows(shard, self.folder, columns, ids)

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
            yield from read_articles(
                self.current,
                columns,
                frozenset(missing),
            )
