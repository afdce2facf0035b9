"""Split a text into lines, tell running text from labels, and name the zone that the body fills.

All stages that work on lines count and judge them here, so that they agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’.-]\w+)*")
SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*\s*$")
SENTENCE_BREAK = re.compile(r"[.!?…]['\"”’»)\]]*\s+[“\"‘'«(\[]?[A-ZÀ-ÞА-Я0-9]")
# The four below were chosen by hand on labelled pages; none was measured by itself.
PROSE_CHARACTERS = 40  # a shorter line is a label
ENUMERATOR = 6  # leading characters in which a full stop only numbers an item ("1. ")
PROSE_SAMPLE = 300  # leading characters searched for words; a guard on long lines
END_SAMPLE = 8  # trailing characters in which a sentence may end: a stop and quotes


def _begins_with_words(count: int) -> re.Pattern[str]:
    """Compile a pattern that matches `count` words and reads no further."""
    return re.compile(rf"(?:\W*+\w++(?:['’.-]\w++)*+){{{count}}}")


NINE_WORDS = _begins_with_words(9)  # the fewest of running text
THREE_WORDS = _begins_with_words(3)  # the fewest of a line that a paragraph runs on to


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: `text` is trimmed, `start` and `end` enclose all of it."""

    index: int
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


def split_lines(text: str) -> tuple[Line, ...]:
    """Split a text at its newlines, and decide for each line whether it is prose."""
    spans = list(line_spans(text))
    trimmed = [text[start:end].strip() for start, end in spans]
    lines: list[Line] = []
    for index, (start, end) in enumerate(spans):
        line = Line(
            index=index,
            start=start,
            end=end,
            text=trimmed[index],
            is_prose=_is_prose(trimmed, index),
        )
        lines.append(line)
    return tuple(lines)


def _is_prose(lines: Sequence[str], index: int) -> bool:
    """Whether a line is running text, by itself or together with the line below."""
    line = lines[index]
    if reads_as_prose(line):
        return True
    has_line_below = index + 1 < len(lines)
    return has_line_below and is_wrapped(line, lines[index + 1])


def ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop or the like, with or without closing quotes."""
    return SENTENCE_END.search(text[-END_SAMPLE:]) is not None


def reads_as_prose(text: str) -> bool:
    """Whether a line is running text: it has enough words, and a sentence ends in it."""
    if len(text) < PROSE_CHARACTERS:
        return False
    if not ends_sentence(text) and not SENTENCE_BREAK.search(text, ENUMERATOR):
        return False
    return _has_nine_words(text)


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
    return NINE_WORDS.match(text, 0, PROSE_SAMPLE) is not None


def body_zone(core: Iterable[int]) -> Zone:
    """Return the zone from the first to the last core line; it is empty if there is none."""
    numbers = sorted(core)
    return Zone(numbers[0], numbers[-1]) if numbers else Zone(0, -1)
