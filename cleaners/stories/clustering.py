"""Group articles to stories.

All new articles of a run are grouped at once, so their order does not matter. A story that
an earlier run found is a cluster to begin with: new articles join it, it is never split,
and no two are merged. So a story's id is permanent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleaners.stories.agglomeration import (
    MIN_SIMILARITY,
    Cluster,
    Link,
    agglomerate,
)
from cleaners.stories.digests import cut_digests
from cleaners.stories.profile_table import Floats
from cleaners.stories.reach import Reach, within_reach
from cleaners.stories.similarity import Pairs, similar_pairs
from cleaners.stories.story_article import StoryArticle
from cleaners.stories.story_table import (
    NO_STORY,
    Names,
    StoryTable,
    closeness,
)
from cleaners.stories.tokens import Ints, find_runs


def cluster_stories(
    new: Iterable[StoryArticle], known: Sequence[StoryArticle] = ()
) -> dict[str, str]:
    """Return the story id of each new article: the id of the story's first article.

    `known` are articles that have a story, in the order in which they got it; the last
    MAX_LOOKBACK of them count. Raises ValueError if one of them has no story.
    """
    _check_stories(known)
    fresh, earlier = StoryTable.of(list(new)), StoryTable.of(known)
    rows = within_reach(
        earlier,
        fresh,
    )
    parts = [earlier.take(rows), fresh.take(fresh.by_content())]
    table = StoryTable.concat(parts)
    stories = group_stories(
        table,
        len(rows),
    )
    names = table.ids[len(rows) :].tolist()
    named = zip(
        names,
        stories.tolist(),
        strict=True,
    )
    return {name.decode(): story.decode() for name, story in named}


def group_stories(table: StoryTable, first_new: int) -> Names:
    """Return the stories of the articles from the first new one on, by their content.

    Those before it have stories and are `within_reach`.
    """
    pairs = similar_pairs(
        table.profiles,
        first_new,
        Reach.by_dates(table, first_new),
    )
    stories = table.stories.astype(f"S{_width(table)}")
    stories[first_new:] = table.ids[first_new:]
    for cluster in _Grouping.of(table, pairs).merged():
        members = np.array(cluster.articles)
        own = members[members >= first_new]
        stories[own] = _story_of(
            table,
            members,
        )
    return stories[first_new:]


def _width(table: StoryTable) -> int:
    """Return the bytes that any story takes."""
    return max(table.stories.dtype.itemsize, table.ids.dtype.itemsize)


def _check_stories(articles: Iterable[StoryArticle]) -> None:
    """Raise ValueError if one of the articles has no story."""
    for article in articles:
        if article.story_id is None:
            raise ValueError(
                f"article {article.article_id} is given as known, but has no story"
            )


def _story_of(table: StoryTable, members: Ints) -> bytes:
    """Return the story of a cluster: the known one, or that of its first article."""
    for story in table.stories[members].tolist():
        if story != NO_STORY:
            return bytes(story)
    first = members[np.lexsort((table.ids[members], table.at[members]))[0]]
    return bytes(table.ids[first])


def _equal_range(ordered: Ints, value: int) -> slice:
    """Return where a value is among sorted ones."""
    first = np.searchsorted(ordered, value)
    end = np.searchsorted(ordered, value, side="right")
    return slice(int(first), int(end))


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Clusters to begin with: one for each known story, and one for each new article.

    `clusters` has the first article of the cluster of each article. The links are those within
    components, component by component: `roots` has the first cluster of each link's component.
    """

    table: StoryTable
    clusters: Ints
    roots_of: Ints  # of each cluster, by its first article
    ones: Ints
    others: Ints
    similarities: Floats
    roots: Ints

    @classmethod
    def of(cls, table: StoryTable, pairs: Pairs) -> _Grouping:
        """Link the clusters of similar articles within the window."""
        factors = closeness(
            table,
            pairs.ones,
            pairs.others,
        )
        weighted = Pairs(pairs.ones, pairs.others, pairs.similarities * factors)
        links = cut_digests(table.profiles, weighted.select(factors > 0))
        clusters = _clusters(table)
        ones, others = clusters[links.ones], clusters[links.others]
        similarities = links.similarities
        strong = similarities >= MIN_SIMILARITY
        roots_of = _find_roots(
            len(table),
            ones[strong],
            others[strong],
        )
        within = np.flatnonzero(roots_of[ones] == roots_of[others])
        ordered = within[
            np.argsort(
                roots_of[ones[within]],
                kind="stable",
            )
        ]
        return cls(
            table=table,
            clusters=clusters,
            roots_of=roots_of,
            ones=ones[ordered],
            others=others[ordered],
            similarities=similarities[ordered],
            roots=roots_of[ones[ordered]],
        )

    def merged(self) -> Iterator[Cluster]:
        """Merge the clusters of each component; yield the stories of all that have several."""
        roots_of = self.roots_of[self.clusters]
        order = np.argsort(roots_of, kind="stable")
        ordered = roots_of[order]
        starts = find_runs(self.roots).tolist()
        for first, end in pairwise([*starts, len(self.roots)]):
            members = _equal_range(ordered, self.roots[first])
            clusters = self._clusters_of(order[members])
            links = self._links(first, end)
            yield from agglomerate(clusters, links)

    def _clusters_of(self, articles: Ints) -> dict[int, Cluster]:
        """Return the clusters of the articles of a component."""
        found: dict[int, Cluster] = {}
        days = self.table.days_of(articles)
        for article, day in zip(articles.tolist(), days, strict=True):
            number = int(self.clusters[article])
            if number not in found:
                found[number] = self._empty_cluster(article)
            found[number].add(article, day)
        return found

    def _empty_cluster(self, article: int) -> Cluster:
        """Return the cluster of an article, which is fixed if it is a known story."""
        story = self.table.stories[article]
        return Cluster(fixed=bool(story != NO_STORY))

    def _links(self, first: int, end: int) -> Iterator[Link]:
        """Yield some links."""
        columns = (self.ones, self.others, self.similarities)
        rows = [column[first:end].tolist() for column in columns]
        yield from map(Link, *rows)


def _clusters(table: StoryTable) -> Ints:
    """Return the first article of the cluster of each article."""
    clusters = np.arange(len(table))
    known = np.flatnonzero(table.stories != NO_STORY)
    _, firsts, numbers = np.unique(
        table.stories[known], return_index=True, return_inverse=True
    )
    clusters[known] = known[firsts[numbers]]
    return clusters


def _find_roots(count: int, ones: Ints, others: Ints) -> Ints:
    """Return for each cluster the smallest one that links lead to."""
    roots = np.arange(count)
    while True:
        lowest = np.minimum(
            roots[ones],
            roots[others],
        )
        spread = roots.copy()
        np.minimum.at(
            spread,
            ones,
            lowest,
        )
        np.minimum.at(
            spread,
            others,
            lowest,
        )
        spread = spread[spread]
        if (spread == roots).all():
            return roots
        roots = spread
