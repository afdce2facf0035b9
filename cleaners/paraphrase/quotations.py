"""Find the quotations that a spinner left as they were.

Some spinners rewrite what people are quoted with, some leave it alone. Where a quotation was left
alone, an edit in it is an error, and changes what a person is said to have said. Each quotation is
judged by its own words, and by the others of the text: a spinner mostly treats all alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, isfinite
from typing import NamedTuple

from cleaners.paraphrase import gate
from cleaners.paraphrase.decoder import DecodedText
from cleaners.paraphrase.page_words import PageWords, Segment

ROUNDS = 5  # in which quotations inform each other; they settle in three
# Quotations that are taken to be spun, and to be genuine, besides those of the text.
PRIOR_SPUN, PRIOR_GENUINE = 2.0, 1.0
LARGEST_GAIN = 30.0  # nats; keeps numbers finite


class Gain(NamedTuple):
    """The gain (nats) of some words of a text, and their number."""

    nats: float
    words: int

    @property
    def per_word(self) -> float:
        """The gain per word; 0 without words."""
        return self.nats / self.words if self.words else 0.0


def unquoted_gain(decoded: DecodedText, quotations: Sequence[Segment]) -> Gain:
    """Return the gain of what a text says outside some of its quotations."""
    gains = (decoded.gain(each.start, each.end) for each in quotations)
    gain = gate.gain(decoded.paragraphs) - sum(filter(isfinite, gains))
    quoted_words = sum(each.end - each.start for each in quotations)
    words = gate.word_count(decoded.paragraphs)
    return Gain(gain, words - quoted_words)


def genuine_quotations(page: PageWords, decoded: DecodedText) -> list[Segment]:
    """Return the quotations of a spun text that are likelier genuine than spun."""
    gains = [
        decoded.gain(quotation.start, quotation.end) for quotation in page.quotations
    ]
    spun = spun_probs(gains)
    judged = zip(page.quotations, spun, strict=True)
    return [quotation for quotation, prob in judged if prob < 0.5]  # noqa: PLR2004  # likelier genuine


def _bounded(gain: float) -> float:
    """Return a gain without extremes; 0 where no path stops at the quotation's ends."""
    if not isfinite(gain):
        return 0.0
    return max(-LARGEST_GAIN, min(LARGEST_GAIN, gain))


def spun_probs(gains: Sequence[float]) -> list[float]:
    """Return the probability that each quotation is spun, given the gains (nats) of all."""
    bounded = list(map(_bounded, gains))
    count = len(bounded)
    probs = [0.0] * count
    spun = PRIOR_SPUN
    genuine = PRIOR_GENUINE
    for _ in range(ROUNDS):
        odds = spun / genuine
        probs = [_spun_prob(gain, odds) for gain in bounded]
        spun_count = sum(probs)
        spun = PRIOR_SPUN + spun_count
        genuine = PRIOR_GENUINE + count - spun_count
    return probs


def _spun_prob(gain: float, odds: float) -> float:
    """Return the probability that a quotation is spun, given its gain and the odds before."""
    ratio = odds * exp(gain)
    return ratio / (1 + ratio)
