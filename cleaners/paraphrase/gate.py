"""Decide whether a whole text was spun, so that text which no one spun is never touched.

Off the gate the decoder would edit 10 to 45 places in 1,000 words of genuine text. The score is
the decoder's gain per word: how much likelier the best spun reading is than the text as it stands.
A cheap score from single words comes first and spares most genuine text the decoder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import repeat
from math import exp, log
from typing import NamedTuple

from cleaners.paraphrase.decoder import Paragraph
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Lexicon

SHORTEST = 40  # words; below, the evidence is too thin
# Nats per word, by the words that a text has at least. Legal English of 62 words has come to .17; of 1,244 genuine
# windows of 200 words none comes above -.08, of 352 of 400 words none above -.10.
GAIN = {SHORTEST: 0.2, 80: 0.12, 200: 0.04}
ALONE = 0.3  # nats per word from which a paragraph of a page that is not spun was spun on its own
WORTH_DECODING_ALONE = -0.25
# Cheap score, nats per word, by the words that a text has at least: of few words it tells less.
WORTH_DECODING = {SHORTEST: -0.6, 100: -0.45}
COMMONEST = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "for",
        "on",
        "that",
        "with",
        "was",
        "it",
        "as",
        "at",
        "by",
        "be",
        "are",
    )
)
ENGLISH = 0.1  # share of the commonest words, below which a text is not read as English
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


class Tally(NamedTuple):
    """What single words say: how many there are, how many of the commonest, and the sum of their log-odds."""

    words: int
    commonest: int
    odds: float

    @property
    def score(self) -> float | None:
        """The mean log-odds; None where too short or not English."""
        if self.words < SHORTEST or self.commonest < ENGLISH * self.words:
            return None
        return self.odds / self.words


def tallies(text: str, odds: Mapping[str, float]) -> list[Tally]:
    """Tally each line of a text."""
    lines = [_WORD.findall(line) for line in text.lower().split("\n")]
    return [
        Tally(
            len(words),
            sum(map(COMMONEST.__contains__, words)),
            sum(map(odds.get, words, repeat(0.0))),
        )
        for words in lines
    ]


def together(lines: Sequence[Tally]) -> Tally:
    """Tally a whole text; its score is the cheap score."""
    words, commonest, odds = zip(*lines, strict=True)
    return Tally(sum(words), sum(commonest), sum(odds))


def is_worth_decoding(text: Tally) -> bool:
    """Whether the single words of a text make it worth while to read it as spun."""
    return text.score is not None and text.score >= _asked(WORTH_DECODING, text.words)


def lines_worth_decoding(lines: Sequence[Tally]) -> set[int]:
    """Find the lines, by number, that may have been spun on their own."""
    scores = (
        (number, line.score)
        for number, line in enumerate(lines)
        if line.words >= SHORTEST
    )
    return {
        number
        for number, score in scores
        if score is not None and score >= WORTH_DECODING_ALONE
    }


def is_spun_alone(paragraph: Paragraph) -> bool:
    """Whether a paragraph was spun, in a page that as a whole was not."""
    return paragraph.words >= SHORTEST and paragraph.gain >= ALONE * paragraph.words


def gain_per_word(paragraphs: Sequence[Paragraph]) -> float:
    """Return the gain of a text's paragraphs, in nats per word."""
    return sum(paragraph.gain for paragraph in paragraphs) / words_in(paragraphs)


def words_in(paragraphs: Sequence[Paragraph]) -> int:
    """Count the words of a text's paragraphs."""
    return sum(paragraph.words for paragraph in paragraphs)


def is_worth_mending(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a spun text reads likelier as spun than as it stands: captions often do not."""
    return paragraph.gain >= 0


def is_spun(score: float, words: int) -> bool:
    """Whether a text of so many words, with this gain per word, was spun."""
    return words >= SHORTEST and score >= _asked(GAIN, words)


def _asked(steps: Mapping[int, float], words: int) -> float:
    """Return what is asked of a text of so many words, at least SHORTEST."""
    return steps[max(least for least in steps if words >= least)]


def single_word_odds(known: Lexicon, model: LanguageModel) -> dict[str, float]:
    """Say how much likelier each word is in spun text than in genuine text, as a logarithm."""
    spun: dict[str, float] = {}
    for form, candidates in known.candidates.items():
        for candidate in candidates:
            if len(form) == len(candidate.forms) == 1:
                number = model.number.get(candidate.forms[0], model.unknown)
                spun[form[0]] = spun.get(form[0], 0.0) + exp(
                    model.alone(number) + candidate.channel
                )
    for form in known.replaced:
        if len(form) == 1:
            spun.setdefault(form[0], 0.0)
    odds = {}
    for word, likely in spun.items():
        here = exp(model.alone(model.number.get(word, model.unknown)))
        odds[word] = log(
            (likely + here * (1 - known.replaced.get((word,), 0.0))) / here
        )
    return odds
