"""Split a text into what walls are judged by: sentences of running text, and other lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaners.lines import (
    CLOSING_QUOTES,
    LETTERS_A_WORD,
    STOPS,
    UNSPACED_LETTER,
    Line,
    is_unspaced,
    split_lines,
)
from cleaners.walls import matcher

SENTENCE = re.compile(
    rf"[{STOPS}][{CLOSING_QUOTES}]*\s+|(?<=[。！？])(?=[^{CLOSING_QUOTES}])"
)
# No colon: what stands before one in a headline ("Access denied: the tower crumbles") says what
# the article is about.
TITLE_PARTS = re.compile(r"\s+[-|–—:·•»/]+\s+|\s*\|\s*")
EDGES = " \t\"'“”‘’«»„.,!?:;…。！？()[]{}<>›‹*#_-–—•·|→►▶✓×"
# Apostrophes; the dot that "İ" leaves in small letters; soft hyphens.
FOLDED = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u0307": None, "\u00ad": None})
# Set by hand. A shorter line is the label of a button or a link, and counts as no text; any other
# line that is no running text, as a headline or the item of a list, counts as a third of its words.
LABEL_WORDS, LABEL_SHARE = 5, 3
SHORT_SENTENCE = 8  # words; a sentence that reports is longer
FEWEST_WORDS = 2  # different words by which a sentence speaks of a kind; set by hand
LONGEST_TITLE = 90  # characters of a line that may be a title; a guard
LONGEST = 600  # characters of a sentence that are matched; a guard


class Unit(NamedTuple):
    """A sentence of running text, or a line that is none.

    `words` are all its words, `weight` is what it counts as text. `is_title` is true for what may
    be a title or a button.
    """

    text: str
    words: int
    weight: int
    is_title: bool

    @property
    def runs(self) -> bool:
        """Whether it is running text."""
        return 0 < self.weight == self.words

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of walls that it shows, and TALK where it is wall talk; none if it reports."""
        folded = fold(self.text)
        kinds = matcher.sentences().search(folded[:LONGEST])
        return frozenset() if kinds and self._reports(folded) else kinds

    def speaks_of(self, kind: str) -> bool:
        """Return whether it has FEWEST_WORDS of the words that walls of a kind use."""
        enough = self.count_words_of(kind) >= FEWEST_WORDS
        return enough and not self._reports(fold(self.text))

    def count_words_of(self, kind: str) -> int:
        """Count the different words that walls of a kind use."""
        folded = fold(self.text)
        found = matcher.words(kind).finditer(folded[:LONGEST])
        return len({word[0] for word in found})

    def _reports(self, folded: str) -> bool:
        return self.words > SHORT_SENTENCE and bool(matcher.reports().search(folded))

    @property
    def titled(self) -> frozenset[str]:
        """The kinds of walls that have it as a title or a button."""
        if not self.is_title or len(self.text) > LONGEST_TITLE:
            return frozenset()
        label = fold(self.text).strip(EDGES)
        return matcher.titles().match_whole(label) if label else frozenset()


def fold(text: str) -> str:
    """Return a text in small letters with plain apostrophes and single spaces."""
    lower = text.lower()
    plain = lower if lower.isascii() else lower.translate(FOLDED)
    return " ".join(plain.split())


def split_units(text: str) -> Iterator[Unit]:
    """Yield the units of a text in their order."""
    for line in split_lines(text):
        yield from split_line(line)


def split_line(line: Line) -> Iterator[Unit]:
    """Yield the units of a line."""
    if line.is_prose:
        yield from _sentences(line.text)
    elif line.text:
        words = count_words(line.text)
        weight = words // LABEL_SHARE if words >= LABEL_WORDS else 0
        yield Unit(line.text, words, weight, is_title=True)


def _sentences(line: str) -> Iterator[Unit]:
    """Yield the sentences of a line; the last may be the label of a link ("Read more")."""
    sentences = [part for part in SENTENCE.split(line) if part]
    for number, sentence in enumerate(sentences, start=1):
        words = count_words(sentence)
        is_label = number == len(sentences) and words < LABEL_WORDS
        yield Unit(sentence, words, words, is_title=is_label)


def split_title(title: str) -> Iterator[Unit]:
    """Yield a title, and each of the parts that signs divide; they count as no text."""
    parts = TITLE_PARTS.split(title)
    for part in dict.fromkeys((title, *parts)):
        yield Unit(part, count_words(part), 0, is_title=True)


def count_words(text: str) -> int:
    """Count the words of a text; in a script without spaces, estimate them."""
    words = len(text.split())
    if not is_unspaced(text):
        return words
    return max(words, len(UNSPACED_LETTER.findall(text)) // LETTERS_A_WORD)
