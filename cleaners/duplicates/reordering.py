"""Reordered copies: the same paragraphs in another order.

The alignment goes through both texts in one order, so that of a list that is told from its
end it finds one item. Here each word is aligned with the place where the words around it
stand in the other text, wherever that is. This is asked only where the alignment finds too
little, though the texts have nearly all of their long words in common.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from rapidfuzz.distance import MatchingBlock

from cleaners.duplicates.alignment import Alignment, alignment_of
from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    starts_run,
)
from cleaners.duplicates.hashing import mix64
from cleaners.duplicates.text_words import TextWords

SHINGLE = 4  # words by which a place is known: fewer recur within a text (not tuned)
# Share of the long words of the text that has fewer. A guard on time.
MIN_SHARED_LONG_WORDS = 0.75
NO_OFFSET = np.iinfo(np.int64).min


def may_be_reordered(shorter: TextWords, longer: TextWords) -> bool:
    """Return whether a text may have most of the other's words in another order."""
    fewer = min(len(shorter.long_words), len(longer.long_words))
    shared = len(shorter.long_words & longer.long_words)
    return fewer > 0 and shared >= MIN_SHARED_LONG_WORDS * fewer


def align_reordered(shorter: TextWords, longer: TextWords) -> Alignment:
    """Align the words of two texts, whatever the order of their passages."""
    offsets = _offsets(shorter.classes, longer.classes)
    return alignment_of(_blocks(offsets), len(shorter))


def _offsets(words: UInt32Array, others: UInt32Array) -> Int64Array:
    """Return how far after each word its match is in the other text, or NO_OFFSET."""
    offsets = np.full(len(words), NO_OFFSET)
    places, other_places = _same_shingles(words, others)
    for within in range(SHINGLE):
        offsets[places + within] = other_places - places
    forward = _filled(offsets)
    backward = _filled(offsets[::-1])[::-1]
    for filled in (forward, backward):
        is_open = offsets == NO_OFFSET
        is_match = is_open & _match(words, others, filled)
        offsets[is_match] = filled[is_match]
    return offsets


def _same_shingles(
    words: UInt32Array, others: UInt32Array
) -> tuple[Int64Array, Int64Array]:
    """Return the places of the shingles that both texts have, and have once."""
    shingles, places = _single_shingles(words)
    other_shingles, other_places = _single_shingles(others)
    _, rows, other_rows = np.intersect1d(
        shingles, other_shingles, assume_unique=True, return_indices=True
    )
    return places[rows], other_places[other_rows]


def _single_shingles(words: UInt32Array) -> tuple[UInt64Array, Int64Array]:
    """Return the hash of every few words in a row that are there once, and their places."""
    count = max(0, len(words) - SHINGLE + 1)
    hashes = np.zeros(count, np.uint64)
    for within in range(SHINGLE):
        hashes = mix64(hashes + words[within : within + count])
    shingles, places, counts = np.unique(hashes, return_index=True, return_counts=True)
    return shingles[counts == 1], places[counts == 1]


def _filled(offsets: Int64Array) -> Int64Array:
    """Return the offset of the last word before each that has one, itself included."""
    places = np.where(offsets != NO_OFFSET, np.arange(len(offsets)), 0)
    filled: Int64Array = offsets[np.maximum.accumulate(places)]
    return filled


def _match(words: UInt32Array, others: UInt32Array, offsets: Int64Array) -> BoolArray:
    """Return which words have the same word at an offset."""
    is_known = offsets != NO_OFFSET
    places = np.arange(len(words)) + np.where(is_known, offsets, 0)
    is_inside = is_known & (places >= 0) & (places < len(others))
    match: BoolArray = is_inside & (words == others[np.where(is_inside, places, 0)])
    return match


def _blocks(offsets: Int64Array) -> Iterator[MatchingBlock]:
    """Yield the words in a row that match as many in a row."""
    starts = np.flatnonzero(starts_run(offsets))
    sizes = np.diff(starts, append=len(offsets))
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        offset = int(offsets[start])
        if offset != NO_OFFSET:
            yield MatchingBlock(start, start + offset, size)
