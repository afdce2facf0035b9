"""Find the headline in a heading that has badges, counters or a deck too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from cleaners.extraction.heading_text import SEPARATORS, Heading
from cleaners.extraction.site_names import count_words, fold_letters

# Brackets and bars part a text as tags do: "[Video]", "(14)", "Opinion | ".
PART_EDGE = re.compile(r"(?=[\[(【（])|(?<=[\])】）])|[|｜]")
# Words of a headline that is part of a heading: fewer are its label or a name. Script without
# spaces has one; then the headline has at least half of the letters.
MIN_WORDS = 3


def find_part(heading: Heading, titles: Iterable[str]) -> str | None:
    """Return the part of a heading that is one of some titles, if there is more at its ends.

    The part lies between tags, brackets or bars: "in 2025" after a title is no badge.
    """
    letters = fold_letters(heading.full_text)
    for title in titles:
        wanted = fold_letters(title)
        if wanted in {"", letters} or wanted not in letters:
            continue
        is_short = count_words(title) < MIN_WORDS
        if is_short and len(wanted) < len(letters) / 2:
            continue
        part = _part_of(_parts_of(heading), wanted)
        if part:
            return part
    return None


def _parts_of(heading: Heading) -> list[str]:
    return [part for piece in heading.pieces for part in PART_EDGE.split(piece)]


def _part_of(parts: Sequence[str], wanted: str) -> str | None:
    """Return the shortest run of parts that has the wanted letters and no others."""
    letters = [fold_letters(part) for part in parts]
    ends = list(accumulate(map(len, letters)))
    starts = [0, *ends[:-1]]
    start = "".join(letters).find(wanted)
    end = start + len(wanted)
    if start not in starts or end not in ends:
        return None
    first = max(i for i, each in enumerate(starts) if each == start)
    last = ends.index(end)
    text = " ".join("".join(parts[first : last + 1]).split())
    return text.strip(SEPARATORS)
