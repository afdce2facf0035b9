"""The path through a lattice that leaves a text as it is: what all others are compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.paraphrase.language_model import (
    END_ID,
    FloatArray,
    IntArray,
    LanguageModel,
)
from cleaners.paraphrase.lattice import Lattice


@dataclass(frozen=True, slots=True)
class IdentityPath:
    """The words of a text and the bigrams that they form, as ids.

    `words` has shape (places,), `bigrams` shape (places - 1,).
    """

    words: IntArray
    bigrams: IntArray

    @classmethod
    def of(cls, lattice: Lattice) -> IdentityPath:
        """Find the path in a lattice that is not pruned."""
        is_first = lattice.is_first_edge()
        left_is_first = is_first[lattice.left]
        right_is_first = is_first[lattice.right]
        both_are_first = left_is_first & right_is_first
        return cls(
            words=lattice.first_words[is_first],
            bigrams=lattice.bigrams[both_are_first],
        )

    def sentence_ends(self) -> IntArray:
        """Return the places where sentences end, with one before the first."""
        return np.flatnonzero(self.words == END_ID)

    def scores_before(self, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of all words before each place."""
        log_probs = self._log_probs(model)
        summed: FloatArray = np.cumsum(log_probs)
        return np.concatenate(([0.0, 0.0], summed))

    def scores(self, ends: IntArray, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of each paragraph.

        `ends` are the places where paragraphs end, with one before the first.
        """
        log_probs = self._log_probs(model)
        scores: FloatArray = np.add.reduceat(log_probs, ends[:-1])
        return scores

    def _log_probs(self, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of each word but the first."""
        before = self.words[:-1]
        after = self.words[1:]
        histories = self._histories(before, model.start_bigram)
        by_bigram = model.bigram_log_probs(before, after, self.bigrams)
        return model.trigram_log_probs(histories, after, by_bigram)

    def _histories(self, before: IntArray, start: int) -> IntArray:
        """Return the bigram before each word but the first, given the word before it.

        `start` is that before the first word of a sentence.
        """
        previous = np.append(start, self.bigrams[:-1])
        return np.where(before == END_ID, start, previous)
