"""Retellings: an article that tells what another one tells, in the same order and other words.

A text that was translated to and fro, or rewritten by a model, keeps the figures and names
of its original in their order, and many of its long words, in all of its parts. Articles
by two outlets on one event have as many names in common, but in another order, and
articles that quote one statement share words in one part only.

Where most words are left, `rewriting` tells. docs/duplicates.md says how many are found.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import LCSseq

from cleaners.duplicates.columns import BoolArray, UInt32Array
from cleaners.duplicates.shared_words import MIN_SLOT_SHARE, Verification
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import FLAG_BITS, IS_ENTITY, IS_LONG

# Share of the shorter text's figures and names that the other has in the same order: real
# retellings have .70 and more, articles on one event .57 and less.
MIN_MARKS_IN_ORDER = 0.65
MIN_MARKS = 8  # in the text that has fewer; of fewer, many agree by chance (not tuned)
# The same of figures, names and long words; .34 and more, against .33 and less.
MIN_WORDS_IN_ORDER = 0.33
# Both texts are cut into so many parts. In all but one of them at least this share is in
# the other text; articles on one event have .2 and less in two of the shorter one's.
PARTS = 5
MIN_OF_PART = 0.2
# Share of the words in common that are in one passage: more is a quotation (not tuned).
MAX_PASSAGE_SHARE = 0.5


def is_retelling(one: TextWords, other: TextWords, found: Verification) -> bool:
    """Return whether one of two texts retells the other. `found` is what they share."""
    if found.slot_share >= MIN_SLOT_SHARE or _is_one_passage(found):
        return False
    return _have_marks_in_order(one, other) and _have_words_in_order(one, other)


def _is_one_passage(found: Verification) -> bool:
    """Return whether most words in common are in one passage."""
    return found.has_passage and found.passage > MAX_PASSAGE_SHARE * found.matched


def _have_marks_in_order(one: TextWords, other: TextWords) -> bool:
    """Return whether two texts have enough figures and names in the same order."""
    marks, others = _flagged(one, IS_ENTITY), _flagged(other, IS_ENTITY)
    fewer = min(len(marks), len(others))
    if fewer < MIN_MARKS:
        return False
    in_order = LCSseq.similarity(marks, others)
    return in_order >= MIN_MARKS_IN_ORDER * fewer


def _have_words_in_order(one: TextWords, other: TextWords) -> bool:
    """Return whether two texts have enough words in the same order, in all their parts."""
    here, there = _in_order(one, other)
    fewer = min(len(here), len(there))
    if here.sum() < MIN_WORDS_IN_ORDER * fewer:
        return False
    return _are_in_all_parts(here) and _are_in_all_parts(there)


def _in_order(one: TextWords, other: TextWords) -> tuple[BoolArray, BoolArray]:
    """Return masks of the figures, names and long words that both have in order."""
    words, others = (_flagged(text, IS_ENTITY | IS_LONG) for text in (one, other))
    matches = LCSseq.opcodes(words, others).as_matching_blocks()
    here = ((block.a, block.size) for block in matches)
    there = ((block.b, block.size) for block in matches)
    return _mask(len(words), here), _mask(len(others), there)


def _flagged(text: TextWords, flags: np.uint32) -> list[int]:
    """Return the words that have one of some flags."""
    words: UInt32Array = text.words[text.words & flags != 0]
    numbers: list[int] = (words >> FLAG_BITS).tolist()
    return numbers


def _mask(length: int, blocks: Iterable[tuple[int, int]]) -> BoolArray:
    """Return a mask of the words in blocks of (start, size)."""
    mask = np.zeros(length, np.bool_)
    for start, size in blocks:
        mask[start : start + size] = True
    return mask


def _are_in_all_parts(mask: BoolArray) -> bool:
    """Return whether enough words are selected in each part but one."""
    shares = [part.mean() for part in np.array_split(mask, PARTS)]
    _, second, *_ = sorted(shares)
    return bool(second >= MIN_OF_PART)
