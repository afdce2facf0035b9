"""Connected components: the texts that verified pairs link. Each is clustered alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.assignment import cluster_component
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
from cleaners.duplicates.component import Component, Pair, sorted_pair
from cleaners.duplicates.index import Articles, DuplicateIndex, VerifiedPairs
from cleaners.duplicates.records import Cluster, Rank
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verification import Verification

RanksByText: TypeAlias = dict[int, list[Rank]]
ReadWords: TypeAlias = Callable[[int], TextWords]
VerifiedByPair: TypeAlias = dict[Pair, Verification]
VerifiedByHead: TypeAlias = dict[int, VerifiedByPair]

PAIR = 2  # texts: a component of two has its only pair verified


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
        heads = _find_heads(len(index.texts), index.verified_pairs.pairs)
        is_wanted = _is_connected(heads, touched)
        texts = _sort_by_head(is_wanted & index.texts.alive, heads)
        starts = np.flatnonzero(starts_run(heads[texts]))
        pairs = _pairs_of_texts(index.verified_pairs, is_wanted)
        return cls(index, texts, starts, verified=_verified_by_head(pairs, heads))

    @property
    def texts_to_compare(self) -> Int64Array:
        """Return the texts of components in which other pairs may be compared."""
        sizes = np.diff(self.starts, append=len(self.texts))
        texts: Int64Array = self.texts[np.repeat(sizes > PAIR, sizes)]
        return texts

    def clusters(self, read_words: ReadWords) -> Iterator[Cluster]:
        """Divide every component into clusters. `read_words` returns a text's words."""
        ranks = self._ranks()
        for members in self._members():
            articles = ranks[members[0]]
            if len(members) == 1 and len(articles) == 1:
                yield _single_article(articles[0])
                continue
            component = self._component(members, ranks, read_words)
            yield from cluster_component(component)

    def _members(self) -> Iterator[list[int]]:
        """Yield the texts of each component."""
        texts = self.texts.tolist()
        bounds = [*self.starts.tolist(), len(texts)]
        for start, end in pairwise(bounds):
            yield texts[start:end]

    def _component(
        self, texts: list[int], ranks: RanksByText, read_words: ReadWords
    ) -> Component:
        """Return the component that has some texts."""
        return Component(
            ranks={text: ranks[text] for text in texts},
            lengths=self._lengths(texts),
            verified=self.verified.get(texts[0], {}),
            read_words=read_words,
        )

    def _lengths(self, texts: list[int]) -> dict[int, int]:
        """Return the number of words of each text."""
        counts = self.index.texts.word_count
        return {text: int(counts[text]) for text in texts}

    def _ranks(self) -> RanksByText:
        """Return the ranks of the articles of each text, best first."""
        articles = self._articles()
        texts = articles.text.tolist()
        ranks: RanksByText = defaultdict(list)
        for text, rank in zip(texts, articles.ranks(), strict=True):
            ranks[text].append(rank)
        return {text: sorted(of_text) for text, of_text in ranks.items()}

    def _articles(self) -> Articles:
        """Return the articles of all texts."""
        is_member = np.zeros(len(self.index.texts), np.bool_)
        is_member[self.texts] = True
        articles = self.index.articles
        return take_rows(articles, is_member[articles.text])


def _single_article(rank: Rank) -> Cluster:
    """Return the cluster of an article without copies."""
    article_id = rank[-1]
    return Cluster(article_id, article_id)


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
    """Return verified pairs by the first text of their component."""
    found: VerifiedByHead = defaultdict(dict)
    for row, (text, anchor) in enumerate(unpack(table.pairs)):
        pair = sorted_pair(text, anchor)
        component = found[int(heads[text])]
        component[pair] = table.verification(row)
    return found


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
