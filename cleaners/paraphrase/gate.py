"""Decide whether a whole text was spun, so that genuine text is never changed.

Without the gate, the decoder would make 10 to 45 edits per 1,000 words of genuine text. The score
is the decoder's gain per word: how much likelier the best path is than the text as it is. A cheap
score from single words comes first, so that most genuine text is not decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from math import exp, log
from typing import NamedTuple

from cleaners.paraphrase.decoder import DecodedParagraph
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Candidate, Lexicon, Phrase
from cleaners.paraphrase.quotation_marks import QUOTATION

# Words that a text must have: below, the evidence is too thin.
MIN_WORDS = 40
# Gain in nats per word, by the least number of words. Legal English of 62 words has come to .44, an
# inaugural address of 79 to .22. Of 17,073 genuine windows of 110 words none is above .17, and of
# 5,179 documents none above .16. Of 411 spun pages two are below .25; of their first 80 words, four
# of 408, of the first 60, one in ten is below .46.
SPUN_THRESHOLDS = {MIN_WORDS: 0.46, 80: 0.25, 200: 0.2}
# Gain in nats per word of a paragraph in a page that is not spun as a whole: higher than that of a
# text. No source is recorded.
SPUN_PARAGRAPH_THRESHOLD = 0.46
# Cheap score in nats per word, by the number of words, and between on a line: the fewer there are,
# the less it separates. Texts below are not decoded, so never spun. Of 611 spun pages none is below
# -.34, of their first 50 words none below -.44.
DECODING_THRESHOLDS = {MIN_WORDS: -0.56, 100: -0.38}
# The same for a line of a text that is below; no source is recorded.
PARAGRAPH_DECODING_THRESHOLD = -0.25
COMMON_WORDS = frozenset(
    "the of and to in a is for on that with was it as at by be are".split()  # noqa: SIM905  # a list of 18 strings reads badly
)
# Share (0..1) of common words below which a text is not read as English. No source is
# recorded.
MIN_COMMON_SHARE = 0.1
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


class WordCounts(NamedTuple):
    """Counts of all words and of common ones, and the summed log-odds (nats) of being spun."""

    words: int
    common: int
    log_odds: float

    @property
    def score(self) -> float | None:
        """The cheap score: log-odds per word; None for a text that is short or not English."""
        if self.words < MIN_WORDS or self.common < MIN_COMMON_SHARE * self.words:
            return None
        return self.log_odds / self.words


NO_WORDS = WordCounts(0, 0, 0.0)


def count_lines(text: str, log_odds: Mapping[str, float]) -> list[WordCounts]:
    """Count the words of each line of a text."""
    return [
        _count_line(line, log_odds) if line else NO_WORDS
        for line in text.lower().split("\n")
    ]


def _count_line(line: str, log_odds: Mapping[str, float]) -> WordCounts:
    """Count the words of a line in lower case."""
    words = _WORD.findall(line)
    return WordCounts(
        words=len(words),
        common=sum(map(COMMON_WORDS.__contains__, words)),
        log_odds=sum(map(log_odds.get, words, repeat(0.0))),
    )


def count_text(lines: Sequence[WordCounts]) -> WordCounts:
    """Add up the counts of all lines of a text."""
    return WordCounts(
        sum(line.words for line in lines),
        sum(line.common for line in lines),
        sum(line.log_odds for line in lines),
    )


def count_unquoted(
    text: str, whole: WordCounts, log_odds: Mapping[str, float]
) -> WordCounts:
    """Count the words of a text outside quotation marks; `whole` counts all of them."""
    quotations = " ".join(QUOTATION.findall(text.lower()))
    quoted = _count_line(quotations, log_odds)
    return WordCounts(
        words=whole.words - quoted.words,
        common=whole.common - quoted.common,
        log_odds=whole.log_odds - quoted.log_odds,
    )


def is_worth_decoding(text: WordCounts) -> bool:
    """Return whether a text can be spun, judged by its single words."""
    if text.score is None:
        return False
    return text.score >= _decoding_threshold(text.words)


def _decoding_threshold(words: int) -> float:
    """Return the least cheap score for a text of so many words, at least MIN_WORDS."""
    (fewest, lowest), (enough, highest) = DECODING_THRESHOLDS.items()
    share = min(1.0, (words - fewest) / (enough - fewest))
    return lowest + share * (highest - lowest)


def lines_worth_decoding(lines: Sequence[WordCounts]) -> set[int]:
    """Return the numbers of the lines that can be spun in a text that is not."""
    numbers = set()
    for number, line in enumerate(lines):
        if line.score is not None and line.score >= PARAGRAPH_DECODING_THRESHOLD:
            numbers.add(number)
    return numbers


def is_spun_paragraph(paragraph: DecodedParagraph) -> bool:
    """Return whether a paragraph was spun, in a page that as a whole was not."""
    threshold = SPUN_PARAGRAPH_THRESHOLD * paragraph.words
    return paragraph.words >= MIN_WORDS and paragraph.gain >= threshold


def gain_per_word(paragraphs: Sequence[DecodedParagraph]) -> float:
    """Return the gain of a text's paragraphs, in nats per word."""
    return gain(paragraphs) / word_count(paragraphs)


def gain(paragraphs: Sequence[DecodedParagraph]) -> float:
    """Return the gain of a text's paragraphs, in nats."""
    return sum(paragraph.gain for paragraph in paragraphs)


def word_count(paragraphs: Sequence[DecodedParagraph]) -> int:
    """Count the words of a text's paragraphs."""
    return sum(paragraph.words for paragraph in paragraphs)


def is_spun(gain: float, words: int) -> bool:
    """Return whether a text of so many words, with this gain per word, was spun."""
    return words >= MIN_WORDS and gain >= _threshold(SPUN_THRESHOLDS, words)


def _threshold(thresholds: Mapping[int, float], words: int) -> float:
    """Return the threshold for a text of so many words, at least MIN_WORDS."""
    return thresholds[max(least for least in thresholds if words >= least)]


def word_log_odds(lexicon: Lexicon, model: LanguageModel) -> dict[str, float]:
    """Return the log-odds (nats) that a word is in spun rather than in genuine text."""
    probs = _replacement_probs(lexicon, model)
    return {word: _log_odds(word, prob, lexicon, model) for word, prob in probs.items()}


def _log_odds(
    word: str, replacement_prob: float, lexicon: Lexicon, model: LanguageModel
) -> float:
    """Return the log-odds (nats) of a word that is so likely to replace another (0..1)."""
    genuine_prob = _genuine_prob(word, model)
    replaced_share = lexicon.replaced_share.get((word,), 0.0)
    unreplaced_prob = genuine_prob * (1 - replaced_share)
    spun_prob = replacement_prob + unreplaced_prob
    return log(spun_prob / genuine_prob)


def _replacement_probs(lexicon: Lexicon, model: LanguageModel) -> dict[str, float]:
    """Return how likely each word of the lexicon occurs as the replacement of another (0..1).

    Only pairs of single words count. The result has originals too, at 0.
    """
    probs: dict[str, float] = {}
    for spun, originals in _single_word_pairs(lexicon):
        probs[spun] = _summed_prob(originals, model)
    for original in _single_words(lexicon.replaced_share):
        probs.setdefault(original, 0.0)
    return probs


def _single_words(phrases: Iterable[Phrase]) -> Iterator[str]:
    """Yield the phrases that are a single word."""
    for phrase in phrases:
        if len(phrase) == 1:
            yield phrase[0]


def _single_word_pairs(lexicon: Lexicon) -> Iterator[tuple[str, list[Candidate]]]:
    """Yield the single words that spinners write, with their originals of a single word."""
    for phrase, candidates in lexicon.candidates.items():
        if len(phrase) > 1:
            continue
        words = [candidate for candidate in candidates if len(candidate.phrase) == 1]
        if words:
            yield phrase[0], words


def _summed_prob(candidates: Sequence[Candidate], model: LanguageModel) -> float:
    """Return how likely any of some single words occurs, and is replaced (0..1)."""
    total = 0.0
    for candidate in candidates:
        original = model.word_id(candidate.phrase[0])
        original_log_prob = model.unigram_log_prob(original)
        total += exp(original_log_prob + candidate.log_prob)
    return total


def _genuine_prob(word: str, model: LanguageModel) -> float:
    """Return how likely a word is in genuine text, whatever precedes it (0..1)."""
    word_id = model.word_id(word)
    return exp(model.unigram_log_prob(word_id))
