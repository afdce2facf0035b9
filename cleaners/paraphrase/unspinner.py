"""The paraphrase stage: whether a text is spun, and if so, what it said before."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import groupby
from math import exp, log

import numpy as np

from cleaners.article import Spinning
from cleaners.draft import Edit
from cleaners.paraphrase import gate, language_model, lexicon, topics
from cleaners.paraphrase.alignment import Evidence
from cleaners.paraphrase.consistency import Document
from cleaners.paraphrase.copies import begins_inside, copy_edits, is_settled
from cleaners.paraphrase.decoder import Choice, Decoder, Reading
from cleaners.paraphrase.hypotheses import Options
from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.language_model import LanguageModel, Likely
from cleaners.paraphrase.lexicon import Lexicon, OwnLexicon
from cleaners.paraphrase.quotations import outside_kept_quotations
from cleaners.paraphrase.spelling import is_respelling, respells_against
from cleaners.paraphrase.surface import changes
from cleaners.paraphrase.topics import Topics
from cleaners.paraphrase.words import Word, sentences


class OperatingPoint(StrEnum):
    """How sure an edit must be: readable mends more, conservative breaks less."""

    READABLE = "readable"
    CONSERVATIVE = "conservative"


MODALS = frozenset(
    ("can", "could", "may", "might", "must", "shall", "should", "will", "would")
)
MODAL_FORMS = MODALS | {"won't", "can't"} | {f"{modal}n't" for modal in MODALS}
MODAL_FLOOR = 0.98  # a modal verb says how sure the writer was
FLOOR = {
    OperatingPoint.READABLE: 0.65,
    OperatingPoint.CONSERVATIVE: 0.92,
}  # posterior of an edit
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
        reading, spinning = self._judged(text)
        if not reading:
            return Repair(spinning)
        floor = FLOOR[operating_point]
        found = outside_kept_quotations(
            text, list(self._edits(text, reading, self._lent(evidence.siblings), floor))
        )
        copied, settled = copy_edits(text, evidence.copies, self._known)
        kept = [edit for edit in found if not is_settled(edit, settled)]
        spun = [
            (each.sentences[0][0].start, each.sentences[-1][-1].end)
            for each in reading.paragraphs
        ]
        kept += [
            edit
            for edit in copied
            if edit.confidence >= floor and begins_inside(edit, spun)
        ]
        return Repair(spinning, tuple(sorted(kept)))

    def judge(self, text: str) -> Spinning:
        """Judge a text without repairing it."""
        return self._judged(text)[1]

    def _judged(self, text: str) -> tuple[Reading | None, Spinning]:
        """Read a text, but only if single words make it worth while; return the paragraphs that may be mended."""
        lines = gate.tallies(text, self._odds)
        whole = gate.together(lines)
        cheap = whole.score
        worth = (
            None if gate.is_worth_decoding(whole) else gate.lines_worth_decoding(lines)
        )
        if worth is not None and not worth:
            return None, Spinning(score=None if cheap is None else round(cheap, 4))
        reading = self._decoder.read(
            [
                here
                for number, here in _paragraphs(text)
                if worth is None or number in worth
            ]
        )
        score = gate.gain_per_word(reading.paragraphs)
        if worth is None and gate.is_spun(score, gate.words_in(reading.paragraphs)):
            return reading, Spinning(
                spun=True, score=round(score, 4), dialect="dictionary"
            )
        alone = [
            paragraph.sentences
            for paragraph in reading.paragraphs
            if gate.is_spun_alone(paragraph)
        ]
        if alone:
            reading = self._decoder.read(alone)
            score = gate.gain_per_word(reading.paragraphs)
            return reading, Spinning(
                spun=True, score=round(score, 4), dialect="dictionary"
            )
        return None, Spinning(
            score=round(score if worth is None else cheap or score, 4)
        )

    def _lent(self, siblings: Sequence[str]) -> dict[int, float]:
        """Say how much likelier (nats) articles on the same event make each of their words."""
        number, unknown = self._model.number, self._model.unknown
        words = Counter(
            number.get(word.form, unknown)
            for text in siblings
            for row in sentences(text)
            for word in row
        )
        total = words.total()
        expected = {word: exp(self._model.alone(word)) * total for word in words}
        return {
            word: LENDING * log((times + 1) / (expected[word] + 1))
            for word, times in words.items()
        }

    def _edits(
        self, text: str, reading: Reading, lent: dict[int, float], floor: float
    ) -> Iterator[Edit]:
        """Weigh a text again, knowing the whole document, and yield the edits that are sure enough."""
        chosen = self._decoder.choices(reading, self._posteriors(reading, lent), floor)
        rows = [
            (words, paragraph)
            for paragraph in reading.paragraphs
            for words in paragraph.sentences
        ]
        untouched = cache(lambda: self._untouched(words for words, _ in rows))
        for (words, paragraph), choices in zip(rows, chosen, strict=True):
            if gate.is_worth_mending(paragraph):
                yield from changes(
                    text,
                    words,
                    [choice for choice in choices if _allows(words, choice, untouched)],
                )

    def _posteriors(self, reading: Reading, lent: dict[int, float]) -> Likely:
        """Weigh all that was read again, knowing the whole document."""
        network = reading.network
        posteriors, rows = network.posteriors(), network.edges.rows
        contested = network.edges.contested()
        said, asked = (
            rows["numbers"][contested & (posteriors > LIKELY)],
            rows["numbers"][contested],
        )
        leaning = self._topics.leaning(
            said[said != NONE], np.unique(asked[asked != NONE])
        )
        leaning[list(lent)] += list(lent.values())
        document = Document(rows, posteriors, self._options.habits, leaning)
        return network.posteriors(document.factors())

    def _untouched(self, sentences: Iterable[Sequence[Word]]) -> frozenset[str]:
        """Collect the words that no spinner writes: they show how the author spelled."""
        forms = {word.form for words in sentences for word in words}
        return frozenset(
            form for form in forms if (form,) not in self._known.candidates
        )


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
    for number, group in groupby(
        sentences(text), lambda words: bisect(ends, words[0].start)
    ):
        yield number, list(group)


def _allows(
    words: Sequence[Word], choice: Choice, untouched: Callable[[], frozenset[str]]
) -> bool:
    """Whether to make an edit of what is likely; the words that no spinner touched are seldom asked for."""
    original, spun = (
        (choice.original or "").split(),
        [word.form for word in words[choice.start : choice.end]],
    )
    whole = " ".join(original), " ".join(spun)
    if not original or (
        is_respelling(*whole) and respells_against(*whole, untouched())
    ):
        return False
    if choice.posterior >= MODAL_FLOOR or MODAL_FORMS.isdisjoint((*original, *spun)):
        return True
    return not MODALS.intersection(_plain(original).symmetric_difference(_plain(spun)))


def _plain(words: list[str]) -> set[str]:
    """Take "not" out of contractions."""
    return {"will" if word == "won't" else word.removesuffix("n't") for word in words}
