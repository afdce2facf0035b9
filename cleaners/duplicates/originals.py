"""Find the originals of a spun text: unspun articles that share enough of its words.

They need not be in its cluster. A truncated original is too short to be the canonical of a
complete copy, and an original on a page of several stories is never one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

import numpy as np

from cleaners.duplicates.columns import (
    Int64Array,
    UInt32Array,
    high_half,
    low_half,
    take_rows,
)
from cleaners.duplicates.index import Articles, ArticlesById, DuplicateIndex

MAX_ORIGINALS = 3  # of one text; more only repeat the same words (not tuned)
ALL_SPUN = -1  # in place of a row


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Verified pairs seen from both sides, sorted by `texts`."""

    texts: UInt32Array
    others: UInt32Array
    matched: UInt32Array

    @classmethod
    def of(cls, index: DuplicateIndex) -> _Neighbours:
        """Sort the verified pairs of an index."""
        table = index.verified_pairs.copies()
        high = high_half(table.pairs)
        low = low_half(table.pairs)
        both_sides = cls(
            texts=np.concatenate([high, low]),
            others=np.concatenate([low, high]),
            matched=np.tile(table.matched, 2),
        )
        order = np.argsort(both_sides.texts, kind="stable")
        return take_rows(both_sides, order)

    def of_text(self, text: int) -> Iterator[tuple[int, int]]:
        """Yield the verified neighbours of a text, with the number of matching words."""
        # With another dtype, searchsorted would copy all texts first.
        bounds = np.array([text, text + 1], self.texts.dtype)
        start, end = np.searchsorted(self.texts, bounds)
        others = self.others[start:end].tolist()
        return zip(others, self.matched[start:end].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Originals:
    """A look-up of originals in a duplicate index.

    `unspun` has for each text the row of its first unspun article by id, or ALL_SPUN.
    """

    articles: Articles
    by_id: ArticlesById
    unspun: Int64Array
    neighbours: _Neighbours
    _nearest: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, index: DuplicateIndex) -> Originals:
        """Sort the articles and verified pairs of an index."""
        by_id = ArticlesById.of(index.articles)
        unspun = _first_unspun(by_id, len(index.texts))
        return cls(index.articles, by_id, unspun, _Neighbours.of(index))

    def of_article(self, article_id: str) -> list[str]:
        """Return the ids of articles that may be originals of one.

        The one that shares most words comes first. Not every pair of copies is linked;
        so if no original is linked to the text, those of its copies are returned.
        """
        text = self.by_id.text(article_id)
        found = self._of_text(text) or self._of_copies(text)
        return list(dict.fromkeys(name for _, name in found))

    def has_same_words(self, article_id: str) -> bool:
        """Return whether an unspun article has exactly the words of this one."""
        return bool(self.unspun[self.by_id.text(article_id)] != ALL_SPUN)

    def has_article(self, article_id: str) -> bool:
        """Return whether the index has an article."""
        return article_id in self.by_id

    def _of_copies(self, text: int) -> list[tuple[int, str]]:
        """Return the best originals of a text's copies, as `_of_text`."""
        found = set()
        for copy, _ in self.neighbours.of_text(text):
            found.update(self._of_text(copy))
        return nsmallest(MAX_ORIGINALS, found)

    def _of_text(self, text: int) -> list[tuple[int, str]]:
        """Return the best originals of a text: minus the matching words, and the id."""
        if text not in self._nearest:
            unspun = self._unspun_neighbours(text)
            self._nearest[text] = nsmallest(MAX_ORIGINALS, unspun)
        return self._nearest[text]

    def _unspun_neighbours(self, text: int) -> Iterator[tuple[int, str]]:
        """Yield the neighbours of a text that have an unspun article, as `_of_text`."""
        for other, matched in self.neighbours.of_text(text):
            row = int(self.unspun[other])
            if row != ALL_SPUN:
                yield -matched, self._name(row)

    def _name(self, row: int) -> str:
        name: bytes = self.articles.ids[row]
        return name.decode()


def _first_unspun(by_id: ArticlesById, texts: int) -> Int64Array:
    """Return the row of each text's first unspun article by id, or ALL_SPUN."""
    first = np.full(texts, ALL_SPUN, np.int64)
    rows = by_id.order[~by_id.articles.spun[by_id.order]]
    backwards = rows[::-1]  # so that the first by id is written last, and stays
    first[by_id.articles.text[backwards]] = backwards
    return first
