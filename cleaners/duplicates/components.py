"""Connected components: the texts that verified pairs link. Each is clustered alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.assignment import cluster_component, make_cluster
from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
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
from cleaners.duplicates.standings import Order, Standing
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verified_pairs import VerifiedPairs

StandingsByText: TypeAlias = dict[int, list[Standing]]
ReadWords: TypeAlias = Callable[[int], TextWords]
VerifiedByPair: TypeAlias = dict[Pair, Verification]
VerifiedByHead: TypeAlias = dict[int, VerifiedByPair]


@dataclass(frozen=True, slots=True)
class Components:
    """Some components of an index.

    `texts` has the texts, component by component; `starts` is where each component
    begins. `verified` has the verified pairs of each component, by its first text.
    """

    index: DuplicateIndex
    texts: Int64Array
    starts: Int64Array
    verified: VerifiedByHead

    @classmethod
    def around(cls, index: DuplicateIndex, touched: BoolArray) -> Components:
        """Return the components that have a touched text."""
        heads = _find_heads(len(index.texts), _copies(index.verified_pairs))
        is_wanted = _is_connected(heads, touched)
        texts = _sort_by_head(is_wanted & index.texts.alive, heads)
        starts = np.flatnonzero(starts_run(heads[texts]))
        pairs = _pairs_of_texts(index.verified_pairs, is_wanted)
        return cls(index, texts, starts, verified=_verified_by_head(pairs, heads))

    @property
    def texts_to_compare(self) -> Int64Array:
        """Return the texts of components that have more than one."""
        sizes = np.diff(self.starts, append=len(self.texts))
        texts: Int64Array = self.texts[np.repeat(sizes > 1, sizes)]
        return texts

    def clusters(self, read_words: ReadWords) -> Iterator[Cluster]:
        """Divide every component into clusters. `read_words` returns a text's words."""
        standings = self._standings()
        for members in self._members():
            articles = standings[members[0]]
            if len(members) == 1:
                yield _same_words(articles)
                continue
            component = self._component(members, standings, read_words)
            yield from cluster_component(component)

    def _members(self) -> Iterator[list[int]]:
        """Yield the texts of each component."""
        texts = self.texts.tolist()
        bounds = [*self.starts.tolist(), len(texts)]
        for start, end in pairwise(bounds):
            yield texts[start:end]

    def _component(
        self, texts: list[int], standings: StandingsByText, read_words: ReadWords
    ) -> Component:
        """Return the component that has some texts."""
        return Component(
            standings={text: standings[text] for text in texts},
            lengths=self._lengths(texts),
            verified=self.verified.get(texts[0], {}),
            read_words=read_words,
        )

    def _lengths(self, texts: list[int]) -> dict[int, int]:
        """Return the number of words of each text."""
        counts = self.index.texts.word_count
        return {text: int(counts[text]) for text in texts}

    def _standings(self) -> StandingsByText:
        """Return the standings of the articles of each text, best first."""
        articles = self._articles()
        texts = articles.text.tolist()
        found: StandingsByText = defaultdict(list)
        for text, standing in zip(texts, articles.standings(), strict=True):
            found[text].append(standing)
        return {text: sorted(of_text, key=_order) for text, of_text in found.items()}

    def _articles(self) -> Articles:
        """Return the articles of all texts."""
        is_member = np.zeros(len(self.index.texts), np.bool_)
        is_member[self.texts] = True
        articles = self.index.articles
        return take_rows(articles, is_member[articles.text])


def _order(standing: Standing) -> Order:
    return standing.order


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


def _pairs_of_texts(table: VerifiedPairs, is_wanted: BoolArray) -> VerifiedPairs:
    """Return the verified pairs of wanted texts."""
    return take_rows(table, is_wanted[high_half(table.pairs)])


def _verified_by_head(table: VerifiedPairs, heads: Int64Array) -> VerifiedByHead:
    """Return the verified pairs of each component by its first text."""
    found: VerifiedByHead = defaultdict(dict)
    for row, (text, anchor) in enumerate(unpack(table.pairs)):
        head = int(heads[text])
        if head == heads[anchor]:
            found[head][sorted_pair(text, anchor)] = table.verification(row)
    return found


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
