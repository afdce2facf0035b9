"""The words that changed between two texts, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from rapidfuzz.distance import Indel, MatchingBlock

TOKEN = re.compile(r"\n|[^\S\n]+|[\w'’-]+|[^\w\s]")  # a break, a space, a word, a sign

START = MatchingBlock(0, 0, 0)


class Mark(Enum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Word:
    """Some words in a row that are the same, removed or added."""

    mark: Mark
    text: str


def words(before: str, after: str) -> Iterator[Word]:
    """Yield both texts as one; where they differ, what was removed is before what was added."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    blocks = Indel.opcodes(old, new).as_matching_blocks()
    for earlier, same in pairwise([START, *blocks]):
        yield from _run(Mark.REMOVED, old[earlier.a + earlier.size : same.a])
        yield from _run(Mark.ADDED, new[earlier.b + earlier.size : same.b])
        yield from _run(Mark.SAME, old[same.a :][: same.size])


def _run(mark: Mark, tokens: list[str]) -> Iterator[Word]:
    """Yield some tokens in a row as one, unless there are none."""
    if tokens:
        yield Word(mark, "".join(tokens))


def changed_lines(before: str, after: str) -> Iterator[list[Word]]:
    """Yield the lines in which words changed; an empty list stands for lines in between."""
    skipped = False
    for line in _lines(before, after):
        if all(word.mark is Mark.SAME for word in line):
            skipped = True
            continue
        if skipped:
            yield []
            skipped = False
        yield line
    if skipped:
        yield []


def _lines(before: str, after: str) -> Iterator[list[Word]]:
    """Cut the words at the breaks of lines."""
    line: list[Word] = []
    for word in words(before, after):
        first, *others = _at_breaks(word)
        line.append(first)
        for other in others:
            yield _written(line)
            line = [other]
    yield _written(line)


def _at_breaks(word: Word) -> list[Word]:
    return [Word(word.mark, text) for text in word.text.split("\n")]


def _written(line: list[Word]) -> list[Word]:
    """Leave out what has no text."""
    return [word for word in line if word.text]
