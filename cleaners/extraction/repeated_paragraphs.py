"""Leave out paragraphs that a page holds twice: for wide and narrow screens, or in a running banner."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.extraction.blocks import WORD

FEWEST_WORDS = 12  # of a copy that needs no other beside it
INLAID = ("- ", "|", " ", "\t")  # items, rows and code repeat themselves rightly


def without_copies(lines: Sequence[str]) -> list[str]:
    """Keep the first of paragraphs with the same words, and of short lines that were copied beside them."""
    keys = [" ".join(WORD.findall(line)) for line in lines]
    first: dict[str, int] = {}
    for number, key in enumerate(keys):
        first.setdefault(key, number)
    original = [first[key] for key in keys]
    copy = [
        original[number] < number
        and key.count(" ") >= FEWEST_WORDS - 1
        and not line.startswith(INLAID)
        for number, (key, line) in enumerate(zip(keys, lines, strict=True))
    ]
    _spread(copy, original, range(1, len(lines)), -1)
    _spread(copy, original, range(len(lines) - 2, -1, -1), 1)
    return [line for line, is_copy in zip(lines, copy, strict=True) if not is_copy]


def _spread(
    copy: list[bool], original: Sequence[int], numbers: range, step: int
) -> None:
    """Take a repeated line for a copy too where its neighbour is one, and their originals are neighbours."""
    for number in numbers:
        beside = number + step
        if (
            copy[beside]
            and original[number] < number
            and original[number] + step == original[beside]
        ):
            copy[number] = True
