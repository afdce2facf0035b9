"""Sketches: the few numbers of a text by which its copies are looked up.

Two routes lead to a copy. Shingles of three word classes, of which those are kept whose hash is
divisible by SHARE: the same ones in every text, so that what two sketches share tells what the texts
share, even if one of them is a small part of the other (Broder, On the resemblance and containment
of documents, 1997). And figures and names, two in a row: a spinner that knows all other words leaves
most of these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import distinct
from cleaners.duplicates.hashing import HALF, Hashes, Hashes32, Numbers, stir
from cleaners.duplicates.words import IS_MARK, Words

SHINGLE = 3  # words
SHARE = 8  # one shingle in so many is kept; a power of 2
MARK_SHARE = 2  # and one pair of marks in so many
FEWEST_WORDS = (
    20  # shorter texts have no sketch: they are copies only of the same words
)
LEAST_OWN = 0.75  # share of a text's words that are not in furniture, for a sketch of these alone
# Any odd numbers serve; these are primes of xxHash64.
_FIRST, _SECOND, _THIRD = map(
    np.uint64, (11400714785074694791, 14029467366897019727, 1609587929392839161)
)


def sketch(words: Words, furniture: NDArray[np.bool_]) -> tuple[Hashes32, Numbers]:
    """Give the hashes of all sketches, and the place among the texts of each; sorted by place, then hash.

    `furniture` tells which lines are furniture. They are left out, but not where they make up much of
    a text: lines that one site repeats may be those of one story with many copies there.
    """
    own = words.keep_lines(~furniture)
    heavy = own.counts < LEAST_OWN * words.counts
    lines_of_heavy = np.repeat(heavy, np.diff(words.ends_in_lines, prepend=0))
    return _sketch(
        words.keep_lines((~furniture | lines_of_heavy) & _of_long_texts(words))
    )


def _of_long_texts(words: Words) -> NDArray[np.bool_]:
    return np.repeat(
        words.counts >= FEWEST_WORDS, np.diff(words.ends_in_lines, prepend=0)
    )


def _sketch(words: Words) -> tuple[Hashes32, Numbers]:
    wide = words.classes.astype(np.uint64)
    shingles = stir(wide[:-2] * _FIRST + wide[1:-1] * _SECOND + wide[2:] * _THIRD)
    kept = shingles & np.uint64(SHARE - 1) == 0
    for back in range(1, SHINGLE):
        last = words.ends - back
        kept[last[(last >= 0) & (last < len(kept))]] = False
    at = np.flatnonzero(kept)
    marks, places = _mark_pairs(words)
    texts = np.concatenate([np.searchsorted(words.ends, at, side="right"), places])
    hashes = np.concatenate([shingles[at], marks]) >> HALF
    both = distinct(texts.astype(np.uint64) << HALF | hashes)
    return both.astype(np.uint32), (both >> HALF).astype(np.int64)


def _mark_pairs(words: Words) -> tuple[Hashes, Numbers]:
    at = np.flatnonzero(words.plain & IS_MARK)
    places = np.searchsorted(words.ends, at, side="right")
    wide = words.plain[at].astype(np.uint64)
    pairs = stir(wide[:-1] * _SECOND + wide[1:] * _THIRD)
    kept = (places[:-1] == places[1:]) & (pairs & np.uint64(MARK_SHARE - 1) == 0)
    return pairs[kept], places[:-1][kept]
