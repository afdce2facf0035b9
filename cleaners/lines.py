"""A text as lines with their places, and the zone that its body fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’.-]\w+)*")
SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*\s*$")
SENTENCE_BREAK = re.compile(r"[.!?…]['\"”’»)\]]*\s+[“\"‘'«(\[]?[A-ZÀ-ÞА-Я0-9]")
PROSE_CHARACTERS = 40
ENUMERATOR = 6  # characters at the start in which a full stop may only number an item
PROSE_SAMPLE = 300  # characters in which the words are looked for


def _begins_with_words(count: int) -> re.Pattern[str]:
    """Match what has `count` words or more, without going on to the last of them."""
    return re.compile(rf"(?:\W*+\w++(?:['’.-]\w++)*+){{{count}}}")


PROSE_WORDS = _begins_with_words(9)
WORDS_BELOW = _begins_with_words(3)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: `text` is trimmed, `start` and `end` enclose it untrimmed."""

    index: int
    start: int
    end: int
    text: str
    is_prose: bool

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space stands here."""
        return not self.text


@dataclass(frozen=True, slots=True)
class Zone:
    """The line numbers between which the body stands: `first` and `last` are part of it."""

    first: int
    last: int

    def place(self, index: int) -> str:
        """Say where a line stands: head, body or tail; edge on a page without a body."""
        if self.last < self.first:
            return "edge"
        if index < self.first:
            return "head"
        return "tail" if index > self.last else "body"


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line starts and ends; only newlines part them, so that both tile the text."""
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def split_lines(text: str) -> tuple[Line, ...]:
    """Split a text at its newlines, and judge each line."""
    spans = list(bounds(text))
    trimmed = [text[start:end].strip() for start, end in spans]
    return tuple(
        Line(index, *span, line, reads_as_prose(line) or is_wrapped(line, below))
        for index, (span, line, below) in enumerate(
            zip(spans, trimmed, [*trimmed[1:], ""], strict=True)
        )
    )


def reads_as_prose(text: str) -> bool:
    """Whether a line is running text: enough words, and a sentence that ends."""
    if len(text) < PROSE_CHARACTERS or not (
        SENTENCE_END.search(text[-8:]) or SENTENCE_BREAK.search(text, ENUMERATOR)
    ):
        return False
    return PROSE_WORDS.match(text, 0, PROSE_SAMPLE) is not None


def is_wrapped(text: str, below: str) -> bool:
    """Whether a line is part of a paragraph that was broken at a column: it runs on below, and not as a slug."""
    if len(text) < PROSE_CHARACTERS or not below[:1].islower():
        return False
    runs_on = len(below) >= PROSE_CHARACTERS or SENTENCE_END.search(below)
    if not runs_on or not WORDS_BELOW.match(below):
        return False
    return PROSE_WORDS.match(text, 0, PROSE_SAMPLE) is not None


def body_zone(core: Iterable[int]) -> Zone:
    """Span the body from the first to the last core line; without any, it is empty."""
    found = sorted(core)
    return Zone(found[0], found[-1]) if found else Zone(0, -1)
