"""The terms of many profiles in columns, weighed by how many of these articles have them.

A term of a few articles may identify an event; one of hundreds is what a set of articles
is about, or a form. The weight depends on the number of articles that have the term, not
on how many there are: an article that shares no terms with others changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profiles import Profile
from cleaners.stories.terms import NAME, Kinds
from cleaners.stories.tokens import HALF, Bools, Hashes, Ints, find_runs

# Articles that have a term: up to FEW its weight is full, from MANY on it has none. Chosen
# on labelled events (tests/bench/stories.py); MANY also bounds time and memory.
FEW, MANY = 10, 400

Floats: TypeAlias = NDArray[np.float64]
Keys: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class TermTable:
    """A row for each term of each profile, by article and word, in columns."""

    articles: Ints
    words: Hashes
    own_weights: Floats  # as in the profiles
    weights: Floats  # the squares of an article's sum to 1
    contexts: Hashes
    kinds: Kinds
    starts: Ints  # of the rows of each article, and the end
    order: Ints  # of the rows by word, then article

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> TermTable:
        """Put profiles one after the other."""
        lengths = np.array([len(profile.words) for profile in profiles], np.int64)
        articles = np.repeat(np.arange(len(profiles)), lengths)
        words = _join([profile.words for profile in profiles], np.uint32)
        own_weights = _join([each.weights for each in profiles], np.float64)
        order = np.argsort(words, kind="stable")
        frequencies = _in_place(order, _run_lengths(words[order]))
        contexts = _join([profile.contexts for profile in profiles], np.uint32)
        kinds = _join([profile.kinds for profile in profiles], np.uint8)
        ends = np.cumsum(lengths)
        return cls(
            articles=articles,
            words=words,
            own_weights=own_weights,
            weights=_weigh(own_weights, articles, frequencies),
            contexts=contexts,
            kinds=kinds,
            starts=np.concatenate([[0], ends]),
            order=order,
        )

    @property
    def article_count(self) -> int:
        """Return the number of articles."""
        return len(self.starts) - 1

    def is_kind(self, kind: int) -> Bools:
        """Return which terms may be a WORD, or a NAME."""
        return (self.kinds & kind) > 0

    def norms(self, kind: int) -> Floats:
        """Return the norm of the weights of each article's words or names."""
        squares = np.where(self.is_kind(kind), self.weights**2, 0)
        return np.sqrt(sum_by(self.articles, squares, self.article_count))

    def keys(self) -> Keys:
        """Return a sorted number for each row, of its article and word."""
        return join_keys(self.articles, self.words)

    def slots(self) -> Keys:
        """Return sorted numbers of all articles and contexts of their names."""
        is_slot = self.is_kind(NAME) & (self.contexts != 0)
        keys = join_keys(self.articles[is_slot], self.contexts[is_slot])
        keys.sort()
        return keys[find_runs(keys)]


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of each term. Row r comes after `ranks[r]` others with its word.

    These are `table.order[firsts[r]:][:ranks[r]]`. Terms without weight have none.
    """

    firsts: Ints
    ranks: Ints

    @classmethod
    def of(cls, table: TermTable) -> Postings:
        """Find the rows of each word."""
        order = table.order
        starts = find_runs(table.words[order])
        firsts = np.repeat(starts, np.diff(starts, append=len(order)))
        ranks = _in_place(order, np.arange(len(order)) - firsts)
        ranks[table.weights == 0] = 0
        return cls(_in_place(order, firsts), ranks)


def join_keys(articles: Ints, hashes: Hashes) -> Keys:
    """Return one number for each article and hash."""
    keys: Keys = articles.astype(np.uint64) << HALF
    return keys | hashes


def first_keys(articles: Ints) -> Keys:
    """Return a number for each article that is not above any of its keys."""
    keys: Keys = articles.astype(np.uint64) << HALF
    return keys


def expand_ranges(starts: Ints, counts: Ints) -> Ints:
    """Return the numbers in ranges, one range after the other."""
    offsets = np.cumsum(counts) - counts
    range_starts = np.repeat(starts - offsets, counts)
    return range_starts + np.arange(counts.sum())


def find_keys(keys: NDArray[Any], wanted: NDArray[Any]) -> Ints:
    """Return where the wanted are among sorted keys, -1 where they are not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, places, -1)


def sum_by(numbers: Ints, values: NDArray[Any], count: int) -> Floats:
    """Sum values by their numbers, which are below `count`."""
    sums = np.bincount(numbers, values, count)
    return sums.astype(np.float64, copy=False)  # of nothing, integers


def _join(arrays: Sequence[NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
    """Put arrays one after the other."""
    return np.concatenate([np.empty(0, dtype), *arrays]).astype(dtype, copy=False)


def _run_lengths(ranked: Hashes) -> Ints:
    """Return for each of sorted hashes how many are equal."""
    starts = find_runs(ranked)
    sizes = np.diff(starts, append=len(ranked))
    return np.repeat(sizes, sizes)


def _in_place(order: Ints, values: Ints) -> Ints:
    """Return values, which are in an order, by row."""
    by_row = np.empty_like(values)
    by_row[order] = values
    return by_row


def _weigh(own_weights: Floats, articles: Ints, frequencies: Ints) -> Floats:
    """Return weights by how many articles have a term, normalised for each article."""
    weights = own_weights * _rarities(frequencies)
    norms = _norms(weights, articles)
    norms[norms == 0] = 1
    normalised: Floats = weights / norms[articles]
    return normalised


def _norms(weights: Floats, articles: Ints) -> Floats:
    """Return the norm of the weights of each article."""
    count = int(articles.max(initial=-1)) + 1
    squares = sum_by(articles, weights * weights, count)
    norms: Floats = np.sqrt(squares)
    return norms


def _rarities(frequencies: Ints) -> Floats:
    """Return the factor (0..1) of terms that so many articles have."""
    rarities: Floats = np.log(MANY / frequencies) / np.log(MANY / FEW)
    return np.clip(rarities, 0, 1)
