"""A text as lines with their places, and the zone that its body fills."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"\w+(?:['’.-]\w+)*")
SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*\s*$")
SENTENCE_BREAK = re.compile(r"[.!?…]['\"”’»)\]]*\s+[“\"‘'«(\[]?[A-ZÀ-ÞА-Я0-9]")
PROSE_WORDS = 9
PROSE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its newline: `text` is trimmed, `start` and `end` enclose it untrimmed."""

    index: int
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing but white space stands here."""
        return not self.text

    @property
    def is_prose(self) -> bool:
        """Whether this reads as running text: enough words, and a sentence that ends."""
        if len(self.text) < PROSE_CHARACTERS or not (
            SENTENCE_END.search(self.text) or SENTENCE_BREAK.search(self.text)
        ):
            return False
        return len(WORD.findall(self.text)) >= PROSE_WORDS


@dataclass(frozen=True, slots=True)
class Zone:
    """The line numbers between which the body stands: `first` and `last` are part of it."""

    first: int
    last: int

    def place(self, index: int) -> str:
        """Say where a line stands: head, body or tail."""
        if index < self.first:
            return "head"
        return "tail" if index > self.last else "body"


def split_lines(text: str) -> tuple[Line, ...]:
    """Split at newlines only, so that the lines and newlines tile the text."""
    lines: list[Line] = []
    at = 0
    for index, line in enumerate(text.split("\n")):
        lines.append(Line(index, at, at + len(line), line.strip()))
        at += len(line) + 1
    return tuple(lines)


def body_zone(core: Iterable[int]) -> Zone:
    """Span the body from the first to the last core line; without any, it is empty and all is head."""
    found = sorted(core)
    return Zone(found[0], found[-1]) if found else Zone(10**9, 10**9)
