"""Connected components: the texts that verified pairs link. Each is clustered alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.assignment import cluster_component, make_cluster
from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    Table,
    UInt32Array,
    UInt64Array,
    high_half,
    low_half,
    starts_run,
    take_rows,
    unpack,
)
from cleaners.duplicates.component import (
    Component,
    Pair,
    exact_duplicate,
    sorted_pair,
)
from cleaners.duplicates.index import Articles, DuplicateIndex
from cleaners.duplicates.records import Cluster
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.standings import Standing, credits_of, in_order
from cleaners.duplicates.verified_pairs import VerifiedPairs
from cleaners.duplicates.word_stores import HeldWords, ReadWords

StandingsByText: TypeAlias = dict[int, list[Standing]]
VerifiedByPair: TypeAlias = dict[Pair, Verification]
VerifiedByHead: TypeAlias = dict[int, VerifiedByPair]
NO_PLACE = -1  # of a text that is not among those of the components
TEXTS_AT_ONCE = 10_000  # of which objects are made: a guard on memory, not tuned


@dataclass(frozen=True, slots=True)
class Components:
    """Some components of an index.

    `texts` has the texts, component by component; `starts` is where each component
    begins. `articles` are theirs and `pairs` have the verified pairs within components, both in the
    order of the texts; `places` has the place of each text of the index among `texts`.
    """

    index: DuplicateIndex
    texts: Int64Array
    starts: Int64Array
    articles: Articles
    pairs: VerifiedPairs
    places: Int64Array

    @classmethod
    def around(cls, index: DuplicateIndex, touched: BoolArray) -> Components:
        """Return the components that have a touched text."""
        heads = _find_heads(len(index.texts), _copies(index.verified_pairs))
        is_wanted = _is_connected(heads, touched)
        texts = _sort_by_head(is_wanted & index.texts.alive, heads)
        places = np.full(len(index.texts), NO_PLACE)
        places[texts] = np.arange(len(texts))
        return cls(
            index=index,
            texts=texts,
            starts=np.flatnonzero(starts_run(heads[texts])),
            articles=_in_order(index.articles, places[index.articles.text]),
            pairs=_pairs_within(index.verified_pairs, heads, places),
            places=places,
        )

    @property
    def texts_to_compare(self) -> Int64Array:
        """Return the texts of components that have more than one."""
        sizes = np.diff(self.starts, append=len(self.texts))
        texts: Int64Array = self.texts[np.repeat(sizes > 1, sizes)]
        return texts

    def clusters(self, read_words: ReadWords) -> Iterator[Cluster]:
        """Divide every component into clusters. `read_words` returns a text's words."""
        for part in self._parts():
            yield from part.clusters_of_part(read_words)

    def _parts(self) -> Iterator[Components]:
        """Yield some components at a time, with about TEXTS_AT_ONCE texts."""
        count = len(self.texts)
        rough = np.arange(0, count, TEXTS_AT_ONCE)
        first = np.searchsorted(self.starts, rough)
        bounds = np.unique(self.starts[first[first < len(self.starts)]])
        for start, end in pairwise([*bounds.tolist(), count]):
            yield self._between(start, end)

    def _between(self, start: int, end: int) -> Components:
        """Return the components of some texts, by their places."""
        first, last = np.searchsorted(self.starts, [start, end])
        return replace(
            self,
            texts=self.texts[start:end],
            starts=self.starts[first:last] - start,
            articles=self._slice(self.articles, self.articles.text, start, end),
            pairs=self._slice(self.pairs, high_half(self.pairs.pairs), start, end),
        )

    def _slice(
        self, table: Table, of_texts: UInt32Array, start: int, end: int
    ) -> Table:
        """Return the rows of a table whose texts have some places, which are in order."""
        first, last = np.searchsorted(self.places[of_texts], [start, end])
        return take_rows(table, slice(first, last))

    def clusters_of_part(self, read_words: ReadWords) -> Iterator[Cluster]:
        """Divide every component into clusters, with objects for all of them at once."""
        articles = self._standings()
        verified = self._verified()
        held = HeldWords(read_words)
        for members in self._members():
            standings = _best_first(articles, members)
            if len(members) == 1:
                yield _same_words(standings[members[0]])
                continue
            component = Component(
                standings=standings,
                lengths=self._lengths(members),
                verified=verified.get(members[0], {}),
                read_words=held,
            )
            yield from cluster_component(component)

    def _members(self) -> Iterator[list[int]]:
        """Yield the texts of each component."""
        texts = self.texts.tolist()
        bounds = [*self.starts.tolist(), len(texts)]
        for start, end in pairwise(bounds):
            yield texts[start:end]

    def _lengths(self, texts: list[int]) -> dict[int, int]:
        """Return the number of words of each text."""
        counts = self.index.texts.word_count
        return {text: int(counts[text]) for text in texts}

    def _standings(self) -> StandingsByText:
        """Return the standings of the articles of each text."""
        texts = self.articles.text.tolist()
        found: StandingsByText = defaultdict(list)
        for text, standing in zip(texts, self.articles.standings(), strict=True):
            found[text].append(standing)
        return found

    def _verified(self) -> VerifiedByHead:
        """Return the verified pairs of each component by its first text."""
        heads = self._heads()
        found: VerifiedByHead = defaultdict(dict)
        for row, (text, anchor) in enumerate(unpack(self.pairs.pairs)):
            pair = sorted_pair(text, anchor)
            found[heads[text]][pair] = self.pairs.verification(row)
        return found

    def _heads(self) -> dict[int, int]:
        """Return the first text of the component of each text."""
        heads: dict[int, int] = {}
        for members in self._members():
            heads |= dict.fromkeys(members, members[0])
        return heads


def _best_first(articles: StandingsByText, texts: Sequence[int]) -> StandingsByText:
    """Return the articles of each text of a component, the best of them first."""
    linked = chain.from_iterable(articles[text] for text in texts)
    credits_given = credits_of(linked)
    return {text: in_order(articles[text], credits_given) for text in texts}


def _same_words(standings: Sequence[Standing]) -> Cluster:
    """Return the cluster of articles that all have the same words, the best first."""
    best, *others = standings
    return make_cluster(
        best.article_id, [exact_duplicate(other, best) for other in others]
    )


def _is_connected(heads: Int64Array, touched: BoolArray) -> BoolArray:
    """Return a mask of the texts in one component with a touched text."""
    is_touched_head = np.zeros(len(heads), np.bool_)
    is_touched_head[heads[touched]] = True
    return is_touched_head[heads]


def _sort_by_head(is_member: BoolArray, heads: Int64Array) -> Int64Array:
    """Return the texts of a mask, sorted by component."""
    texts = np.flatnonzero(is_member)
    order = np.argsort(heads[texts], kind="stable")
    return texts[order]


def _in_order(table: Table, places: Int64Array) -> Table:
    """Return the rows that have a place, in the order of these."""
    order = np.argsort(places, kind="stable")
    placed = order[np.searchsorted(places, 0, sorter=order) :]
    return take_rows(table, placed)


def _pairs_within(
    table: VerifiedPairs, heads: Int64Array, places: Int64Array
) -> VerifiedPairs:
    """Return the verified pairs of texts in one component, in the order of their texts."""
    texts, anchors = high_half(table.pairs), low_half(table.pairs)
    is_within = heads[texts] == heads[anchors]
    return _in_order(table, np.where(is_within, places[texts], NO_PLACE))


def _copies(table: VerifiedPairs) -> UInt64Array:
    """Return the pairs that may be copies: others share a form, or one passage."""
    return table.pairs[table.may_be_copies]


def _find_heads(count: int, pairs: UInt64Array) -> Int64Array:
    """Return the smallest text of each text's component, for `count` texts."""
    heads = np.arange(count)
    while True:
        lower = _spread_heads(heads, pairs)
        if (lower == heads).all():
            return heads
        heads = lower


def _spread_heads(heads: Int64Array, pairs: UInt64Array) -> Int64Array:
    """Return the heads after one step: the lower head of each pair, then its own head."""
    texts, anchors = high_half(pairs), low_half(pairs)
    lowest = np.minimum(heads[texts], heads[anchors])
    spread = heads.copy()
    np.minimum.at(spread, texts, lowest)
    np.minimum.at(spread, anchors, lowest)
    return spread[spread]
