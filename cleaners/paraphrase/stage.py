"""The paraphrase stage: whether a text is spun, and if so, what it said before."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby

from cleaners.article import Spinning
from cleaners.draft import Edit
from cleaners.paraphrase import gate, language_model, lexicon, topics
from cleaners.paraphrase.decoder import Choice, Decoder, Document, Reading
from cleaners.paraphrase.restoration import Rival, changes
from cleaners.paraphrase.spelling import respells_against
from cleaners.paraphrase.words import Word, sentences


class OperatingPoint(StrEnum):
    """How sure an edit must be: readable mends more, conservative breaks less."""

    READABLE = "readable"
    CONSERVATIVE = "conservative"


MODALS = frozenset(("can", "could", "may", "might", "must", "shall", "should", "will", "would"))
MODAL_FLOOR = 0.98  # a modal verb says how sure the writer was
FLOOR = {OperatingPoint.READABLE: 0.6, OperatingPoint.CONSERVATIVE: 0.95}  # posterior of an edit


@dataclass(frozen=True, slots=True)
class Repair:
    """What was made of a text: the verdict and, where it is spun, the edits in the text's offsets.

    `rivals` runs beside `edits`: the readings that each edit was chosen over, likeliest first.
    """

    spinning: Spinning
    edits: tuple[Edit, ...] = ()
    rivals: tuple[tuple[Rival, ...], ...] = ()

    def runners_up(self, edit: Edit) -> tuple[Rival, ...]:
        """Return the other readings of an edit's place."""
        return self.rivals[self.edits.index(edit)]


def repair(text: str, operating_point: OperatingPoint = OperatingPoint.READABLE) -> Repair:
    """Judge a text and, where it is spun by a dictionary, propose its repair."""
    paragraphs, spinning = _judged(text)
    if not spinning.spun:
        return Repair(spinning)
    sure = _Sureness(FLOOR[operating_point], _summed(paragraphs), _untouched(paragraphs))
    found = [
        change
        for paragraph in paragraphs
        if gate.is_worth_mending(paragraph.readings)
        for sentence in paragraph.sentences
        for change in changes(text, sentence, list(sure.choices(sentence)))
    ]
    return Repair(spinning, tuple(change.edit for change in found), tuple(change.rivals for change in found))


def spun_score(text: str) -> Spinning:
    """Judge a text without repairing it."""
    return _judged(text)[1]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The sentences of one line, and how the decoder reads them."""

    sentences: list[list[Word]]
    readings: list[Reading]


def _judged(text: str) -> tuple[list[_Paragraph], Spinning]:
    """Read a text, but only if single words make it worth while."""
    cheap = gate.cheap_score(text)
    if cheap is None or cheap < gate.WORTH_DECODING:
        return [], Spinning(score=None if cheap is None else round(cheap, 4))
    paragraphs = [
        _Paragraph(parted, [_decoder().read(sentence) for sentence in parted]) for parted in _paragraphs(text)
    ]
    readings = [reading for paragraph in paragraphs for reading in paragraph.readings]
    score = gate.gain_per_word(readings)
    spun = gate.is_spun(score, gate.words_in(readings))
    return paragraphs, Spinning(spun, round(score, 4), "dictionary" if spun else None)


def _paragraphs(text: str) -> Iterator[list[list[Word]]]:
    """Group the sentences by the line on which they begin."""
    ends = [match.start() for match in re.finditer("\n", text)]
    yield from (list(group) for _, group in groupby(sentences(text), lambda words: bisect(ends, words[0].start)))


def _summed(paragraphs: list[_Paragraph]) -> Document:
    """Gather what the first reading says about the whole document."""
    readings = [reading for paragraph in paragraphs for reading in paragraph.readings]
    numbers = (number for reading in readings for edge in reading.edges for number in edge.numbers)
    document = Document(leaning=topics.load().leaning(numbers))
    document.count(readings)
    return document


def _untouched(paragraphs: list[_Paragraph]) -> frozenset[str]:
    """Collect the words that no spinner writes: they show how the author spelled."""
    known = lexicon.load().candidates
    words = (word.form for paragraph in paragraphs for sentence in paragraph.sentences for word in sentence)
    return frozenset(form for form in words if (form,) not in known)


@dataclass(frozen=True, slots=True)
class _Sureness:
    """What an edit of this text must show."""

    floor: float
    document: Document
    untouched: frozenset[str]

    def choices(self, sentence: list[Word]) -> Iterator[Choice]:
        """Read a sentence again, knowing the whole document, and keep what is sure enough."""
        for choice in _decoder().choices(sentence, _decoder().read(sentence, self.document), self.document):
            spun = [word.form for word in sentence[choice.start : choice.end]]
            if self._allows((choice.original or "").split(), spun, choice.posterior):
                yield choice

    def _allows(self, original: list[str], spun: list[str], posterior: float) -> bool:
        if not original or respells_against(" ".join(original), " ".join(spun), self.untouched):
            return False
        modal = MODALS.intersection(_plain(original).symmetric_difference(_plain(spun)))
        return posterior >= (max(self.floor, MODAL_FLOOR) if modal else self.floor)


def _plain(words: list[str]) -> set[str]:
    """Take "not" out of contractions."""
    return {"will" if word == "won't" else word.removesuffix("n't") for word in words}


@cache
def _decoder() -> Decoder:
    return Decoder(lexicon.load(), language_model.load())
