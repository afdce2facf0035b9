"""Estimate what a text is about, as a mixture of topics.

The subject decides between originals: a business page has competitors, a match report opponents.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import FloatArray, IntArray

ROUNDS = 20  # of expectation maximisation; no source is recorded
# Informative words that the topics' prior shares count for: with fewer words in a text, the prior
# weighs more. No source is recorded.
PRIOR_WORDS = 2.0


class Topics:
    """A mixture of topics over the words of the language model.

    `prior` is the usual share of each topic, float64 of shape (topics,). `ratio` is how many times
    likelier a word is in a topic than anywhere, float32 of shape (topics, words).
    `is_informative` marks the words that any topic has more or less of, bool of shape (words,).
    """

    def __init__(self, prior: FloatArray, lean: NDArray[np.int8], units: int) -> None:
        self.prior = prior
        self.ratio = np.exp(lean.astype(np.float32) / units)
        self.is_informative: NDArray[np.bool_] = np.any(lean, axis=0)

    def log_ratios(self, words: IntArray, asked: IntArray) -> FloatArray:
        """Return how much likelier (nats) each word is in a text of these `words` than anywhere.

        The result has shape (words of the language model + 1,). Words that were not `asked` for,
        and the last element, are 0.
        """
        informative = words[self.is_informative[words]]
        found, counts = np.unique(informative, return_counts=True)
        shares = self._topic_shares(found, counts)
        log_ratios = np.zeros(len(self.is_informative) + 1)
        log_ratios[asked] = np.log(shares @ self.ratio[:, asked])
        return log_ratios

    def _topic_shares(self, words: IntArray, counts: IntArray) -> FloatArray:
        """Fit the share of each topic in a text by expectation maximisation."""
        ratio = self.ratio[:, words].astype(np.float64)
        total = counts.sum() + PRIOR_WORDS
        shares = self.prior
        for _ in range(ROUNDS):
            expected_words = _expected_words(shares, ratio, counts)
            expected_words += PRIOR_WORDS * self.prior
            shares = expected_words / total
        return shares


def _expected_words(
    shares: FloatArray, ratio: FloatArray, counts: IntArray
) -> FloatArray:
    """Return how many words of a text come from each topic, float64 of shape (topics,)."""
    mixture = shares @ ratio
    word_weights = counts / mixture
    return shares * (ratio @ word_weights)


@cache
def load() -> Topics:
    """Read the topics that ship with the package, once per process."""
    path = files("cleaners") / "data" / "topics.npz"
    with path.open("rb") as file, np.load(file) as data:
        return Topics(data["prior"], data["lean"], int(data["units"]))
