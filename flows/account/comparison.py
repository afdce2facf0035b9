"""Two texts side by side: their paragraphs in rows, and which words differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeAlias

from rapidfuzz.distance import Levenshtein

TOKEN = re.compile(r"\n+|[^\S\n]*\S+[^\S\n]*|[^\S\n]+")
# Words of a text: the time to align grows with the product of both texts, 0.2 s here. Longer
# than all but a few articles.
MAX_WORDS = 20_000

Block: TypeAlias = tuple[str, Sequence[str], Sequence[str]]
"""What was done to some words, these, and those in their place."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one text that follow one another, and whether the other text has them there."""

    text: str
    is_shared: bool


@dataclass(slots=True)
class Row:
    """The same part of both texts, mostly a paragraph of each; either may be empty."""

    left: list[Run] = field(default_factory=list)
    right: list[Run] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.left or self.right)


def compare(left: str, right: str) -> tuple[Row, ...]:
    """Align two texts by their words. What is beyond 20,000 words of either is left out."""
    return tuple(row for row in _rows(_words(left), _words(right)) if row)


def _words(text: str) -> list[str]:
    return TOKEN.findall(text)[:MAX_WORDS]


def _rows(left: Sequence[str], right: Sequence[str]) -> Iterator[Row]:
    """Yield rows, which end at line breaks that both texts have or that one text has alone."""
    row = Row()
    for tag, words, others in _blocks(left, right):
        if tag == "replace":
            _add_all(row.left, words)
            _add_all(row.right, others)
            continue
        is_shared = tag == "equal"
        for word, other in zip_longest(words, others, fillvalue=""):
            if "\n" in (word or other):
                yield row
                row = Row()
                continue
            _add(row.left, word, is_shared=is_shared)
            _add(row.right, other, is_shared=is_shared)
    yield row


def _blocks(left: Sequence[str], right: Sequence[str]) -> Iterator[Block]:
    """Yield what is equal, replaced or in one text alone, in order."""
    codes = Levenshtein.opcodes(_keys(left), _keys(right))
    for code in codes:
        here = slice(code.src_start, code.src_end)
        there = slice(code.dest_start, code.dest_end)
        yield code.tag, left[here], right[there]


def _keys(words: Iterable[str]) -> list[str]:
    """Return words without the white space around them; all line breaks are alike."""
    return [word.strip() or word[0] for word in words]


def _add_all(runs: list[Run], words: Iterable[str]) -> None:
    for word in words:
        _add(runs, word, is_shared=False)


def _add(runs: list[Run], word: str, *, is_shared: bool) -> None:
    """Add a word to the last run, or begin a new one."""
    if not word:
        return
    if runs and runs[-1].is_shared is is_shared:
        runs[-1] = Run(runs[-1].text + word, is_shared)
    else:
        runs.append(Run(word, is_shared))
