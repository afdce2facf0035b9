"""Postings: which text has which hash in its signature, divided into bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    find_rows,
    high_half,
    low_half,
    pack,
    starts_run,
    take_rows,
)
from cleaners.sorted_search import contains

# Bands by the top 4 bits of a hash. One band is searched at a time, so that memory holds
# a sixteenth of the links' working arrays. Not tuned.
BANDS = 16
BAND_SHIFT = np.uint32(28)


@dataclass(frozen=True, slots=True)
class Postings:
    """The hashes of signatures with their texts, sorted by hash, then by anchor rank."""

    hashes: UInt32Array
    texts: UInt32Array

    @classmethod
    def of(
        cls, hashes: UInt32Array, texts: UInt32Array, anchor_ranks: UInt32Array
    ) -> Postings:
        """Sort hashes with their texts. `anchor_ranks` has the rank of every text."""
        return cls.of_ranked(pack(hashes, anchor_ranks[texts]), anchor_ranks)

    @classmethod
    def of_ranked(cls, rows: UInt64Array, anchor_ranks: UInt32Array) -> Postings:
        """Sort rows in place, each hash << 32 | anchor rank of its text."""
        rows.sort()
        by_rank = np.empty(len(anchor_ranks), np.uint32)
        by_rank[anchor_ranks] = np.arange(len(anchor_ranks), dtype=np.uint32)
        return cls(high_half(rows), by_rank[low_half(rows)])

    @classmethod
    def empty(cls) -> Postings:
        """Return postings without rows."""
        return cls(np.empty(0, np.uint32), np.empty(0, np.uint32))

    def packed(self) -> UInt64Array:
        """Return each row as one number: hash << 32 | text."""
        return pack(self.hashes, self.texts)

    def positions(self) -> Int64Array:
        """Return the place of each row among the rows of its hash."""
        starts = np.flatnonzero(starts_run(self.hashes))
        counts = np.diff(starts, append=len(self.hashes))
        return np.arange(len(self.hashes)) - np.repeat(starts, counts)

    def between(self, first: int, end: int) -> Postings:
        """Return the rows of the hashes from `first` to before `end`."""
        start = np.searchsorted(self.hashes, np.uint64(first))
        stop = np.searchsorted(self.hashes, np.uint64(end))
        return take_rows(self, slice(start, stop))

    def select(self, hashes: UInt32Array, limit: int | None = None) -> Postings:
        """Return the rows of some hashes, at most the first `limit` of each."""
        rows = find_rows(self.hashes, hashes, hashes, limit)
        return take_rows(self, rows)

    def without(self, hashes: UInt32Array) -> Postings:
        """Return the rows of other hashes. `hashes` is sorted."""
        return take_rows(self, ~contains(hashes, self.hashes))


Bands: TypeAlias = Sequence[Postings]  # one for each band, of one search or several


@dataclass(frozen=True, slots=True)
class TextStates:
    """All texts: their anchor ranks, and which were alive before and which are now.

    Texts from `first_new` on are new. Lower anchor ranks come first.
    """

    anchor_ranks: UInt32Array
    alive_before: BoolArray
    alive_now: BoolArray
    first_new: int

    @property
    def removed(self) -> BoolArray:
        """Return a mask of the texts that were alive and are no longer."""
        return self.alive_before & ~self.alive_now

    def has_new(self, pairs: UInt64Array) -> BoolArray:
        """Return a mask of the pairs with a new text."""
        text_is_new = high_half(pairs) >= self.first_new
        anchor_is_new = low_half(pairs) >= self.first_new
        return text_is_new | anchor_is_new


def merge(
    runs: Sequence[Postings], anchor_ranks: UInt32Array, alive: BoolArray
) -> Postings:
    """Merge several sorted postings into one, without texts that are not alive.

    A band of a million texts has 45 MB, so few of its columns are in memory at once.
    """
    rows = [_ranked(run, anchor_ranks, alive) for run in runs]
    every = rows[0] if len(rows) == 1 else np.concatenate(rows)
    return Postings.of_ranked(every, anchor_ranks)


def _ranked(
    postings: Postings, anchor_ranks: UInt32Array, alive: BoolArray
) -> UInt64Array:
    """Return hash << 32 | anchor rank of each row with a text that is alive."""
    is_alive = alive[postings.texts]
    return pack(postings.hashes[is_alive], anchor_ranks[postings.texts[is_alive]])
