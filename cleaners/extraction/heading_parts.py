"""Find the headline in a heading that has badges, counters or a deck too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cleaners.extraction.heading_text import SEPARATORS, Heading, join_pieces
from cleaners.extraction.site_names import count_words, fold_letters

# Brackets and bars part a text as tags do: "[Video]", "(14)", "Opinion | ".
PART_EDGE = re.compile(r"(?=[\[(【（])|(?<=[\])】）])|[|｜]")
# Words of a headline that is part of a heading: fewer are its label or a name. Script without
# spaces has one; then the headline has at least half of the letters.
MIN_WORDS = 3
MAX_PARTS = 200  # of a heading that is searched; a guard on cost, not tuned


def find_part(heading: Heading, titles: Iterable[str]) -> str | None:
    """Return the part of a heading that is one of some titles, if there is more at its ends.

    The part lies between tags, brackets or bars: "in 2025" after a title is no badge.
    """
    parts = _parts_of(heading)
    if len(parts) > MAX_PARTS:
        return None
    letters = fold_letters(heading.full_text)
    for title in titles:
        wanted = fold_letters(title)
        if wanted in {"", letters} or wanted not in letters:
            continue
        is_short = count_words(title) < MIN_WORDS
        if is_short and len(wanted) < len(letters) / 2:
            continue
        part = _part_of(parts, wanted)
        if part:
            return part
    return None


def _parts_of(heading: Heading) -> list[str]:
    return [part for piece in heading.pieces for part in PART_EDGE.split(piece)]


def _part_of(parts: Sequence[str], wanted: str) -> str | None:
    """Return the shortest run of parts that has the wanted letters and no others."""
    first = _find_start(parts, wanted)
    for last in range(first, len(parts)):
        text = join_pieces(parts[first : last + 1])
        if fold_letters(text) == wanted:
            return text.strip(SEPARATORS)
    return None


def _find_start(parts: Sequence[str], wanted: str) -> int:
    """Return the last part from which on there are the wanted letters."""
    starts = range(len(parts))
    return max(
        (start for start in starts if _goes_on_with(parts[start:], wanted)),
        default=len(parts),
    )


def _goes_on_with(parts: Sequence[str], wanted: str) -> bool:
    return fold_letters("".join(parts)).startswith(wanted)
