"""Another copy of a spun text says what its words were: align the two word by word.

The alignment shows where the two differ between words that agree. From there `copies` puts words back;
and pairs of words that a lexicon may learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaners.paraphrase.lexicon import LONGEST
from cleaners.paraphrase.words import Word, sentences

AROUND = 4  # words on each side of a place that are looked at
AGREEING = 0.35  # share of these that must be the same
SAME_TEXT = 0.4  # share of a text's words that stand, in order, in a copy of it; spinners change .26 to .56
KEPT = frozenset(("number", "fixed", "quote", "comma"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Other texts that say something of this one, none of them spun.

    `copies` are near-duplicates of the text as it was before, or of parts of it, the most telling first;
    `siblings` are independent articles on the same event.
    """

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


class AlignedPair(NamedTuple):
    """A phrase of an original and what a spun copy has in its place, in lower case, with words around it."""

    original: str
    spun: str
    context: str


class Block(NamedTuple):
    """The words from `start` to `end` of a spun text, and from `first` to `last` of its copy, in place of them.

    `agreeing` is the share of the words around that are the same; `is_edge` says that there are none on one side.
    """

    start: int
    end: int
    first: int
    last: int
    agreeing: float
    is_edge: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a text and of a copy, and the pairs of places, in order, at which they are the same."""

    ours: list[Word]
    theirs: list[Word]
    same: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, copy: str) -> Alignment:
        """Align two texts."""
        ours, theirs = (
            list(chain.from_iterable(sentences(each))) for each in (text, copy)
        )
        codes = Levenshtein.opcodes(forms_of(ours), forms_of(theirs))
        equal = (code for code in codes if code.tag == "equal")
        same = [
            (code.src_start + n, code.dest_start + n)
            for code in equal
            for n in range(code.src_end - code.src_start)
        ]
        return cls(ours, theirs, _slid(same, ours))

    def blocks(self) -> Iterator[Block]:
        """Yield the places that differ, short and between words that agree, if one text is a copy of the other."""
        count = len(self.ours)
        if len(self.same) < SAME_TEXT * min(count, len(self.theirs)):
            return
        agrees = [False] * (count + 2 * AROUND)
        for at, _ in self.same:
            agrees[at + AROUND] = True
        ends = (count, len(self.theirs))
        for (before, left), (after, right) in zip(
            [(-1, -1), *self.same], [*self.same, ends], strict=True
        ):
            start, end, first, last = before + 1, after, left + 1, right
            if max(end - start, last - first) in range(1, LONGEST + 1):
                around = (
                    *agrees[start : start + AROUND],
                    *agrees[end + AROUND : end + 2 * AROUND],
                )
                if sum(around) >= AGREEING * len(around):
                    is_edge = before < 0 or after == count
                    yield Block(
                        start, end, first, last, sum(around) / len(around), is_edge
                    )


def aligned_pairs(spun: str, original: str) -> Iterator[AlignedPair]:
    """Yield the phrases of up to five words that differ between a spun text and its original.

    Only places between words that agree count, and nothing at all where the texts are no copies.
    """
    aligned = Alignment.of(spun, original)
    ours = aligned.ours
    for block in aligned.blocks():
        place, behind = (
            ours[block.start : block.end],
            aligned.theirs[block.first : block.last],
        )
        if are_words(place, behind):
            around = (
                ours[max(0, block.start - AROUND)].start,
                ours[min(len(ours), block.end + AROUND) - 1].end,
            )
            context = " ".join(spun[slice(*around)].split())
            yield AlignedPair(_phrase(original, behind), _phrase(spun, place), context)


def are_words(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether a spinner can have put one for the other: numbers, signs and insertions are no spinner's work."""
    return bool(ours and theirs) and KEPT.isdisjoint(
        word.kind for word in (*ours, *theirs)
    )


def forms_of(words: Sequence[Word]) -> tuple[str, ...]:
    """List the words as the lexicon has them."""
    return tuple(word.form for word in words)


def _slid(
    same: Sequence[tuple[int, int]], ours: Sequence[Word]
) -> list[tuple[int, int]]:
    """Of two equal words around what only the text has, match the one that keeps a replaced phrase together.

    In "in the course of the last year" for "during the last year" that is the second "the".
    """
    slid: list[tuple[int, int]] = []
    for (at, there), (after, beyond) in zip(same, [*same, (-1, -1)][1:], strict=True):
        before, left = slid[-1] if slid else (-1, -1)
        begins_a_place = at > before + 1 or there > left + 1
        only_ours = beyond == there + 1 and after > at + 1
        moves = begins_a_place and only_ours and ours[after - 1].form == ours[at].form
        slid.append((after - 1, there) if moves else (at, there))
    return slid


def _phrase(text: str, words: Sequence[Word]) -> str:
    return " ".join(
        text[words[0].start : words[-1].end].lower().replace("’", "'").split()
    )
