"""Linked pairs: how many hashes two texts share, and which pairs are candidates.

There are hundreds for each text, so they may be in files, and are looked through in ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    high_half,
    low_half,
    sort_unique,
    starts_run,
    take_rows,
)

MIN_LINKS = 2  # of a candidate pair; one shared hash is often chance (not tuned)
MIN_LINK_SHARE = 0.05  # of the smaller signature; chosen on made copies
# Linked pairs that are looked through at once: a guard on memory, some 100 MB. Not tuned.
PAIRS_AT_ONCE = 2_000_000
SAMPLED = 1_024  # linked pairs for each one by which they are divided; not tuned


@dataclass(frozen=True, slots=True)
class LinkedPairs:
    """Pairs of texts, sorted, with the number of hashes that link each.

    A pair is packed as text << 32 | anchor, the anchor being the longer one (by anchor
    rank).
    """

    pairs: UInt64Array
    links: UInt32Array

    @classmethod
    def of(cls, links: UInt64Array) -> LinkedPairs:
        """Count the links of pairs, which are there once for each link."""
        ordered = np.sort(links)
        starts = np.flatnonzero(starts_run(ordered))
        counts = np.diff(starts, append=len(ordered))
        return cls(ordered[starts], counts.astype(np.uint32))

    def merged(self) -> LinkedPairs:
        """Add up the links of pairs that are there several times, in any order."""
        order = np.argsort(
            self.pairs,
            kind="stable",
        )
        ordered = take_rows(
            self,
            order,
        )
        starts = np.flatnonzero(starts_run(ordered.pairs))
        if not len(starts):
            return self
        links = np.add.reduceat(
            ordered.links,
            starts,
        )
        return LinkedPairs(
            ordered.pairs[starts],
            links,
        )


OpenPairs: TypeAlias = Callable[[], Sequence[LinkedPairs]]
"""Gives linked pairs, part by part, whenever it is called: they may be mapped from a file."""


def select_candidates(opened: Sequence[OpenPairs], sizes: UInt32Array) -> LinkedPairs:
    """Return the pairs that have enough links in all parts together.

    `sizes` has the size of each text's signature.
    """
    selected = [_without_pairs()]
    for ends in pairwise(_bounds(opened)):
        linked = _between(opened, *ends).merged()
        enough = have_enough_links(linked.pairs, linked.links, sizes)
        selected.append(take_rows(linked, enough))
    return concat_tables(*selected)


def _without_pairs() -> LinkedPairs:
    return LinkedPairs(np.empty(0, np.uint64), np.empty(0, np.uint32))


def _bounds(opened: Sequence[OpenPairs]) -> list[np.uint64 | None]:
    """Divide pairs, so that some PAIRS_AT_ONCE of all parts are between two bounds."""
    samples = [
        np.empty(
            0,
            np.uint64,
        )
    ]
    for open_pairs in opened:
        samples += [part.pairs[::SAMPLED].copy() for part in open_pairs()]
    ordered = np.sort(np.concatenate(samples))
    step = PAIRS_AT_ONCE // SAMPLED
    inner = sort_unique(ordered[step::step])
    return [None, *inner, None]


def _between(
    opened: Sequence[OpenPairs], first: np.uint64 | None, end: np.uint64 | None
) -> LinkedPairs:
    """Return the pairs from the first to before the end, of all parts."""
    chosen = [_without_pairs()]
    for open_pairs in opened:
        for part in open_pairs():
            start = (
                0
                if first is None
                else np.searchsorted(
                    part.pairs,
                    first,
                )
            )
            stop = (
                None
                if end is None
                else np.searchsorted(
                    part.pairs,
                    end,
                )
            )
            chosen.append(
                take_rows(
                    part,
                    slice(start, stop),
                )
            )
    return concat_tables(*chosen)


def have_enough_links(
    pairs: UInt64Array, links: Int64Array | UInt32Array, sizes: UInt32Array
) -> BoolArray:
    """Return a mask of the pairs with enough links for the sizes of their signatures."""
    smaller = np.minimum(sizes[high_half(pairs)], sizes[low_half(pairs)])
    enough: BoolArray = links >= np.maximum(MIN_LINKS, MIN_LINK_SHARE * smaller)
    return enough
