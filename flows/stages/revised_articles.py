"""The articles of a run as they will be published: with the revisions of the stages before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cleaners.duplicates import Document
from flows.snapshots import CleanedRun
from flows.stages.deduplicate import DOCUMENT
from flows.storage import revisions, shard_articles


@dataclass(frozen=True, slots=True)
class RevisedArticles:
    """A store of articles: revised ones have their new texts, others are as they were cleaned."""

    run: CleanedRun
    revised_ids: frozenset[str]

    @classmethod
    def of(cls, run: CleanedRun) -> RevisedArticles:
        """Read which articles were revised."""
        return cls(run, revisions.revised_ids(run.shards, run.folder))

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield some articles as the search for copies reads them."""
        wanted = frozenset(article_ids)
        for row in self.rows(DOCUMENT, wanted & self.revised_ids):
            yield Document(**row)
        for row in self.run.find(DOCUMENT, wanted - self.revised_ids):
            yield Document(**row)

    def rows(
        self, columns: Sequence[str], article_ids: Iterable[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield some columns of revised articles, each once."""
        missing = set(article_ids)
        for shard in self.run.shards_with(missing):
            for row in shard_articles.revised_rows(shard, self.run.folder, missing):
                if row["article_id"] in missing:
                    missing.remove(row["article_id"])
                    yield {name: row[name] for name in columns}
