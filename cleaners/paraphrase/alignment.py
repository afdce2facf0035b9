"""Another copy of a spun text says what its words were: align the two word by word.

A genuine copy of the same text beats any lexicon, where the words around a place agree. The same
alignment yields pairs that a lexicon may learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaners.draft import Edit
from cleaners.paraphrase.lexicon import LONGEST, Lexicon
from cleaners.paraphrase.words import Word, sentences

COPY = "paraphrase/copy"
AROUND = 4  # words on each side of a place that are looked at
AGREEING = 0.35  # share of these that must be the same
SURE = 0.98  # confidence of a place whose pair the lexicon knows, or around which all words are the same
UNSURE = 0.9  # confidence of any other, before the words around it speak
SAME_TEXT = 0.4  # share of a text's words that stand, in order, in a copy of it; spinners change .26 to .56
KEPT = frozenset(("number", "fixed", "quote", "comma"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Other texts that say something of this one, none of them spun.

    `copies` are near-duplicates of the text as it was before; `siblings` are independent articles on
    the same event.
    """

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


class AlignedPair(NamedTuple):
    """A phrase of an original and what a spun copy has in its place, in lower case, with words around it."""

    original: str
    spun: str
    context: str


class _Block(NamedTuple):
    """The words from `start` to `end` of a spun text, and from `first` to `last` of its copy, in place of them."""

    start: int
    end: int
    first: int
    last: int
    agreeing: float


def aligned_pairs(spun: str, original: str) -> Iterator[AlignedPair]:
    """Yield the phrases of up to five words that differ between a spun text and its original.

    Only places between words that agree count, and nothing at all where the texts are no copies.
    """
    ours, theirs = _words(spun), _words(original)
    for block in _blocks(ours, theirs):
        place = _Place(ours[block.start : block.end], theirs[block.first : block.last], block.agreeing)
        if place.is_a_substitution:
            around = ours[max(0, block.start - AROUND)].start, ours[min(len(ours), block.end + AROUND) - 1].end
            context = " ".join(spun[slice(*around)].split())
            yield AlignedPair(_phrase(original, place.theirs), _phrase(spun, place.ours), context)


def copy_edits(text: str, copies: Sequence[str], known: Lexicon) -> tuple[list[Edit], list[tuple[int, int]]]:
    """Return the edits that the first fitting copy calls for, and the stretches of the text that it settles."""
    for copy in copies:
        ours = _words(text)
        theirs = _words(copy)
        blocks = list(_blocks(ours, theirs))
        if blocks:
            places = [_Place(ours[b.start : b.end], theirs[b.first : b.last], b.agreeing) for b in blocks]
            edits = [_edit(text, copy, place, known) for place in places if place.is_a_substitution]
            return edits, list(_settled(ours, theirs))
    return [], []


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of a spun text, those of the copy in their place, and the share of the words around that agree."""

    ours: list[Word]
    theirs: list[Word]
    agreeing: float

    @property
    def is_a_substitution(self) -> bool:
        """Whether a spinner can have made it: numbers, signs and insertions are no spinner's work."""
        kinds = {word.kind for word in (*self.ours, *self.theirs)}
        return bool(self.ours and self.theirs) and not KEPT.intersection(kinds)

    def sureness(self, known: Lexicon) -> float:
        """Say how sure it is that the copy has the original."""
        spun, original = (tuple(word.form for word in words) for words in (self.ours, self.theirs))
        if any(candidate.forms == original for candidate in known.candidates.get(spun, ())):
            return SURE
        return round(UNSURE + (SURE - UNSURE) * self.agreeing, 3)


def _edit(text: str, copy: str, place: _Place, known: Lexicon) -> Edit:
    """Write what the copy has over what the text has."""
    start, end = place.ours[0].start, place.ours[-1].end
    written = copy[place.theirs[0].start : place.theirs[-1].end]
    sureness = place.sureness(known)
    return Edit(start, end, written, COPY, sureness, ((text[start:end], round(1 - sureness, 3)),))


def _blocks(ours: list[Word], theirs: list[Word]) -> Iterator[_Block]:
    """Yield the places that differ, short and between words that agree, if one text is a copy of the other."""
    same = _same(ours, theirs)
    if len(same) < SAME_TEXT * min(len(ours), len(theirs)):
        return
    agrees = [False] * (len(ours) + 2 * AROUND)
    for at, _ in same:
        agrees[at + AROUND] = True
    for (before, left), (after, right) in zip([(-1, -1), *same], [*same, (len(ours), len(theirs))], strict=True):
        start, end, first, last = before + 1, after, left + 1, right
        if max(end - start, last - first) in range(1, LONGEST + 1):
            around = (*agrees[start : start + AROUND], *agrees[end + AROUND : end + 2 * AROUND])
            if sum(around) >= AGREEING * len(around):
                yield _Block(start, end, first, last, sum(around) / len(around))


def _settled(ours: list[Word], theirs: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text that stand in the copy word for word, or nearly."""
    same = _same(ours, theirs)
    for (before, left), (after, right) in pairwise(same):
        if after - before <= LONGEST + 1 and right - left <= LONGEST + 1:
            yield ours[before].start, ours[after].end


def _same(ours: list[Word], theirs: list[Word]) -> list[tuple[int, int]]:
    """Pair the words that both texts have, in order."""
    codes = Levenshtein.opcodes([word.form for word in ours], [word.form for word in theirs])
    equal = [code for code in codes if code.tag == "equal"]
    return [(code.src_start + n, code.dest_start + n) for code in equal for n in range(code.src_end - code.src_start)]


def _words(text: str) -> list[Word]:
    return list(chain.from_iterable(sentences(text)))


def _phrase(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].lower().replace("’", "'").split())
