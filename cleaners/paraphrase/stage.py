"""The paraphrase stage: whether a text is spun, and if so, what it said before."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import groupby
from math import exp, log

from cleaners.article import Spinning
from cleaners.draft import Edit
from cleaners.paraphrase import gate, language_model, lexicon, topics
from cleaners.paraphrase.alignment import Evidence, copy_edits
from cleaners.paraphrase.decoder import Choice, Decoder, Reading, choices
from cleaners.paraphrase.document import Document
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Lexicon, OwnLexicon
from cleaners.paraphrase.options import Options
from cleaners.paraphrase.restoration import changes
from cleaners.paraphrase.spelling import respells_against
from cleaners.paraphrase.topics import Topics
from cleaners.paraphrase.words import Word, sentences


class OperatingPoint(StrEnum):
    """How sure an edit must be: readable mends more, conservative breaks less."""

    READABLE = "readable"
    CONSERVATIVE = "conservative"


MODALS = frozenset(("can", "could", "may", "might", "must", "shall", "should", "will", "would"))
MODAL_FORMS = MODALS | {"won't", "can't"} | {f"{modal}n't" for modal in MODALS}
MODAL_FLOOR = 0.98  # a modal verb says how sure the writer was
FLOOR = {OperatingPoint.READABLE: 0.65, OperatingPoint.CONSERVATIVE: 0.92}  # posterior of an edit
LENDING = 0.3  # share of what siblings say that counts
LIKELY = 0.5  # posterior from which a word tells what a text is about


@dataclass(frozen=True, slots=True)
class Repair:
    """What was made of a text: the verdict and, where it is spun, the edits in the text's offsets.

    An edit's evidence are the readings that it was chosen over, likeliest first, each with its posterior.
    """

    spinning: Spinning
    edits: tuple[Edit, ...] = ()


class Unspinner:
    """Judges texts and restores them, with one lexicon, language model and set of topics."""

    def __init__(self, known: Lexicon, model: LanguageModel, subjects: Topics) -> None:
        self._known = known
        self._model = model
        self._topics = subjects
        self._odds = gate.single_word_odds(known, model)

    @cached_property
    def _options(self) -> Options:
        """Lay out the lexicon for decoding; most texts do not come so far."""
        return Options(self._known, self._model)

    @cached_property
    def _decoder(self) -> Decoder:
        return Decoder(self._options, self._model)

    def repair(
        self,
        text: str,
        operating_point: OperatingPoint = OperatingPoint.READABLE,
        evidence: Evidence = Evidence(),  # noqa: B008  # it cannot change
    ) -> Repair:
        """Judge a text and, where it is spun by a dictionary, propose its repair."""
        paragraphs, spinning = self._judged(text)
        if not spinning.spun:
            return Repair(spinning)
        floor = FLOOR[operating_point]
        document = self._summed(paragraphs, self._lent(evidence.siblings))
        sure = _Sureness(floor, document, self._untouched(paragraphs))
        found = [
            edit
            for paragraph in paragraphs
            if gate.is_worth_mending(paragraph)
            for reading in paragraph
            for edit in changes(text, reading.words, list(sure.choices(reading)))
        ]
        copied, settled = copy_edits(text, evidence.copies, self._known)
        kept = [edit for edit in found if not any(start <= edit.start and edit.end <= end for start, end in settled)]
        kept += [edit for edit in copied if edit.confidence >= floor]
        return Repair(spinning, tuple(sorted(kept)))

    def judge(self, text: str) -> Spinning:
        """Judge a text without repairing it."""
        return self._judged(text)[1]

    def _judged(self, text: str) -> tuple[list[list[Reading]], Spinning]:
        """Read a text, but only if single words make it worth while; return the paragraphs that may be mended."""
        cheap = gate.cheap_score(text, self._odds)
        worth = None if gate.is_worth_decoding(cheap) else gate.lines_worth_decoding(text, self._odds)
        if worth is not None and not worth:
            return [], Spinning(score=None if cheap is None else round(cheap, 4))
        paragraphs = [
            [self._decoder.read(sentence) for sentence in parted]
            for number, parted in _paragraphs(text)
            if worth is None or number in worth
        ]
        readings = [reading for paragraph in paragraphs for reading in paragraph]
        score = gate.gain_per_word(readings)
        if worth is None and gate.is_spun(score, gate.words_in(readings)):
            return paragraphs, Spinning(spun=True, score=round(score, 4), dialect="dictionary")
        alone = [paragraph for paragraph in paragraphs if gate.is_spun_alone(paragraph)]
        if alone:
            score = gate.gain_per_word([reading for paragraph in alone for reading in paragraph])
            return alone, Spinning(spun=True, score=round(score, 4), dialect="dictionary")
        return [], Spinning(score=round(score if worth is None else cheap or score, 4))

    def _lent(self, siblings: Sequence[str]) -> dict[int, float]:
        """Say how much likelier (nats) articles on the same event make each of their words."""
        number, unknown = self._model.number, self._model.unknown
        words = Counter(number.get(word.form, unknown) for text in siblings for row in sentences(text) for word in row)
        total = words.total()
        expected = {word: exp(self._model.alone(word)) * total for word in words}
        return {word: LENDING * log((times + 1) / (expected[word] + 1)) for word, times in words.items()}

    def _summed(self, paragraphs: list[list[Reading]], lent: dict[int, float]) -> Document:
        """Gather what the first reading says about the whole document."""
        readings = [reading for paragraph in paragraphs for reading in paragraph]
        edges = [
            (edge.sense.numbers, chance)
            for reading in readings
            for network in reading.networks
            for edge, chance in zip(network.edges, network.posteriors, strict=True)
        ]
        said = [number for numbers, chance in edges if chance > LIKELY for number in numbers]
        leaning = self._topics.leaning(said, {number for numbers, _ in edges for number in numbers})
        for number in leaning.keys() & lent.keys():
            leaning[number] += lent[number]
        document = Document(self._options.replaced, leaning)
        for reading in readings:
            document.count_settled(reading.settled)
            for network in reading.networks:
                document.count(network.edges, network.posteriors)
        return document

    def _untouched(self, paragraphs: list[list[Reading]]) -> frozenset[str]:
        """Collect the words that no spinner writes: they show how the author spelled."""
        known = self._known.candidates
        words = (word.form for paragraph in paragraphs for reading in paragraph for word in reading.words)
        return frozenset(form for form in words if (form,) not in known)


def repair(
    text: str,
    operating_point: OperatingPoint = OperatingPoint.READABLE,
    evidence: Evidence = Evidence(),  # noqa: B008  # it cannot change
) -> Repair:
    """Judge a text and, where it is spun by a dictionary, propose its repair; other copies are the best evidence."""
    return unspinner().repair(text, operating_point, evidence)


def spun_score(text: str) -> Spinning:
    """Judge a text without repairing it."""
    return unspinner().judge(text)


@lru_cache(maxsize=2)
def unspinner(own: OwnLexicon = OwnLexicon()) -> Unspinner:  # noqa: B008  # it cannot change
    """Take what ships with the package, and the pairs of a user's own lexicon beside it."""
    known = Lexicon.of([*lexicon.shipped_pairs(), *own.pairs])
    return Unspinner(known, language_model.load(), topics.load())


def _paragraphs(text: str) -> Iterator[tuple[int, list[list[Word]]]]:
    """Group the sentences by the line on which they begin, and number these lines."""
    ends = [match.start() for match in re.finditer("\n", text)]
    for number, group in groupby(sentences(text), lambda words: bisect(ends, words[0].start)):
        yield number, list(group)


@dataclass(frozen=True, slots=True)
class _Sureness:
    """What an edit of this text must show."""

    floor: float
    document: Document
    untouched: frozenset[str]

    def choices(self, reading: Reading) -> Iterator[Choice]:
        """Weigh a sentence again, knowing the whole document, and keep what is sure enough."""
        for choice in choices(reading, self.document, self.floor):
            spun = [word.form for word in reading.words[choice.start : choice.end]]
            if self._allows((choice.original or "").split(), spun, choice.posterior):
                yield choice

    def _allows(self, original: list[str], spun: list[str], posterior: float) -> bool:
        if not original or respells_against(" ".join(original), " ".join(spun), self.untouched):
            return False
        if posterior >= MODAL_FLOOR or MODAL_FORMS.isdisjoint((*original, *spun)):
            return True
        return not MODALS.intersection(_plain(original).symmetric_difference(_plain(spun)))


def _plain(words: list[str]) -> set[str]:
    """Take "not" out of contractions."""
    return {"will" if word == "won't" else word.removesuffix("n't") for word in words}
