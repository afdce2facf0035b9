"""The terms of many profiles, weighed by how many of these articles have them.

A term of a few articles may identify an event; one of hundreds is what a set of articles
is about, or a form. The weight depends on the number of articles that have the term, not
on how many there are: an article that shares no terms with others changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profile_table import (
    Floats,
    ProfileTable,
    is_kind,
    join_keys,
    sum_by,
)
from cleaners.stories.term_postings import Postings
from cleaners.stories.terms import NAME, WORD, Kinds
from cleaners.stories.tokens import Bools, Hashes, Ints, find_runs

# Articles that have a term: up to FEW its weight is full, from MANY on it has none. Chosen
# on labelled events (tests/bench/stories.py); MANY also bounds time and memory.
FEW, MANY = 10, 400
ROWS_AT_ONCE = 2_000_000  # of which terms are counted: a guard on memory, some 100 MB
ARTICLES_AT_ONCE = 10_000  # of which weights are made: a guard on memory, some 50 MB
WORD_BITS = 32  # of the hash of a term

Counts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Block:
    """The terms of some articles: a row for each, by article and word."""

    articles: Ints
    words: Hashes
    weights: Floats  # the squares of an article's sum to 1
    kinds: Kinds
    frequencies: Counts

    def shared(self) -> Block:
        """Return the terms that have postings."""
        rows = np.flatnonzero(_have_postings(self.frequencies))
        return Block(
            articles=self.articles[rows],
            words=self.words[rows],
            weights=self.weights[rows],
            kinds=self.kinds[rows],
            frequencies=self.frequencies[rows],
        )


@dataclass(frozen=True, slots=True)
class TermTable:
    """Profiles with the weights of their terms.

    `frequencies` is how many articles have the term of a row, at most MANY; the norms are those of
    the weights of each article's terms, names and words.
    """

    profiles: ProfileTable
    frequencies: Counts
    postings: Postings
    norms: Floats
    name_norms: Floats
    word_norms: Floats

    @classmethod
    def of(cls, profiles: ProfileTable) -> TermTable:
        """Weigh the terms of profiles."""
        frequencies = np.zeros(
            len(profiles.words),
            np.uint16,
        )
        parts = _count(
            profiles,
            frequencies,
        )
        postings = Postings.gathered(parts, len(frequencies))
        count = profiles.article_count
        norms, names, words = np.ones(count), np.zeros(count), np.zeros(count)
        table = cls(
            profiles,
            frequencies,
            postings,
            norms,
            names,
            words,
        )
        for first in range(0, count, ARTICLES_AT_ONCE):
            end = min(
                first + ARTICLES_AT_ONCE,
                count,
            )
            table.set_norms(
                first,
                end,
            )
        return table

    def set_norms(self, first: int, end: int) -> None:
        """Set the norms of some articles."""
        block = self.block(
            first,
            end,
        )  # with norms of 1: these are the weights so far
        places = block.articles - first
        size = end - first
        norms = np.sqrt(
            sum_by(
                places,
                block.weights * block.weights,
                size,
            )
        )
        norms[norms == 0] = 1
        self.norms[first:end] = norms
        weights = block.weights / norms[places]
        for kind, of_kind in ((NAME, self.name_norms), (WORD, self.word_norms)):
            squares = np.where(is_kind(block.kinds, kind), weights**2, 0)
            of_kind[first:end] = np.sqrt(sum_by(places, squares, size))

    def block(self, first: int, end: int) -> Block:
        """Return the terms of the articles from `first` to `end`."""
        profiles = self.profiles
        starts = profiles.starts[first : end + 1]
        articles = np.repeat(
            np.arange(first, end),
            np.diff(starts),
        )
        rows = slice(starts[0], starts[-1])
        frequencies = self.frequencies[rows]
        own_weights = profiles.weights[rows]
        return Block(
            articles=articles,
            words=profiles.words[rows],
            weights=self.weights(own_weights, frequencies, articles),
            kinds=profiles.kinds[rows],
            frequencies=frequencies,
        )

    def weights(
        self, own_weights: NDArray[np.float32], frequencies: Counts, articles: Ints
    ) -> Floats:
        """Return the weights of terms of some articles."""
        weights: Floats = own_weights.astype(np.float64) * RARITIES[frequencies]
        return weights / self.norms[articles]


def _count(profiles: ProfileTable, frequencies: Counts) -> Iterator[Postings]:
    """Count the articles of each term, a range of words at a time; yield shared terms."""
    count = len(profiles.words)
    bits = max(
        0,
        count // ROWS_AT_ONCE,
    ).bit_length()
    for part in range(1 << bits):
        rows = _rows_of_part(
            profiles.words,
            part,
            WORD_BITS - bits,
        )
        words = profiles.words[rows]
        order = np.argsort(
            words,
            kind="stable",
        )
        rows, words = rows[order], words[order]
        sizes = np.minimum(
            _run_lengths(words),
            MANY,
        )
        frequencies[rows] = sizes
        is_shared = _have_postings(sizes)
        yield _postings(
            profiles,
            rows[is_shared],
            words[is_shared],
        )


def _rows_of_part(words: Hashes, part: int, shift: int) -> Ints:
    """Return the rows of words that begin with some bits."""
    found = [np.empty(0, np.int64)]
    for first in range(0, len(words), ROWS_AT_ONCE):
        some = words[first : first + ROWS_AT_ONCE].astype(np.uint64)
        found.append(np.flatnonzero(some >> np.uint64(shift) == part) + first)
    return np.concatenate(found)


def _postings(profiles: ProfileTable, rows: Ints, words: Hashes) -> Postings:
    """Return the postings of some rows, which are sorted by word."""
    articles = np.searchsorted(profiles.starts, rows, side="right") - 1
    keys = join_keys(words, articles)
    return Postings(keys, profiles.weights[rows], profiles.kinds[rows])


def _have_postings(frequencies: Counts | Ints) -> Bools:
    """Return which terms several articles have, but not MANY."""
    have: Bools = (frequencies > 1) & (frequencies < MANY)
    return have


def _run_lengths(ranked: Hashes) -> Ints:
    """Return for each of sorted hashes how many are equal."""
    starts = find_runs(ranked)
    sizes = np.diff(starts, append=len(ranked))
    return np.repeat(sizes, sizes)


def _rarities(frequencies: Ints) -> Floats:
    """Return the factor (0..1) of terms that so many articles have."""
    rarities: Floats = np.log(MANY / frequencies) / np.log(MANY / FEW)
    return np.clip(rarities, 0, 1)


RARITIES = _rarities(np.maximum(1, np.arange(MANY + 1)))
