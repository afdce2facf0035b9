"""Compare the marks of two texts: the figures and names at places that they share.

A copy keeps the marks of its original. A form that is filled in twice has the same words,
but other marks in its slots. Only places inside matching runs count, so that a paragraph
which one text adds or cuts says nothing.

Of 4,193 pairs of copies (edited, with paragraphs of another text, framed, cut, spun) the
share of marks that differ was .13 at most, and .04 in 99 of 100. Of 1,255 pairs of forms
with marks it was .18 at least (made by tests/bench/copies.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.alignment import Alignment, Gap
from cleaners.duplicates.columns import BoolArray, Int64Array, UInt32Array
from cleaners.duplicates.figures import are_figures, are_one_figure
from cleaners.duplicates.shared_words import MIN_FORM_SAME_WORDS
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import FLAG_BITS, IS_ENTITY

# Where fewer marks are shared, other words have to tell. Chosen on forms without names.
FEW_MARKS = 4
# Figures that are the same in a revised report, for each that differs. A form that tells of
# the same subject on another day has next to none of its figures left.
MIN_KEPT_FIGURES = 0.5
MIN_KEPT_NAMES = (
    2  # of fewer, too little is known of the subject; some scripts show none
)
# Times that two texts put the same two words in the same places: a form's subject.
REPEATED = 2


Words: TypeAlias = tuple[int, int]  # of the shorter and the longer text, at one place
Gaps: TypeAlias = Sequence[Gap]


@dataclass(frozen=True, slots=True)
class Marks:
    """How many marks two texts share at matching places, and how many differ there.

    A mark that is said again counts once, and so do two that differ again: a spinner that
    takes a name for a word replaces it everywhere.

    `same_words` counts the words that are the same without word classes.
    `swapped` counts the places where a word of one text stands for a word of the
    other that it never has itself, if the two do so more than once. It is counted
    only where marks are few or revised, and a form's share of the words is the same.
    `revised` if only figures differ, and others are the same: a toll rises, while the age of
    the driver stays.
    """

    same_words: int
    same: int
    differing: int
    swapped: int
    revised: bool

    @property
    def are_many(self) -> bool:
        """Return whether the marks tell enough."""
        return self.same + self.differing >= FEW_MARKS


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one text without their flags, and which of them are marks."""

    words: UInt32Array
    is_mark: BoolArray

    @classmethod
    def of(cls, text: TextWords) -> _Side:
        """Split the words of a text from their flags."""
        words = text.words
        return cls(words >> FLAG_BITS, words & IS_ENTITY != 0)

    def marks(self, start: int, end: int) -> list[int]:
        """Return the marks among some words."""
        marks: list[int] = self.words[start:end][self.is_mark[start:end]].tolist()
        return marks


def compare_marks(shorter: TextWords, longer: TextWords, alignment: Alignment) -> Marks:
    """Count the words and the marks at the places that two texts share."""
    left, right = _Side.of(shorter), _Side.of(longer)
    places = _same_places(left, right, alignment)
    same = _distinct_marks(left, places)
    differing = set(_differing(left, right, alignment.gaps))
    marks = Marks(
        same_words=len(places),
        same=len(same),
        differing=len(differing),
        swapped=0,
        revised=_are_revised(same, differing),
    )
    if _needs_swapped(marks, alignment):
        swapped = _count_swapped(left, right, alignment.gaps)
        return replace(marks, swapped=swapped)
    return marks


def _needs_swapped(marks: Marks, alignment: Alignment) -> bool:
    """Return whether marks don't tell enough, and the words are those of one form."""
    if marks.are_many and not marks.revised:
        return False
    return marks.same_words >= MIN_FORM_SAME_WORDS * alignment.aligned


def _distinct_marks(side: _Side, places: Int64Array) -> UInt32Array:
    """Return the distinct marks at some places."""
    marks = places[side.is_mark[places]]
    return np.unique(side.words[marks])


def _are_revised(same: UInt32Array, differing: AbstractSet[Words]) -> bool:
    """Return whether some figures differ, no names, and enough of both are the same."""
    if not differing:
        return False
    words = np.array(list(differing), np.uint32)
    if not are_figures(words).all():
        return False
    figures = int(are_figures(same).sum())
    has_names = len(same) - figures >= MIN_KEPT_NAMES
    return has_names and figures >= MIN_KEPT_FIGURES * len(differing)


def _same_places(left: _Side, right: _Side, alignment: Alignment) -> Int64Array:
    """Return the places of the left text where both have the same word."""
    places, others = alignment.places
    is_same = left.words[places] == right.words[others]
    same: Int64Array = places[is_same]
    return same


def _differing(left: _Side, right: _Side, gaps: Gaps) -> Iterator[Words]:
    """Yield the marks of each gap that has some in both texts, pair by pair."""
    for start, end, other, other_end in gaps:
        marks = left.marks(start, end)
        other_marks = right.marks(other, other_end)
        for pair in zip(marks, other_marks, strict=False):
            if not are_one_figure(*pair):
                yield pair


def _count_swapped(left: _Side, right: _Side, gaps: Gaps) -> int:
    """Count the places of word pairs that the texts swap throughout (see `Marks`)."""
    pairs = Counter(_swapped_words(left, right, gaps))
    own = set(left.words.tolist())
    others = set(right.words.tolist())
    count = 0
    for (one, other), times in pairs.items():
        is_swapped = one not in others and other not in own
        if is_swapped and times >= REPEATED:
            count += times
    return count


def _swapped_words(left: _Side, right: _Side, gaps: Gaps) -> Iterator[Words]:
    """Yield the two words of each gap that has one in either text."""
    for start, end, other, other_end in gaps:
        if end - start == other_end - other == 1:
            yield int(left.words[start]), int(right.words[other])
