"""Find out whether a text, or a paragraph of it, is spun."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from cleaners.article import Spinning
from cleaners.lines import line_spans
from cleaners.paraphrase import gate
from cleaners.paraphrase.decoder import DecodedText, Decoder
from cleaners.paraphrase.hypotheses import Hypotheses
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.quotations import genuine_quotations, unquoted_gain
from cleaners.paraphrase.resources import Resources
from cleaners.paraphrase.words import Word, sentences, sentences_between

SCORE_DIGITS = 4  # decimals of a spun_score that is published


class Verdict(NamedTuple):
    """Whether a text is spun, and if so, its decoded paragraphs that may be repaired."""

    spinning: Spinning
    decoded: DecodedText | None = None


class Detector:
    """Judges texts by the log-odds (nats) of their words, and decodes those that may be spun.

    `load` loads what decoding needs. It is called once, by the first text that is decoded.
    """

    def __init__(
        self, word_log_odds: Mapping[str, float], load: Callable[[], Resources]
    ) -> None:
        self._word_log_odds = word_log_odds
        self._load = load

    @cached_property
    def resources(self) -> Resources:
        """The lexicon, language model and topics; most texts are genuine and need none."""
        return self._load()

    @cached_property
    def hypotheses(self) -> Hypotheses:
        """The hypotheses of the lexicon."""
        return Hypotheses(self.resources.lexicon, self.resources.model)

    @cached_property
    def decoder(self) -> Decoder:
        """The decoder of these hypotheses."""
        return Decoder(self.hypotheses, self.resources.model)

    def judge(self, text: str) -> Verdict:
        """Judge a text, and decode it only if its single words make it worth while."""
        line_counts = gate.count_lines(text, self._word_log_odds)
        text_counts = gate.count_text(line_counts)
        unquoted = gate.count_unquoted(text, text_counts, self._word_log_odds)
        if gate.is_worth_decoding(text_counts) or gate.is_worth_decoding(unquoted):
            return self._judge_text(text)
        cheap_score = text_counts.score  # below the threshold, or None
        lines = gate.lines_worth_decoding(line_counts)
        if lines:
            return self._judge_lines(text, lines, cheap_score)
        if cheap_score is None:
            return Verdict(Spinning())
        return Verdict(Spinning(score=round(cheap_score, SCORE_DIGITS)))

    def _judge_text(self, text: str) -> Verdict:
        """Judge a text as a whole, then its paragraphs."""
        decoded = self.decoder.decode(list(_paragraphs(text)))
        gain = gate.gain_per_word(decoded.paragraphs)
        words = gate.word_count(decoded.paragraphs)
        if gate.is_spun(gain, words):
            return _spun(decoded)
        verdict = _judge_unquoted(text, decoded)
        verdict = verdict or self._judge_paragraphs(decoded)
        if verdict:
            return verdict
        score = round(gain, SCORE_DIGITS)
        return Verdict(Spinning(score=score))

    def _judge_lines(
        self, text: str, lines: Collection[int], cheap_score: float | None
    ) -> Verdict:
        """Judge some lines of a text that as a whole is not spun."""
        decoded = self.decoder.decode(list(_paragraphs_on(text, lines)))
        score = cheap_score
        if score is None:
            score = gate.gain_per_word(decoded.paragraphs)
        unspun = Spinning(score=round(score, SCORE_DIGITS))
        return self._judge_paragraphs(decoded) or Verdict(unspun)

    def _judge_paragraphs(self, decoded: DecodedText) -> Verdict | None:
        """Decode the paragraphs again that are spun on their own; None if there are none."""
        spun_paragraphs = [
            paragraph.sentences
            for paragraph in decoded.paragraphs
            if gate.is_spun_paragraph(paragraph)
        ]
        if not spun_paragraphs:
            return None
        return _spun(self.decoder.decode(spun_paragraphs))


def _judge_unquoted(text: str, decoded: DecodedText) -> Verdict | None:
    """Judge a text by what it does not quote; None if that is not spun."""
    page = PageWords(text, decoded)
    unquoted = unquoted_gain(decoded, genuine_quotations(page, decoded))
    if not gate.is_spun(unquoted.per_word, unquoted.words):
        return None
    return _spun(decoded, unquoted.per_word)


def _spun(decoded: DecodedText, gain: float | None = None) -> Verdict:
    """Return the verdict that decoded paragraphs are spun, with their gain per word or another."""
    if gain is None:
        gain = gate.gain_per_word(decoded.paragraphs)
    score = round(gain, SCORE_DIGITS)
    spinning = Spinning(spun=True, score=score, dialect="dictionary")
    return Verdict(spinning, decoded)


def _paragraphs_on(text: str, lines: Collection[int]) -> Iterator[list[list[Word]]]:
    """Yield the sentences of each of some lines, by their numbers, that has any."""
    for number, (start, end) in enumerate(line_spans(text)):
        if number not in lines:
            continue
        found = sentences_between(text, start, end + 1)
        if found:
            yield found


def _paragraphs(text: str) -> Iterator[list[list[Word]]]:
    """Yield the sentences that begin on each line."""
    line_ends = [match.start() for match in re.finditer("\n", text)]

    def line_number(sentence: list[Word]) -> int:
        return bisect(line_ends, sentence[0].start)

    for _, paragraph in groupby(sentences(text), line_number):
        yield list(paragraph)
