"""What a run decides about articles once it has seen all of them: copies and stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """The cluster and the story of an article.

    canonical_id, kind and similarity are None for one that is kept. `versions` is None for a fetch
    in whose stead another one of its page is kept.
    """

    cluster_id: str
    copies: int = 0
    story_id: str | None = None
    canonical_id: str | None = None
    kind: str | None = None
    similarity: float | None = None
    versions: int | None = 1


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The files of the next index.

    Names of `new` ones are relative to the folder of the shards' output. Those that are `kept` from
    earlier runs are relative to the dataset.
    """

    new: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    def joined(self, names: Iterable[str]) -> IndexFiles:
        """Return these files and more new ones, each once."""
        every = dict.fromkeys((*self.new, *names))
        return IndexFiles(tuple(every), self.kept)


@dataclass(frozen=True, slots=True)
class Decisions:
    """A decision for each new article, and each other one whose cluster may have changed, by id.

    `seconds` is the time that the search for copies took, `story_seconds` that of the stories, and
    `index` what the next run will know of all articles. `relations` is the file with what they are
    to one another, below the shards' output; None before that is known.
    """

    by_article: Mapping[str, Decision]
    seconds: float
    index: IndexFiles = IndexFiles()
    story_seconds: float = 0.0
    relations: str | None = None

    def standing(self) -> Iterator[tuple[str, Decision]]:
        """Yield the decisions for fetches that stand for their page, with their ids."""
        for article_id, decision in self.by_article.items():
            if decision.versions is not None:
                yield article_id, decision
