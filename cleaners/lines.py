"""Split a text into lines, tell running text from labels, and name the zone that the body fills.

All stages that work on lines count and judge them here, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import NamedTuple

from cleaners.lazy_patterns import compile_later

# Vowel signs and accents that belong to the letter before, which \w leaves out: accents, Hebrew
# and Arabic points, and the signs of the scripts from Devanagari to Khmer, without their stops.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0970-\u0dff\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3"
)
# Scripts without spaces between words: Chinese and Japanese, Thai, Lao, Burmese, Khmer.
UNSPACED = (
    "\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1780-\u17d3"
)
# Full stops of all scripts: Latin, Chinese, Devanagari, Arabic and Urdu, Armenian, Burmese,
# Khmer, Ethiopic.
STOPS = ".!?…。！？｡।॥؟۔։။។።"
_STOP_SIGNS = frozenset(STOPS)
ASCII_STOPS = ".!?"
ELLIPSES = ("…", "...")
CLOSING_QUOTES = "'\"”’»)\\]」』】）"
WORD = compile_later(rf"[\w{MARKS}]+(?:['’.-][\w{MARKS}]+)*")
# "It was found by a boy.[2]": the number of a note may stand behind the stop.
NOTES = r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹])*"
SENTENCE_END = compile_later(rf"[{STOPS}][{CLOSING_QUOTES}]*{NOTES}\s*$")
SENTENCE_BREAK = compile_later(
    rf"[{STOPS}][{CLOSING_QUOTES}]*\s+[“\"‘'«(\[]?[A-ZÀ-ÞА-Я0-9]"
    rf"|[。！？][{CLOSING_QUOTES}]*[{UNSPACED}]"
)
UNSPACED_LETTER = compile_later(f"[{UNSPACED}]")
# The four below were chosen by hand on labelled pages; none was measured by itself.
PROSE_CHARACTERS = 40  # a shorter line is a label
ENUMERATOR = 6  # leading characters in which a full stop only numbers an item ("1. ")
PROSE_SAMPLE = 300  # leading characters searched for words; a guard on long lines
END_SAMPLE = (
    16  # trailing characters in which a sentence may end: a stop, quotes and notes
)


def _begins_with_words(count: int) -> re.Pattern[str]:
    """Compile a pattern that matches `count` words and reads no further."""
    return compile_later(
        rf"(?:[^\w{MARKS}]*+[\w{MARKS}]++(?:['’.-][\w{MARKS}]++)*+){{{count}}}"
    )


FEWEST_WORDS = 9  # of running text; set by hand
NINE_WORDS = _begins_with_words(FEWEST_WORDS)
THREE_WORDS = _begins_with_words(3)  # the fewest of a line that a paragraph runs on to
# A line of an unspaced script is running text from 18 letters, about nine words; without a stop, as
# Thai is written, from 80. Set by hand.
UNSPACED_LETTERS, UNSPACED_WITHOUT_STOP = 18, 80
SHORTEST_PROSE = min(PROSE_CHARACTERS, UNSPACED_LETTERS)
LETTERS_A_WORD = 2  # of unspaced scripts, about


class Line(NamedTuple):
    """One line without its newline: `text` is trimmed, `start` and `end` enclose all of it.

    It is a named tuple, as pages have many: a frozen dataclass takes three times as long to make.
    """

    index: int  # type: ignore[assignment]  # hides a method of tuples
    start: int
    end: int
    text: str
    is_prose: bool

    @property
    def is_blank(self) -> bool:
        """Whether the line is empty or white space."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Zone:
    """The lines of a text that are its body, from number `first` to `last`, both included."""

    first: int
    last: int

    def place(self, index: int) -> str:
        """Return where a line is: head, body or tail; edge on a page without a body."""
        if self.last < self.first:
            return "edge"
        if index < self.first:
            return "head"
        return "tail" if index > self.last else "body"


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each line; only newlines separate lines."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        yield start, end
        start = end + 1


def filled_spans(text: str) -> dict[int, tuple[int, int]]:
    """Return the start and end of each line that is not blank, by its number."""
    return {
        number: (start, end)
        for number, (start, end) in enumerate(line_spans(text))
        if text[start:end].strip()
    }


def split_lines(text: str) -> tuple[Line, ...]:
    """Split a text at its newlines, and decide for each line whether it is prose."""
    trimmed = [part.strip() for part in text.split("\n")]
    starts, ends = zip(*line_spans(text), strict=True)
    are_prose = _are_prose(trimmed)
    fields = zip(count(), starts, ends, trimmed, are_prose, strict=False)
    return tuple(map(Line._make, fields))


def _are_prose(lines: list[str]) -> list[bool]:
    """Decide for each line whether it is running text, by itself or with the line below."""
    return [
        len(line) >= SHORTEST_PROSE
        and (reads_as_prose(line) or is_wrapped(line, below))
        for line, below in pairwise((*lines, ""))
    ]


def ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop or the like, with or without closing quotes."""
    last = text[-1:]
    if last in _STOP_SIGNS:
        return True
    if last.isalpha() or last.isdecimal():
        return False
    return SENTENCE_END.search(text[-END_SAMPLE:]) is not None


def breaks_sentence(text: str) -> bool:
    """Whether a sentence ends inside a line and another begins."""
    if text.isascii() and not any(map(text.count, ASCII_STOPS)):
        return False
    return SENTENCE_BREAK.search(text, ENUMERATOR) is not None


def reads_as_prose(text: str) -> bool:
    """Whether a line is running text: it has enough words, and a sentence ends in it."""
    if is_unspaced(text):
        return _reads_as_unspaced_prose(text)
    if len(text) < PROSE_CHARACTERS:
        return False
    if not ends_sentence(text) and not breaks_sentence(text):
        return False
    return _has_nine_words(text)


def is_unspaced(text: str) -> bool:
    """Whether most of a line is in a script without spaces between words."""
    if text.isascii() or not UNSPACED_LETTER.search(text, 0, PROSE_SAMPLE):
        return False
    return 2 * count_unspaced(text) >= len(text)


def count_unspaced(text: str) -> int:
    """Count the letters of scripts without spaces near the start of a line."""
    return len(UNSPACED_LETTER.findall(text, 0, PROSE_SAMPLE))


def count_words(text: str) -> int:
    """Count the words near the start of a line; in a script without spaces, estimate them."""
    words = len(text[:PROSE_SAMPLE].split())
    if not is_unspaced(text):
        return words
    return max(words, count_unspaced(text) // LETTERS_A_WORD)


def count_all_words(text: str) -> int:
    """Count the words of a text; in scripts without spaces, estimate them by the letters."""
    if text.isascii():
        return len(WORD.findall(text))
    spaced, letters = UNSPACED_LETTER.subn(" ", text)
    return len(WORD.findall(spaced)) + letters // LETTERS_A_WORD


def _reads_as_unspaced_prose(text: str) -> bool:
    letters = count_unspaced(text)
    if ends_sentence(text) or breaks_sentence(text):
        return letters >= UNSPACED_LETTERS
    return letters >= UNSPACED_WITHOUT_STOP


def is_wrapped(text: str, below: str) -> bool:
    """Whether a line is part of a paragraph that was wrapped at a column.

    Then the line below goes on in lower case, with words and not as a slug.
    """
    is_short = len(text) < PROSE_CHARACTERS
    goes_on = below[:1].islower()
    if is_short or not goes_on:
        return False
    is_long = len(below) >= PROSE_CHARACTERS
    if not is_long and not SENTENCE_END.search(below):
        return False
    if not THREE_WORDS.match(below):
        return False
    return _has_nine_words(text)


def _has_nine_words(text: str) -> bool:
    """Whether a line has nine words near its start; nine parts that begin with a letter do."""
    parts = text[:PROSE_SAMPLE].split(None, FEWEST_WORDS)[:FEWEST_WORDS]
    begin_with_letter = sum([part[0].isalnum() for part in parts])
    if begin_with_letter == FEWEST_WORDS:
        return True
    return NINE_WORDS.match(text, 0, PROSE_SAMPLE) is not None


def body_zone(core: Iterable[int]) -> Zone:
    """Return the zone from the first to the last core line; it is empty if there is none."""
    numbers = sorted(core)
    return Zone(numbers[0], numbers[-1]) if numbers else Zone(0, -1)
