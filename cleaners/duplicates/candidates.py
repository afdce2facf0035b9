"""Find the few pairs of texts that may be copies, by the rare shingles that they share.

A shingle of three words that stands in few texts ties each of them to every other; one that stands
in many ties a text only to the one before it and to the first. So the work grows with the number of
texts and not with its square, and yet a story with a thousand copies holds together: its best copy
is ranked first, and the others are tied to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.words import Shingles

RARE = 12  # texts: up to this many, a shingle ties all of them
COMMON = 1000  # texts: beyond this many, or this share of all, a shingle ties none
COMMON_SHARE = 0.05
LEAST_SHARED = 4  # shingles. Copies by real spinners share at least .12 of them, so .03 loses none
LEAST_SHARE = 0.03
MOST_CANDIDATES = 8  # for one text, those that share most

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Postings:
    """Every (shingle, text) pair, sorted: `place` counts inside the shingle, `spread` is its number of texts."""

    texts: Numbers
    place: Numbers
    spread: Numbers

    @classmethod
    def of(cls, shingles: Sequence[Shingles], sizes: Numbers) -> _Postings:
        """Sort the shingles of all texts; those of one text only tie nothing and are left out."""
        every = np.concatenate(shingles)
        order = np.argsort(every, kind="stable")
        every = every[order]
        starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]])
        spread = np.diff(np.r_[starts, len(every)])
        texts = np.repeat(np.arange(len(sizes)), sizes)[order[np.repeat(spread > 1, spread)]]
        spread = spread[spread > 1]
        place = np.arange(len(texts)) - np.repeat(np.cumsum(spread) - spread, spread)
        return cls(texts, place, np.repeat(spread, spread))


def find_neighbours(shingles: Sequence[Shingles]) -> list[list[int]]:
    """List for every text, by its number, the texts that it may be a copy of, and the reverse.

    The texts come in the order of their rank. Most shared shingles first.
    """
    neighbours: list[list[int]] = [[] for _ in shingles]
    sizes = np.array([len(found) for found in shingles], dtype=np.int64)
    if not sizes.sum():
        return neighbours
    ties = _ties(_Postings.of(shingles, sizes), len(shingles))
    for first, second in zip(*_strongest(ties, sizes), strict=True):
        neighbours[first].append(second)
        neighbours[second].append(first)
    return neighbours


def _ties(postings: _Postings, count: int) -> Numbers:
    """Give one number for each shingle that ties two texts: first * count + second."""
    texts, place, spread = postings.texts, postings.place, postings.spread
    common = spread > max(COMMON, COMMON_SHARE * count)
    ties = []
    for back in range(1, RARE):
        here = np.flatnonzero((place >= back) & ((spread <= RARE) | ((back == 1) & ~common)))
        ties.append(texts[here - back] * count + texts[here])
    here = np.flatnonzero((place > 1) & (spread > RARE) & ~common)
    ties.append(texts[here - place[here]] * count + texts[here])
    return np.concatenate(ties)


def _strongest(ties: Numbers, sizes: Numbers) -> tuple[list[int], list[int]]:
    """Keep the pairs that share enough, and of each text's pairs with earlier texts the strongest."""
    pairs, shared = np.unique(ties, return_counts=True)
    first, second = np.divmod(pairs, len(sizes))
    enough = shared >= np.maximum(LEAST_SHARED, LEAST_SHARE * np.minimum(sizes[first], sizes[second]))
    first, second, shared = first[enough], second[enough], shared[enough]
    order = np.lexsort((first, -shared, second))
    first, second = first[order], second[order]
    place = np.arange(len(second)) - np.searchsorted(second, second)
    kept = place < MOST_CANDIDATES
    return first[kept].tolist(), second[kept].tolist()
