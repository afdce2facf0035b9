"""Decode a spun text: find its most likely original, all places at once.

One swap feeds the next (data -> information -> info), so places cannot be repaired one after the
other: the channel and the language model score whole sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from cleaners.paraphrase.hypotheses import Hypotheses
from cleaners.paraphrase.identity_path import IdentityPath
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel
from cleaners.paraphrase.lattice import build_lattice, prune
from cleaners.paraphrase.network import Network
from cleaners.paraphrase.readings import Readings
from cleaners.paraphrase.words import END, Word

Paragraph = Sequence[Sequence[Word]]
"""The sentences of a paragraph."""


@dataclass(frozen=True, slots=True)
class DecodedParagraph:
    """Decoded sentences, the number of their words, and their gain.

    The gain (nats) is how much likelier the best path through the lattice is than the text itself.
    """

    sentences: Paragraph
    words: int
    gain: float


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text: its paragraphs, its network, and the gain up to each place.

    `gains` (nats) is float64 of shape (places + 1,), -inf at a place that the best paths skip.
    """

    paragraphs: Sequence[DecodedParagraph]
    network: Network
    gains: FloatArray

    def gain(self, start: int, end: int) -> float:
        """Return the gain (nats) of the words from one place to another."""
        return float(self.gains[end] - self.gains[start])


class Decoder:
    """Decodes texts with one lexicon and one language model."""

    def __init__(self, hypotheses: Hypotheses, model: LanguageModel) -> None:
        self.hypotheses = hypotheses
        self.model = model

    def decode(self, paragraphs: Sequence[Paragraph]) -> DecodedText:
        """Score all paths through paragraphs of sentences, each sentence on its own."""
        sentences = list(chain.from_iterable(paragraphs))
        lattice = build_lattice(sentences, self.hypotheses, self.model)
        identity = IdentityPath.of(lattice)
        network = Network(prune(lattice, self.model), self.model)
        decoded = self._decoded_paragraphs(paragraphs, network, identity)
        return DecodedText(decoded, network, self._gains(network, identity))

    def _gains(self, network: Network, identity: IdentityPath) -> FloatArray:
        """Return the gain (nats) up to each place."""
        identity_scores = identity.scores_before(self.model)
        gains: FloatArray = network.best_by_place() - identity_scores
        return gains

    def _decoded_paragraphs(
        self,
        paragraphs: Sequence[Paragraph],
        network: Network,
        identity: IdentityPath,
    ) -> list[DecodedParagraph]:
        """Return paragraphs with the number of their words and their gain (nats)."""
        ends = _paragraph_ends(paragraphs, identity.sentence_ends())
        best_scores = self._best_scores(ends, network)
        identity_scores = identity.scores(ends, self.model)
        gains = (best_scores - identity_scores).tolist()
        decoded = []
        for paragraph, gain in zip(paragraphs, gains, strict=True):
            words = sum(map(len, paragraph))
            decoded.append(DecodedParagraph(paragraph, words, gain))
        return decoded

    def _best_scores(self, ends: IntArray, network: Network) -> FloatArray:
        """Return the score (nats) of the best path through each paragraph.

        `ends` are the places where paragraphs end, with one before the first.
        """
        scores_before = network.best_at(ends + 1, self.model.start_bigram)
        return np.diff(scores_before)

    def readings(self, decoded: DecodedText, posteriors: FloatArray) -> Readings:
        """Return the readings of all places; `posteriors` are those of the network's edges."""
        lattice = decoded.network.lattice
        return Readings.of(
            lattice=lattice,
            posteriors=posteriors,
            originals=self.hypotheses.table.originals,
            forms=_forms(decoded),
            knows_pair=self.hypotheses.knows_pair,
        )


def _forms(decoded: DecodedText) -> list[str]:
    """Return the words of a text by place; ends of sentences have places too."""
    forms = [END]
    for paragraph in decoded.paragraphs:
        for sentence in paragraph.sentences:
            forms += [word.form for word in sentence]
            forms.append(END)
    return forms


def _paragraph_ends(
    paragraphs: Sequence[Paragraph], sentence_ends: IntArray
) -> IntArray:
    """Return the places where paragraphs end, with one before the first."""
    sentence_counts = [len(paragraph) for paragraph in paragraphs]
    sentences_before = np.cumsum([0, *sentence_counts])
    ends: IntArray = sentence_ends[sentences_before]
    return ends
