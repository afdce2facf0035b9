"""Reduce a line to its shape: what a template repeats where names and figures change.

"Published 3 May 2024, 14:05" and "Published 28 June 2023, 9:30" have the same shape.
"""

from __future__ import annotations

import re

from cleaners.lines import MARKS

MIN_WORDS = 3  # of a line with a shape; set by hand
MIN_LITERALS = 2  # words that stay, of a shape without a figure or mark; set by hand
MAX_CHARACTERS = (
    300  # of a line with a shape: a longer one is prose. A guard, not tuned.
)
FIGURE, NAME = "0", "N"
# A word, also one such as "14:05", "3.5.2024" or "o'clock"; or a mark that divides a line.
TOKEN = re.compile(rf"[\w{MARKS}]+(?:['’.,:/-][\w{MARKS}]+)*|[:|/•·©»>]")


def line_shape(text: str) -> str | None:
    """Return the shape of a line; None for one that is short, long or has nothing to replace.

    Figures become 0 and words with a capital, except the first, become N; several in a row
    count as one. A line of names that only its first word or figure tells from others has no shape.
    """
    if len(text) > MAX_CHARACTERS:
        return None
    tokens: list[str] = TOKEN.findall(text)
    words = [token for token in tokens if token[0].isalnum()]
    if len(words) < MIN_WORDS:
        return None
    first = tokens.index(words[0])
    parts = [
        _part(token, is_first=number == first) for number, token in enumerate(tokens)
    ]
    shape = _without_runs(parts)
    return " ".join(shape) if _is_telling(shape) else None


def _without_runs(parts: list[str]) -> list[str]:
    """Keep one of several figures or names in a row."""
    shape: list[str] = []
    for part in parts:
        is_run = part in (FIGURE, NAME) and shape[-1:] == [part]
        if not is_run:
            shape.append(part)
    return shape


def _part(token: str, *, is_first: bool) -> str:
    """Return what a word or mark becomes."""
    if token[0].isdigit():
        return FIGURE
    if token[0].isupper() and not is_first:
        return NAME
    return token.casefold()


def _is_telling(shape: list[str]) -> bool:
    """Whether something was replaced, and enough is left to know a template by."""
    literals = [part for part in shape if part[0].isalpha() and part != NAME]
    figures = shape.count(FIGURE)
    if figures:
        return bool(literals) or figures > 1
    return NAME in shape and len(literals) >= _min_literals(shape)


def _min_literals(shape: list[str]) -> int:
    """Return how many words a shape without figures needs: fewer beside a mark that divides it."""
    has_mark = any(not part[0].isalnum() for part in shape)
    return 1 if has_mark else MIN_LITERALS
