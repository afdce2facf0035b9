"""Merge articles to stories, most similar first (average-linkage clustering).

Two clusters are as similar as their nearest two articles and all their articles on
average, both counted. So a chain of articles links no two events, and a story may have
reports that differ. The result does not depend on the order in which articles are given.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush, merge
from typing import NamedTuple, TypeAlias

from cleaners.stories.story_article import WINDOW

# Similarity from which two clusters are one story, and the share of the nearest pair in
# it; the average of all has the rest. Chosen on labelled events: tests/bench/stories.py.
MIN_SIMILARITY = 0.2
NEAREST_SHARE = 0.5

Entry: TypeAlias = tuple[float, int, int]  # a negative similarity, and two clusters


class Link(NamedTuple):
    """Two articles that are similar, by the numbers of their clusters."""

    one: int
    other: int
    similarity: float


@dataclass(slots=True)
class Cluster:
    """Articles that are one story so far, by number; `days` are their sorted dates.

    A `fixed` cluster has a story already; no two of these are merged.
    """

    articles: list[int] = field(default_factory=list)
    days: list[float] = field(default_factory=list)
    fixed: bool = False

    def add(self, article: int, day: float | None) -> None:
        """Add an article."""
        self.articles.append(article)
        if day is not None:
            place = bisect_right(self.days, day)
            self.days.insert(place, day)

    def absorb(self, other: Cluster) -> None:
        """Add the articles of another cluster."""
        self.articles += other.articles
        self.days = list(merge(self.days, other.days))
        self.fixed |= other.fixed

    def count_comparable(self, other: Cluster) -> int:
        """Return how many pairs of articles of two clusters are within the window."""
        everything = len(self.articles) * len(other.articles)
        if self._is_within_window(other):
            return everything
        dated = len(self.days) * len(other.days)
        near = sum(_counts_within(self.days, other.days))
        return everything - dated + near

    def _is_within_window(self, other: Cluster) -> bool:
        """Return whether all dates of two clusters are within one window."""
        if not self.days or not other.days:
            return True
        first = min(self.days[0], other.days[0])
        last = max(self.days[-1], other.days[-1])
        return last - first <= WINDOW


@dataclass(slots=True)
class _Likeness:
    """How similar the articles of two clusters are: the nearest, the sum, of so many pairs."""

    nearest: float = 0.0
    total: float = 0.0
    pairs: int = 0

    def add(self, other: _Likeness) -> None:
        """Add pairs of other articles."""
        self.nearest = max(self.nearest, other.nearest)
        self.total += other.total
        self.pairs += other.pairs

    @property
    def similarity(self) -> float:
        """Return the similarity (0..1) of both clusters."""
        mean = self.total / max(1, self.pairs)
        return NEAREST_SHARE * self.nearest + (1 - NEAREST_SHARE) * mean


def agglomerate(
    clusters: Mapping[int, Cluster], links: Iterable[Link]
) -> list[Cluster]:
    """Merge clusters that are similar enough, and return those that are left.

    `links` has every pair of similar articles within the window.
    """
    if len(clusters) == 1:
        return list(clusters.values())
    merging = _Merging(clusters)
    for link in links:
        merging.add(link)
    return merging.run()


def _counts_within(days: Iterable[float], others: Sequence[float]) -> Iterator[int]:
    """Yield for each day how many of the other days are within the window."""
    for day in days:
        start = bisect_left(others, day - WINDOW)
        end = bisect_right(others, day + WINDOW)
        yield end - start


class _Merging:
    """Clusters while they are merged. A merged cluster has the smaller number of both."""

    def __init__(self, clusters: Mapping[int, Cluster]) -> None:
        self._clusters = dict(clusters)
        self._near: dict[int, dict[int, _Likeness]] = {each: {} for each in clusters}
        self._queue: list[Entry] = []

    def add(self, link: Link) -> None:
        """Add two similar articles of different clusters."""
        likeness = self._likeness(link.one, link.other)
        pair = _Likeness(link.similarity, link.similarity)
        likeness.add(pair)
        self._set(link.one, link.other, likeness)

    def run(self) -> list[Cluster]:
        """Merge the two most similar clusters until none are similar enough."""
        for one, near in self._near.items():
            for other in near:
                if one < other:
                    self._enqueue(one, other)
        while self._queue:
            negative, one, other = heappop(self._queue)
            if self._similarity(one, other) == -negative:
                self._merge(one, other)
        return list(self._clusters.values())

    def _likeness(self, one: int, other: int) -> _Likeness:
        """Return how similar two clusters are; of clusters without a link, not at all."""
        likeness = self._near[one].get(other)
        if likeness is not None:
            return likeness
        cluster = self._clusters[one]
        comparable = cluster.count_comparable(self._clusters[other])
        return _Likeness(pairs=comparable)

    def _set(self, one: int, other: int, likeness: _Likeness) -> None:
        """Remember how similar two clusters are."""
        self._near[one][other] = likeness
        self._near[other][one] = likeness

    def _similarity(self, one: int, other: int) -> float:
        """Return the similarity of clusters that may be merged, 0 of others."""
        likeness = self._near.get(one, {}).get(other)
        if likeness is None:
            return 0.0
        if self._clusters[one].fixed and self._clusters[other].fixed:
            return 0.0
        return likeness.similarity

    def _enqueue(self, one: int, other: int) -> None:
        """Remember to merge two clusters, if they are similar enough."""
        similarity = self._similarity(one, other)
        if similarity >= MIN_SIMILARITY:
            entry = (-similarity, min(one, other), max(one, other))
            heappush(self._queue, entry)

    def _enqueue_all(self, one: int) -> None:
        """Remember to merge a cluster with any that are similar enough."""
        for other in sorted(self._near[one]):
            self._enqueue(one, other)

    def _merge(self, one: int, other: int) -> None:
        """Merge the second cluster into the first."""
        for third in self._neighbours(one, other):
            self._move(third, other, one)
        del self._near[one][other], self._near[other]
        absorbed = self._clusters.pop(other)
        self._clusters[one].absorb(absorbed)
        self._enqueue_all(one)

    def _neighbours(self, one: int, other: int) -> list[int]:
        """Return the clusters that are similar to one of two."""
        near = {*self._near[one], *self._near[other]}
        return sorted(near - {one, other})

    def _move(self, third: int, other: int, one: int) -> None:
        """Add how similar a third cluster is to the other one, which is merged into one."""
        likeness = self._likeness(one, third)
        likeness.add(self._likeness(other, third))
        self._set(one, third, likeness)
        self._near[third].pop(other, None)
