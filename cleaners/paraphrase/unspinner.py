"""The paraphrase stage: find out whether a text is spun, and if so, restore what it said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from cleaners.article import Spinning
from cleaners.draft import Edit
from cleaners.paraphrase import gate, resources, word_odds
from cleaners.paraphrase.consistency import DocumentConsistency
from cleaners.paraphrase.copies import repair_from_copies
from cleaners.paraphrase.decoder import DecodedParagraph, DecodedText
from cleaners.paraphrase.detector import Detector
from cleaners.paraphrase.edit_policy import (
    POSTERIOR_THRESHOLDS,
    EditPolicy,
    OperatingPoint,
)
from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.language_model import FloatArray
from cleaners.paraphrase.network import Network
from cleaners.paraphrase.own_lexicon import OwnLexicon
from cleaners.paraphrase.quotations import drop_edits_in_genuine_quotations
from cleaners.paraphrase.reference_texts import (
    NO_REFERENCES,
    ReferenceTexts,
    sibling_log_ratios,
)
from cleaners.paraphrase.resources import NO_OWN_LEXICON, Resources
from cleaners.paraphrase.spans import overlaps_any, starts_inside
from cleaners.paraphrase.surface import sentence_edits

# Posterior (0..1) from which a word counts for what a text is about: it is likelier than all
# other hypotheses together.
TOPIC_WORD_POSTERIOR = 0.5


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
        threshold = POSTERIOR_THRESHOLDS[operating_point]
        lexicon_edits = self._lexicon_edits(
            text, decoded, references.siblings, threshold
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

    def judge(self, text: str) -> Spinning:
        """Judge a text without repairing it."""
        return self._detector.judge(text).spinning

    def _lexicon_edits(
        self,
        text: str,
        decoded: DecodedText,
        siblings: Sequence[str],
        threshold: float,
    ) -> list[Edit]:
        """Return the edits that the lexicon offers and that are sure enough."""
        loaded = self._detector.resources
        log_ratios = sibling_log_ratios(siblings, loaded.model)
        posteriors = self._document_posteriors(decoded.network, log_ratios)
        places = self._detector.decoder.places(decoded, posteriors, threshold)
        sentences = [
            (sentence, paragraph)
            for paragraph in decoded.paragraphs
            for sentence in paragraph.sentences
        ]
        policy = EditPolicy(loaded.lexicon, [sentence for sentence, _ in sentences])
        edits: list[Edit] = []
        for (sentence, paragraph), found in zip(sentences, places, strict=True):
            if gate.is_worth_repairing(paragraph):
                accepted = [place for place in found if policy.accepts(sentence, place)]
                edits.extend(sentence_edits(text, sentence, accepted))
        return drop_edits_in_genuine_quotations(text, edits)

    def _document_posteriors(
        self, network: Network, sibling_ratios: Mapping[int, float]
    ) -> FloatArray:
        """Return the posteriors of all edges, given the whole document: shape (edges,).

        `sibling_ratios` (nats) are by word id.
        """
        posteriors = network.posteriors()
        rows = network.lattice.rows
        is_ambiguous = network.lattice.is_ambiguous()
        is_likely = is_ambiguous & (posteriors > TOPIC_WORD_POSTERIOR)
        likely_words = rows["words"][is_likely]
        asked_words = rows["words"][is_ambiguous]
        log_ratios = self._detector.resources.topics.log_ratios(
            likely_words[likely_words != NONE],
            np.unique(asked_words[asked_words != NONE]),
        )
        for word, log_ratio in sibling_ratios.items():
            log_ratios[word] += log_ratio
        priors = self._detector.hypotheses.priors.arrays()
        consistency = DocumentConsistency(rows, posteriors, priors, log_ratios)
        return network.posteriors(consistency.factors())


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
def unspinner(own: OwnLexicon = NO_OWN_LEXICON) -> Unspinner:
    """Build an unspinner from the shipped data and the pairs of a user's own lexicon."""
    load = partial(resources.load, own)
    if own.pairs:
        return Unspinner.of(load())
    return Unspinner(word_odds.load(), load)


def _span(paragraph: DecodedParagraph) -> tuple[int, int]:
    """Return the start and end of a paragraph's words in the text."""
    return paragraph.sentences[0][0].start, paragraph.sentences[-1][-1].end
