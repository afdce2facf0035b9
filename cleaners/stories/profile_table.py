"""The terms of many profiles in columns, which may be mapped from files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profiles import Profile
from cleaners.stories.terms import NAME, SIGNS, Kinds
from cleaners.stories.tokens import HALF, Bools, Hashes, Ints, find_runs

Floats: TypeAlias = NDArray[np.float64]
Keys: TypeAlias = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A row for each term of each profile, by article and word, in columns."""

    words: Hashes
    weights: NDArray[np.float32]  # as in the profiles
    contexts: Hashes
    kinds: Kinds
    starts: Ints  # of the rows of each article, and the end

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> ProfileTable:
        """Put profiles one after the other."""
        lengths = [len(profile.words) for profile in profiles]
        return cls._joined(profiles, np.array(lengths, np.int64))

    @classmethod
    def concat(cls, tables: Sequence[ProfileTable]) -> ProfileTable:
        """Put tables one after the other."""
        lengths = _join([np.diff(table.starts) for table in tables], np.int64)
        return cls._joined(tables, lengths)

    @classmethod
    def _joined(
        cls, parts: Sequence[Profile] | Sequence[ProfileTable], lengths: Ints
    ) -> ProfileTable:
        """Put the columns of parts one after the other; articles have `lengths` rows."""
        return cls(
            words=_join([part.words for part in parts], np.uint32),
            weights=_join([part.weights for part in parts], np.float32),
            contexts=_join([part.contexts for part in parts], np.uint32),
            kinds=_join([part.kinds for part in parts], np.uint8),
            starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)]),
        )

    @property
    def article_count(self) -> int:
        """Return the number of articles."""
        return len(self.starts) - 1

    def profile(self, article: int) -> Profile:
        """Return the profile of one article."""
        rows = slice(self.starts[article], self.starts[article + 1])
        return Profile(
            words=self.words[rows],
            weights=self.weights[rows],
            contexts=self.contexts[rows],
            kinds=self.kinds[rows],
        )

    def take(self, articles: Ints) -> ProfileTable:
        """Return the profiles of some articles, in their order."""
        firsts = self.starts[articles]
        counts = self.starts[articles + 1] - firsts
        rows = expand_ranges(
            firsts,
            counts,
        )
        return ProfileTable(
            words=self.words[rows],
            weights=self.weights[rows],
            contexts=self.contexts[rows],
            kinds=self.kinds[rows],
            starts=np.concatenate([[0], np.cumsum(counts)]),
        )

    def articles(self) -> Ints:
        """Return the article of each row."""
        return np.repeat(np.arange(self.article_count), np.diff(self.starts))

    def keys(self) -> Keys:
        """Return a sorted number for each row, of its article and word."""
        return join_keys(self.articles(), self.words)

    def slots(self) -> Keys:
        """Return sorted numbers of all articles and contexts of their names."""
        is_slot = may_be_names(self.kinds) & (self.contexts != 0)
        keys = join_keys(self.articles()[is_slot], self.contexts[is_slot])
        keys.sort()
        return keys[find_runs(keys)]


def is_kind(kinds: Kinds, kind: int) -> Bools:
    """Return which terms may be a WORD, or a NAME."""
    mask: Bools = (kinds & kind) > 0
    return mask


def may_be_names(kinds: Kinds) -> Bools:
    """Return which terms show a name by being the same; any two characters are no name."""
    return is_kind(kinds, NAME) & ~is_kind(kinds, SIGNS)


def join_keys(firsts: Ints | Hashes, seconds: Ints | Hashes) -> Keys:
    """Return one number for each two, an article and a hash, which sorts by the first of them."""
    return first_keys(firsts) | seconds.astype(np.uint64)


def first_keys(firsts: Ints | Hashes) -> Keys:
    """Return a number for each article, or hash, that is not above any of its keys."""
    keys: Keys = firsts.astype(np.uint64) << HALF
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
