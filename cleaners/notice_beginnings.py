"""What the lines of notices begin with: the first letters of the patterns that match them.

Hundreds of patterns take long to try on each line, and few lines begin as any of them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LETTERS = 3  # as many tell most lines apart (not tuned)
NOT_A_WORD = re.compile(r"\W*")
# What may stand at a letter's place, beside the letter itself, where case is ignored.
FOLDED = str.maketrans("İıſ", "iis")
# A group of alternatives, or a letter; a question mark says that it may be missing.
GROUP = re.compile(r"\(\?:((?:[^()]|\([^()]*\))*)\)(\?)?")
LETTER = re.compile(r"([^\W\d_]|[ .'’])(\?)?")
ANYTHING = ""


class Beginnings:
    """The beginnings of some patterns."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Read patterns in lower case, of letters, groups of alternatives and others."""
        self._all = frozenset(
            beginning for pattern in patterns for beginning in _begin(pattern, LETTERS)
        )

    def fit(self, line: str) -> bool:
        """Return whether the first word of a line may begin a match."""
        letters = _first_letters(line)
        sizes = range(LETTERS + 1)
        return any(letters[:size] in self._all for size in sizes)


def _first_letters(line: str) -> str:
    """Return the first letters of a line, in lower case."""
    opening = NOT_A_WORD.match(line)
    first = opening.end() if opening else 0
    letters = line[first : first + LETTERS]
    return letters.translate(FOLDED).lower()


def _begin(pattern: str, size: int) -> Iterator[str]:
    """Yield what a match may begin with, in `size` letters, or fewer where more is unknown."""
    group = GROUP.match(pattern)
    letter = LETTER.match(pattern)
    if size and group:
        rest = pattern[group.end() :]
        yield from _begin_group(group, rest, size)
    elif size and letter:
        rest = pattern[letter.end() :]
        yield from _begin_letter(letter, rest, size)
    else:
        yield ANYTHING


def _begin_group(group: re.Match[str], rest: str, size: int) -> Iterator[str]:
    """Yield the beginnings of a group of alternatives and what follows it."""
    alternatives, optional = group.groups()
    for alternative in alternatives.split("|"):
        yield from _begin(alternative + rest, size)
    if optional:
        yield from _begin(rest, size)


def _begin_letter(letter: re.Match[str], rest: str, size: int) -> Iterator[str]:
    """Yield the beginnings of a letter and what follows it."""
    first, optional = letter.groups()
    for following in _begin(rest, size - 1):
        yield first + following
    if optional:
        yield from _begin(rest, size)
