"""Prove a pair to a reader: what two texts share, word for word, and what differs in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from cleaners.duplicates.alignment import Alignment, Gap, align
from cleaners.duplicates.comparison import compare
from cleaners.duplicates.hashing import WORD, normalise
from cleaners.duplicates.relation import Relation, relation_of
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.words import IS_ENTITY, tokenise

CONTEXT = 4  # words before a slot that are shown with it


class Verdict(StrEnum):
    """What two texts are to each other."""

    COPIES = "copies"
    FORM = "same form"
    QUOTATION = "shared passage"
    RETELLING = "retelling"
    OTHERS = "different texts"


VERDICTS = {
    Relation.SAME_FORM: Verdict.FORM,
    Relation.RETELLS: Verdict.RETELLING,
    Relation.QUOTES: Verdict.QUOTATION,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in shared words where both texts have a figure or name, and these differ.

    `before` are the words in front of it, which both have.
    """

    before: str
    words: str
    other_words: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What two texts have in common. `shared` and `slots` are in the order of the texts."""

    verdict: Verdict
    verification: Verification
    shared: tuple[str, ...]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text, where its words are in it, and the words as the search reads them."""

    text: str
    spans: Sequence[tuple[int, int]]
    words: TextWords

    @classmethod
    def of(cls, text: str, classes: WordClasses) -> _Reading:
        """Read a text as the search does."""
        normal = normalise(text)
        spans = [found.span() for found in WORD.finditer(normal)]
        batch = tokenise([normal], classes)
        words = TextWords(batch.words, batch.classes)
        return cls(normal, spans, words)

    def written(self, start: int, end: int) -> str:
        """Return words as they are written."""
        if start >= end:
            return ""
        first, _ = self.spans[start]
        _, last = self.spans[end - 1]
        return self.text[first:last]

    def has_mark(self, start: int, end: int) -> bool:
        """Return whether there is a figure or a name among words."""
        return bool((self.words.words[start:end] & IS_ENTITY).any())


def prove(one: str, other: str, classes: WordClasses, *, spun: bool = False) -> Proof:
    """Compare two texts as the search does; `spun` if one of them is known to be."""
    left = _Reading.of(one, classes)
    right = _Reading.of(other, classes)
    if len(left.words) <= len(right.words):
        return _prove(left, right, spun=spun)
    return _turned_proof(_prove(right, left, spun=spun))


def _turned_proof(proof: Proof) -> Proof:
    """Return a proof as the other text sees it."""
    slots = map(_turned, proof.slots)
    return replace(proof, slots=tuple(slots))


def _prove(shorter: _Reading, longer: _Reading, *, spun: bool) -> Proof:
    verification = compare(shorter.words, longer.words)
    alignment = align(shorter.words, longer.words)
    shared = _shared(shorter, alignment)
    slots = _slots(shorter, longer, alignment.gaps)
    verdict = _verdict(verification, spun=spun)
    return Proof(verdict, verification, tuple(shared), _distinct(slots))


def _verdict(verification: Verification, *, spun: bool) -> Verdict:
    if verification.are_copies(spun=spun):
        return Verdict.COPIES
    verdict = VERDICTS.get(relation_of(verification), Verdict.OTHERS)
    has_shared = verification.is_verified and verification.is_quotation
    if verdict is Verdict.OTHERS and has_shared:
        return Verdict.QUOTATION
    return verdict


def _shared(text: _Reading, alignment: Alignment) -> Iterator[str]:
    """Yield the passages that match word by word, as the text has them."""
    for block in alignment.matches:
        yield text.written(block.a, block.a + block.size)


def _slots(left: _Reading, right: _Reading, gaps: Sequence[Gap]) -> Iterator[Slot]:
    """Yield the places at which both texts have a mark, and these differ."""
    for start, end, other, other_end in gaps:
        has_mark = left.has_mark(start, end)
        if has_mark and right.has_mark(other, other_end):
            before = left.written(max(0, start - CONTEXT), start)
            words = left.written(start, end)
            yield Slot(before, words, right.written(other, other_end))


def _distinct(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return the first of the slots that have the same words."""
    found: dict[tuple[str, str], Slot] = {}
    for slot in slots:
        found.setdefault((slot.words, slot.other_words), slot)
    return tuple(found.values())


def _turned(slot: Slot) -> Slot:
    """Return a slot as the other text sees it."""
    return Slot(slot.before, slot.other_words, slot.words)
