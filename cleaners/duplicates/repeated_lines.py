"""Repeated lines: a site's own lines, ignored in matching as its boilerplate.

Lines are counted for each site. A line of a wire story is on many sites, once or twice on
each; a line that one site prints in two different texts is the site's own, and is
ignored on all sites. If those two texts are copies of one story, verification finds out.

A line in two texts of a site is as often the lead of an article and of its teaser, so it
stays in signatures; one in three or more is common, and is left out of them too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    UInt8Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    find_rows,
    starts_run,
    take_rows,
)
from cleaners.duplicates.hashing import hash_text
from cleaners.sorted_search import contains

# Texts of one site with the line. With 5, short articles of small sites were lost; with
# 3, edited copies of one story.
MIN_TEXTS = 2
MIN_TEXTS_OF_COMMON = 3  # texts of one site with a common line
COMMON = np.uint64(1)  # bit of a repeated line in the index that is common
SITE_BYTES = 3  # 24 bits of a site line: the other 40 tell lines of one site apart
SITE_BITS = np.uint64(8 * SITE_BYTES)
SITE_MASK = (np.uint64(1) << SITE_BITS) - np.uint64(1)
NO_SITE = 0


@dataclass(frozen=True, slots=True)
class LinePostings:
    """Which text has which line on which site, sorted and without repeats.

    A site line is the hash of a line, with the hash of the site in its low 24 bits.
    """

    site_lines: UInt64Array
    texts: UInt32Array

    @classmethod
    def of(cls, site_lines: UInt64Array, texts: UInt32Array) -> LinePostings:
        """Sort site lines with their texts, and drop repeats."""
        order = np.lexsort((texts, site_lines))
        site_lines, texts = site_lines[order], texts[order]
        is_first = starts_run(site_lines) | starts_run(texts)
        return cls(site_lines[is_first], texts[is_first])

    @classmethod
    def empty(cls) -> LinePostings:
        """Return postings without rows."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.uint32))

    def select(self, lines: UInt64Array) -> LinePostings:
        """Return the rows of lines, as `without_site` returns them, on any site."""
        rows = find_rows(self.site_lines, lines, lines | SITE_MASK)
        return take_rows(self, rows)

    def texts_on_site(self, site_lines: UInt64Array, limit: int) -> UInt32Array:
        """Return the texts of site lines, at most the first `limit` of each."""
        rows = find_rows(self.site_lines, site_lines, site_lines, limit)
        return self.texts[rows]

    def have(self, site_lines: UInt64Array, texts: UInt32Array) -> BoolArray:
        """Return a mask of the site lines that each text beside them has."""
        starts = np.searchsorted(self.site_lines, site_lines, side="left")
        ends = np.searchsorted(self.site_lines, site_lines, side="right")
        rows = zip(starts.tolist(), ends.tolist(), texts, strict=True)
        return np.array([self._has(*row) for row in rows], np.bool_)

    def _has(self, start: int, end: int, text: np.uint32) -> bool:
        """Return whether a text is in some rows, which have one site line."""
        place = start + int(np.searchsorted(self.texts[start:end], text))
        return place < end and bool(self.texts[place] == text)


@lru_cache(maxsize=4_096)
def hash_site(site: str | None) -> int:
    """Return the 24-bit hash of a site, NO_SITE if it is unknown."""
    return NO_SITE if site is None else hash_text(site, SITE_BYTES)


def on_sites(line: int, sites: Iterable[str | None]) -> UInt64Array:
    """Return the site lines of one line on some sites."""
    hashes = np.array([hash_site(site) for site in sites], np.uint64)
    return with_site(np.full_like(hashes, line), hashes)


def with_site(lines: UInt64Array, sites: UInt64Array) -> UInt64Array:
    """Return the site lines of lines on their sites."""
    return without_site(lines) | sites


def without_site(site_lines: UInt64Array) -> UInt64Array:
    """Return site lines with 0 for the site, so that a line is equal on every site."""
    return site_lines >> SITE_BITS << SITE_BITS


def find_repeated_lines(
    lines: UInt64Array, runs: Sequence[LinePostings], alive: BoolArray
) -> tuple[UInt64Array, LinePostings]:
    """Return which of some lines are repeated, and the postings of all of them.

    Of those that are common, the bit COMMON is set. Only texts that are `alive` count.
    """
    parts = [run.select(lines) for run in runs]
    postings = _merge(parts, alive)
    return _repeated(postings), postings


def _merge(runs: Sequence[LinePostings], alive: BoolArray) -> LinePostings:
    """Merge several postings into one, without texts that are not alive."""
    rows = concat_tables(*runs)
    living = take_rows(rows, alive[rows.texts])
    return LinePostings.of(living.site_lines, living.texts)


def _repeated(postings: LinePostings) -> UInt64Array:
    """Return the lines that one site has in enough texts."""
    repeated = _in_texts_of_a_site(postings, MIN_TEXTS)
    common = _in_texts_of_a_site(postings, MIN_TEXTS_OF_COMMON)
    return repeated | contains(common, repeated) * COMMON


def _in_texts_of_a_site(postings: LinePostings, least: int) -> UInt64Array:
    """Return the lines that one site has in so many texts."""
    site_lines, counts = np.unique(postings.site_lines, return_counts=True)
    any_site = without_site(site_lines)
    has_site = site_lines != any_site
    return np.unique(any_site[has_site & (counts >= least)])


def count_levels(lines: UInt64Array, repeated: UInt64Array) -> UInt8Array:
    """Return 0 for lines that are not repeated, 1 for repeated ones, 2 for common ones."""
    any_site = without_site(lines)
    is_common = contains(repeated, any_site | COMMON)
    is_repeated = is_common | contains(repeated, any_site)
    return is_repeated.astype(np.uint8) + is_common
