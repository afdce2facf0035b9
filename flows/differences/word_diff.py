"""The words that changed between two texts, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Indel

TOKEN = re.compile(r"\n|[^\S\n]+|[\w'’-]+|[^\w\s]")  # a break, a space, a word, a sign


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
    removed: list[str] = []
    added: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield from _replaced(removed, added)
            removed, added = [], []
            yield Word(Mark.SAME, "".join(old[step.src_start : step.src_end]))
        removed += old[step.src_start : step.src_end] if step.tag == "delete" else []
        added += new[step.dest_start : step.dest_end] if step.tag == "insert" else []
    yield from _replaced(removed, added)


def _replaced(removed: list[str], added: list[str]) -> Iterator[Word]:
    """Yield the words between two places where the texts are the same."""
    if removed:
        yield Word(Mark.REMOVED, "".join(removed))
    if added:
        yield Word(Mark.ADDED, "".join(added))


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
        first, *others = word.text.split("\n")
        line += [Word(word.mark, first)] if first else []
        for other in others:
            yield line
            line = [Word(word.mark, other)] if other else []
    yield line
