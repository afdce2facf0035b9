"""Cut texts into runs of words, by which blocks and lines are found in the text of an article."""

from __future__ import annotations

from collections.abc import Sequence

GRAM = 4  # words


def word_grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return all runs of GRAM words."""
    last_start = len(words) - GRAM
    return [tuple(words[start : start + GRAM]) for start in range(last_start + 1)]
