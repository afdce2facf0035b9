"""The paraphrase stage: find out whether a text is spun, and if so, restore what it said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from cleaners.article import Spinning
from cleaners.draft import Edit
from cleaners.own_entries import NO_LEXICON, OwnLexicon
from cleaners.paraphrase import gate, resources, word_odds
from cleaners.paraphrase.copies import repair_from_copies
from cleaners.paraphrase.decoder import DecodedParagraph, DecodedText
from cleaners.paraphrase.detector import Detector
from cleaners.paraphrase.dialects import retelling
from cleaners.paraphrase.edit_policy import COPY_CONFIDENCE, OperatingPoint
from cleaners.paraphrase.lexicon_repair import LexiconRepair
from cleaners.paraphrase.reference_texts import NO_REFERENCES, ReferenceTexts
from cleaners.paraphrase.resources import Resources
from cleaners.paraphrase.spans import overlaps_any, starts_inside
from cleaners.paraphrase.swapped_words import OTHER_DIALECT, swaps_words


@dataclass(frozen=True, slots=True)
class Repair:
    """The result for a text: the verdict and, where it is spun, the edits in the text's offsets.

    The evidence of an edit is the hypotheses that it was chosen over, likeliest first, each with
    its posterior.
    """

    spinning: Spinning
    edits: tuple[Edit, ...] = ()


class Unspinner:
    """Judges and repairs texts with one lexicon, language model and set of topics.

    `word_log_odds` (nats) are those of the lexicon's single words. `load` loads the rest. It is
    called once, by the first text that is decoded.
    """

    def __init__(
        self, word_log_odds: Mapping[str, float], load: Callable[[], Resources]
    ) -> None:
        self._detector = Detector(word_log_odds, load)

    @cached_property
    def lexicon_repair(self) -> LexiconRepair:
        """What repairs texts with the lexicon that is loaded."""
        detector = self._detector
        return LexiconRepair(detector.resources, detector.decoder)

    @classmethod
    def of(cls, loaded: Resources) -> Unspinner:
        """Build an unspinner from data that are loaded."""
        log_odds = gate.word_log_odds(loaded.lexicon, loaded.model)
        return cls(log_odds, lambda: loaded)

    def repair(
        self,
        text: str,
        operating_point: OperatingPoint = OperatingPoint.READABLE,
        references: ReferenceTexts = NO_REFERENCES,
    ) -> Repair:
        """Judge a text and, where it is spun by a dictionary, return its repair."""
        verdict = self._detector.judge(text)
        if verdict.decoded is None:
            return Repair(verdict.spinning)
        decoded = verdict.decoded
        threshold = COPY_CONFIDENCE[operating_point]
        lexicon_edits = self.lexicon_repair.edits(
            text=text,
            decoded=decoded,
            siblings=references.siblings,
            operating_point=operating_point,
        )
        lexicon = self._detector.resources.lexicon
        from_copies = repair_from_copies(text, references.copies, lexicon)
        spun_spans = [_span(paragraph) for paragraph in decoded.paragraphs]
        undecided = [
            edit
            for edit in lexicon_edits
            if not overlaps_any(edit, from_copies.decided)
        ]
        copied = [
            edit
            for edit in from_copies.edits
            if edit.confidence >= threshold and starts_inside(edit, spun_spans)
        ]
        return Repair(verdict.spinning, tuple(sorted(undecided + copied)))

    def decode(self, text: str) -> DecodedText | None:
        """Decode a text; None if it is not spun by a dictionary."""
        return self._detector.judge(text).decoded

    def dialect_beside(self, text: str, copy: str) -> str | None:
        """Return the dialect of a text that retells or spins a genuine copy.

        A text with words of other spinners is "other". None if the evidence is weak.
        """
        dialect = retelling(text, copy)
        if dialect:
            return dialect
        lexicon = self._detector.resources.lexicon
        return OTHER_DIALECT if swaps_words(text, copy, lexicon) else None

    def judge(self, text: str) -> Spinning:
        """Judge a text without repairing it."""
        return self._detector.judge(text).spinning


def repair(
    text: str,
    operating_point: OperatingPoint = OperatingPoint.READABLE,
    references: ReferenceTexts = NO_REFERENCES,
) -> Repair:
    """Judge a text and, where it is spun by a dictionary, return its repair.

    Copies among the `references` are better evidence than the lexicon.
    """
    return unspinner().repair(text, operating_point, references)


def spun_score(text: str) -> Spinning:
    """Judge a text without repairing it."""
    return unspinner().judge(text)


@lru_cache(maxsize=2)  # the shipped lexicon alone, and that of one run's settings
def unspinner(own: OwnLexicon = NO_LEXICON) -> Unspinner:
    """Build an unspinner from the shipped data and the pairs of a user's own lexicon."""
    load = partial(resources.load, own)
    if own.pairs:
        return Unspinner.of(load())
    return Unspinner(word_odds.load(), load)


def _span(paragraph: DecodedParagraph) -> tuple[int, int]:
    """Return the start and end of a paragraph's words in the text."""
    return paragraph.sentences[0][0].start, paragraph.sentences[-1][-1].end
