"""Furniture: the lines that a site repeats, left out so that two articles are not one for their boilerplate.

The count is per site and absolute. A line of a wire story stands on many sites, once or twice on
each; what one site prints in two different texts is its own furniture, wherever else it stands. Where
those are copies of one story, the proof sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import chosen, gather, is_first, joined
from cleaners.duplicates.hashing import Hashes, Hashes32

REPEATS = 2  # texts of one site: with 5, short articles of small sites were lost; with 3, edited copies of one story
SITE_BITS = np.uint64(24)
NO_SITE = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """Which text has which line on which site, sorted: a place is the line's hash with the site's at its low end."""

    places: Hashes
    texts: Hashes32

    @classmethod
    def of(cls, places: Hashes, texts: Hashes32) -> Lines:
        """Sort, each once."""
        order = np.lexsort((texts, places))
        places, texts = places[order], texts[order]
        first = is_first(places) | is_first(texts)
        return cls(places[first], texts[first])


def site_number(site: str | None) -> int:
    """Give a site a number, NO_SITE where it is unknown."""
    if site is None:
        return NO_SITE
    return (
        int.from_bytes(
            blake2b(site.encode("utf-8", "surrogatepass"), digest_size=3).digest(),
            "big",
        )
        or 1
    )


def place(lines: Hashes, sites: NDArray[np.uint64]) -> Hashes:
    """Say where lines stand: on which site."""
    return whole_line(lines) | sites


def whole_line(places: Hashes) -> Hashes:
    """Give what is equal for a line on every site."""
    return places >> SITE_BITS << SITE_BITS


def find_furniture(
    lines: Hashes, runs: Sequence[Lines], alive: NDArray[np.bool_]
) -> tuple[Hashes, Lines]:
    """Tell which of some whole lines are furniture, and who has any of them. Texts that are not alive do not count."""
    at = [
        gather(run.places, lines, lines | (np.uint64(1) << SITE_BITS) - np.uint64(1))
        for run in runs
    ]
    found = joined(*(chosen(run, rows) for run, rows in zip(runs, at, strict=True)))
    living = alive[found.texts]
    every = Lines.of(found.places[living], found.texts[living])
    places, counts = np.unique(every.places, return_counts=True)
    repeated = places[(counts >= REPEATS) & (places != whole_line(places))]
    return np.unique(whole_line(repeated)), every
