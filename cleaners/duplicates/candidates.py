"""Find the few pairs of texts that may be copies, by what their sketches share.

Each hash of a sketch ties the texts that have it to the ANCHORS first of them: the longest. A hash
that stands in few texts so ties each to every other; one that stands in many costs no more for each
of them, and yet a story with a thousand copies holds together, as most are tied to its longest copy.
What ties two texts hangs on the set of all texts alone, not on the order in which they came. A text
that comes later can tie, and as an anchor it can take the place of another: then ties are lost too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import distinct, gather, holds, is_first, joined
from cleaners.duplicates.hashing import Hashes, Hashes32, Numbers

ANCHORS = 4
LEAST_SHARED = 2  # ties
LEAST_SHARE = 0.08  # of the smaller sketch
BANDS = 16
BAND_SHIFT = np.uint32(28)

_WORD = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Postings:
    """Which text has which hash in its sketch: sorted by hash, then by the place of the text."""

    hashes: Hashes32
    texts: Hashes32

    @classmethod
    def of(cls, hashes: Hashes32, texts: Hashes32, places: Hashes32) -> Postings:
        """Sort. `places` has the place of every text, by its number."""
        codes = np.sort(hashes.astype(np.uint64) << _WORD | places[texts])
        by_place = np.empty(len(places), np.uint32)
        by_place[places] = np.arange(len(places), dtype=np.uint32)
        return cls(
            (codes >> _WORD).astype(np.uint32), by_place[codes.astype(np.uint32)]
        )

    def bands(self) -> Bands:
        """Divide the hashes into BANDS equal stretches."""
        ends = np.searchsorted(self.hashes >> BAND_SHIFT, np.arange(1, BANDS + 1))
        starts = np.r_[0, ends[:-1]]
        parts = (
            slice(start, end)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        )
        return tuple(Postings(self.hashes[part], self.texts[part]) for part in parts)


Bands: TypeAlias = tuple[
    Postings, ...
]  # what one search added, or several did: one for each band


def merge(
    runs: Sequence[Postings], places: Hashes32, alive: NDArray[np.bool_]
) -> Postings:
    """Make one of several runs, without texts that are not alive."""
    every = joined(*runs)
    living = alive[every.texts]
    return Postings.of(every.hashes[living], every.texts[living], places)


@dataclass(frozen=True, slots=True)
class Ties:
    """What changes when fresh texts come, and dead ones go. A pair is a number: later text << 32 | earlier.

    `gained` has a pair with a fresh text as often as hashes tie it; `lost` proved pairs of earlier
    texts as often as hashes no longer tie them. `risen` are earlier texts that took the place of a
    dead anchor: they have gained ties among themselves.
    """

    gained: Hashes
    lost: Hashes
    risen: Hashes32


@dataclass(frozen=True, slots=True)
class Population:
    """All texts: their places in the order of anchors, and which were there before and are there now.

    Texts from `first_fresh` on are new.
    """

    places: Hashes32
    were: NDArray[np.bool_]
    are: NDArray[np.bool_]
    first_fresh: int

    @property
    def newly_dead(self) -> NDArray[np.bool_]:
        """Tell which texts were there and are no longer."""
        return self.were & ~self.are


@dataclass(frozen=True, slots=True)
class _Lists:
    """Texts by hash: `rank` counts within a hash, by place."""

    hashes: Hashes32
    texts: Hashes32
    rank: Numbers

    @classmethod
    def of(
        cls,
        postings: Sequence[Postings],
        population: Population,
        present: NDArray[np.bool_],
    ) -> _Lists:
        """Join postings, without texts that are not present."""
        every = merge(postings, population.places, present)
        starts = np.flatnonzero(is_first(every.hashes))
        rank = np.arange(len(every.hashes)) - np.repeat(
            starts, np.diff(starts, append=len(every.hashes))
        )
        return cls(every.hashes, every.texts, rank)

    def ties(self) -> Hashes:
        """Tie every text to the anchors before it."""
        found = [np.empty(0, np.uint64)]
        for back in range(ANCHORS):
            later = np.flatnonzero(self.rank > back)
            anchors = self.texts[later - self.rank[later] + back]
            found.append(self.texts[later].astype(np.uint64) << _WORD | anchors)
        return np.concatenate(found)


def find_ties(
    fresh: Postings, earlier: Sequence[Postings], population: Population, proved: Hashes
) -> Ties:
    """Find what ties fresh texts to each other and to earlier ones, in one band.

    `proved` are pairs of earlier texts, sorted.
    """
    dead = (
        [run.hashes[population.newly_dead[run.texts]] for run in earlier]
        if population.newly_dead.any()
        else []
    )
    wanted = distinct(np.concatenate([fresh.hashes, *dead]))
    heads = [_take(run, wanted, ANCHORS) for run in earlier]
    first = _Lists.of([fresh, *heads], population, population.are)
    reshaped = [
        first.hashes[(first.rank < ANCHORS) & (first.texts >= population.first_fresh)],
        *dead,
    ]
    reshaped += [
        head.hashes[~population.are[head.texts]] for head in heads
    ]  # these hide what stands below them
    again = distinct(np.concatenate(reshaped))
    whole = [_take(run, again) for run in earlier]
    rest = [_without(head, again) for head in heads]
    after = _Lists.of([fresh, *whole, *rest], population, population.are)
    before = _Lists.of(
        [Postings(fresh.hashes[:0], fresh.texts[:0]), *whole],
        population,
        population.were,
    )
    ties = after.ties()
    is_fresh = (ties >> _WORD >= population.first_fresh) | (
        ties.astype(np.uint32) >= population.first_fresh
    )
    return Ties(
        ties[is_fresh],
        _lost(before.ties(), ties[~is_fresh], proved),
        _risen(before, after, again, dead),
    )


def _take(run: Postings, hashes: Hashes32, most: int | None = None) -> Postings:
    at = gather(run.hashes, hashes, hashes, most)
    return Postings(run.hashes[at], run.texts[at])


def _without(postings: Postings, hashes: Hashes32) -> Postings:
    kept = ~holds(hashes, postings.hashes)
    return Postings(postings.hashes[kept], postings.texts[kept])


def _lost(before: Hashes, after: Hashes, proved: Hashes) -> Hashes:
    """Give the pairs that stand before more often than after, as often as the difference."""
    before, after = (ties[holds(proved, ties)] for ties in (before, after))
    pairs, counts = np.unique(before, return_counts=True)
    left = np.searchsorted(np.sort(after), pairs, "right") - np.searchsorted(
        np.sort(after), pairs, "left"
    )
    return np.repeat(pairs, np.maximum(counts - left, 0))


def _risen(
    before: _Lists, after: _Lists, again: Hashes32, dead: Sequence[Hashes32]
) -> Hashes32:
    """Find anchors of whole lists that were no anchors before, though they were there."""
    if not dead:
        return np.empty(0, np.uint32)
    whole = holds(again, after.hashes) & (after.rank < ANCHORS)
    now, then = (
        lists.hashes[kept].astype(np.uint64) << _WORD | lists.texts[kept]
        for lists, kept in ((after, whole), (before, before.rank >= ANCHORS))
    )
    return np.unique(np.intersect1d(now, then).astype(np.uint32))


def choose_pairs(ties: Hashes, sizes: Hashes32) -> tuple[Hashes, Numbers]:
    """Choose the pairs with enough ties for the sizes of their sketches; count those ties."""
    pairs, counts = np.unique(ties, return_counts=True)
    enough = are_enough(pairs, counts, sizes)
    return pairs[enough], counts[enough]


def are_enough(
    pairs: Hashes, ties: Numbers | Hashes32, sizes: Hashes32
) -> NDArray[np.bool_]:
    """Tell which pairs have enough ties."""
    smaller = np.minimum(sizes[pairs >> _WORD], sizes[pairs.astype(np.uint32)])
    enough: NDArray[np.bool_] = ties >= np.maximum(LEAST_SHARED, LEAST_SHARE * smaller)
    return enough
