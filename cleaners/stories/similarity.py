"""Compare many profiles at once, through an inverted index of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profiles import Profile

# Guards on time and memory, not tuned.
MAX_ARTICLES = 1_000  # with one word; a more frequent word identifies no event
MIN_COSINE = 0.05  # two articles below this count as not similar at all
CHUNK = 20_000  # articles that share one inverted index
MAX_CELLS = 4_000_000  # pairs of articles compared at once: 32 MB of sums


Ranges: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]  # starts, counts


@dataclass(frozen=True, slots=True)
class SimilarArticles:
    """An article, and the cosines of earlier articles that are similar to it."""

    article: int
    cosines: dict[int, float]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The words of profiles and their weights, with the number of each word's article."""

    words: NDArray[np.uint32]
    articles: NDArray[np.int64]
    weights: NDArray[np.float32]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> _Columns:
        """Put the words of profiles one after the other."""
        lengths = [len(profile.words) for profile in profiles]
        words = [profile.words for profile in profiles]
        weights = [profile.weights for profile in profiles]
        articles = np.repeat(np.arange(len(profiles)), lengths)
        return cls(np.concatenate(words), articles, np.concatenate(weights))

    def sorted_by_word(self) -> _Columns:
        """Return the columns sorted by word, then article."""
        order = np.argsort(self.words, kind="stable")
        return _Columns(self.words[order], self.articles[order], self.weights[order])


@dataclass(frozen=True, slots=True)
class _SharedWords:
    """One row for each word that a query and an article have in common.

    Queries are numbered by row of the table of cosines. `products` are the products of
    both weights.
    """

    queries: NDArray[np.int64]
    articles: NDArray[np.int64]
    products: NDArray[np.float32]

    def sum_products(self, height: int, width: int) -> NDArray[np.number]:
        """Return the cosines of queries with the first `width` articles, row by row."""
        cells = self.queries * width + self.articles
        within = self.articles < width
        products = self.products[within]
        return np.bincount(cells[within], products, minlength=height * width)


@dataclass(frozen=True, slots=True)
class _InvertedIndex:
    """The articles of each word."""

    postings: _Columns

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> _InvertedIndex:
        """Sort the words of profiles."""
        return cls(_Columns.of(profiles).sorted_by_word())

    def find_similar(
        self, profiles: Sequence[Profile], start: int
    ) -> Iterator[SimilarArticles]:
        """Yield the articles from `start` on, which have these profiles.

        Each has the cosines of all similar articles before it.
        """
        width = start + len(profiles)
        shared = self._shared_words(_Columns.of(profiles))
        cosines = shared.sum_products(len(profiles), width)
        for row in range(len(profiles)):
            article = start + row
            row_start = row * width
            earlier = cosines[row_start : row_start + article]
            yield SimilarArticles(article, _select_similar(earlier))

    def _shared_words(self, queries: _Columns) -> _SharedWords:
        """Find the words of queries in the index."""
        starts, counts = self._ranges(queries.words)
        rows = _expand_ranges(starts, counts)
        query_weights = np.repeat(queries.weights, counts)
        return _SharedWords(
            queries=np.repeat(queries.articles, counts),
            articles=self.postings.articles[rows],
            products=query_weights * self.postings.weights[rows],
        )

    def _ranges(self, words: NDArray[np.uint32]) -> Ranges:
        """Return where the postings of each word start, and how many there are.

        Words of too many articles have none.
        """
        column = self.postings.words
        starts = np.searchsorted(column, words, side="left")
        ends = np.searchsorted(column, words, side="right")
        counts = ends - starts
        counts[counts > MAX_ARTICLES] = 0
        return starts, counts


def _expand_ranges(
    starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the numbers in ranges, one range after the other."""
    offsets = np.cumsum(counts) - counts
    range_starts = np.repeat(starts - offsets, counts)
    return range_starts + np.arange(counts.sum())


def _select_similar(cosines: NDArray[np.number]) -> dict[int, float]:
    """Return the cosines that are large enough, by article."""
    articles = np.flatnonzero(cosines >= MIN_COSINE)
    values = cosines[articles]
    return dict(zip(articles.tolist(), values.tolist(), strict=True))


def find_similar(
    profiles: Sequence[Profile], first: int, lookback: int
) -> Iterator[SimilarArticles]:
    """Yield each article from `first` on, with the similar ones before it.

    Only the last `lookback` articles before it are compared.
    """
    for start in range(first, len(profiles), CHUNK):
        base = max(0, start - lookback)
        chunk = profiles[base : start + CHUNK]
        for similar in _find_in_chunk(chunk, start - base):
            yield _renumber(similar, base, lookback)


def _renumber(similar: SimilarArticles, base: int, lookback: int) -> SimilarArticles:
    """Add `base` to the numbers of articles, and drop those before the look-back."""
    earliest = similar.article - lookback
    cosines: dict[int, float] = {}
    for other, cosine in similar.cosines.items():
        if other >= earliest:
            cosines[base + other] = cosine
    return SimilarArticles(base + similar.article, cosines)


def _find_in_chunk(
    profiles: Sequence[Profile], first: int
) -> Iterator[SimilarArticles]:
    """Yield each article from `first` on, with all similar ones before it."""
    index = _InvertedIndex.of(profiles)
    height = max(1, MAX_CELLS // len(profiles))
    for start in range(first, len(profiles), height):
        block = profiles[start : start + height]
        yield from index.find_similar(block, start)
