"""Template lines: which articles had a line, or one of its shape, on which site.

The index of lines has the texts that were published. A site's own lines are removed from these, so
they are kept here: every line that was in doubt or that the model removed, and its shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import (
    UInt64Array,
    concat_tables,
    find_rows,
    starts_run,
    take_rows,
)
from cleaners.duplicates.hashing import hash_text
from cleaners.duplicates.line_index import NO_WORDS
from cleaners.duplicates.repeated_lines import hash_site, on_sites, with_site
from cleaners.sorted_search import contains

ID = "S32"  # an article id: 32 hex digits
SHAPE_BYTES = 8  # of which `with_site` keeps 40 bits
# Articles that are kept for one line of a site, the first by id: a guard on size, not tuned. More
# would prove nothing more.
MAX_ARTICLES = 50


@dataclass(frozen=True, slots=True)
class TemplateLines:
    """One row for each line or shape of a site and article that had it, sorted, without repeats.

    `site_lines` has the hash of a line or shape, with the hash of the site in its low 24 bits.
    """

    site_lines: UInt64Array
    ids: NDArray[np.bytes_]

    @classmethod
    def of(cls, lines: Sequence[tuple[str, str, int]]) -> TemplateLines:
        """Make a table of (article id, site, hash of a line or shape)."""
        ids = np.array([article_id.encode() for article_id, _, _ in lines], ID)
        hashes = np.array([line for _, _, line in lines], np.uint64)
        sites = np.array([hash_site(site) for _, site, _ in lines], np.uint64)
        return _sorted(cls(with_site(hashes, sites), ids))

    def merged(self, *others: TemplateLines) -> TemplateLines:
        """Return the rows of all tables."""
        return _sorted(concat_tables(self, *others))

    def without(self, article_ids: Iterable[str]) -> TemplateLines:
        """Return the table without some articles."""
        gone = np.array(sorted(name.encode() for name in article_ids), ID)
        return take_rows(self, ~contains(gone, self.ids)) if len(gone) else self

    def on_site(self, line: int, site: str | None) -> list[str]:
        """Return the ids of articles that had a line or shape on a site."""
        if site is None or line == NO_WORDS:
            return []
        key = on_sites(line, [site])
        rows = find_rows(self.site_lines, key, key)
        names = self.ids[rows].tolist()
        return [name.decode() for name in names]


def shape_hash(shape: str | None) -> int:
    """Return the hash of a shape; NO_WORDS if a line has none."""
    return NO_WORDS if shape is None else hash_text(shape, SHAPE_BYTES)


def _sorted(table: TemplateLines) -> TemplateLines:
    """Sort the rows, drop repeats, and keep the first MAX_ARTICLES of each line."""
    order = np.lexsort((table.ids, table.site_lines))
    ordered = take_rows(table, order)
    is_first = starts_run(ordered.site_lines) | starts_run(ordered.ids)
    distinct = take_rows(ordered, is_first)
    is_kept = _ranks(distinct.site_lines) < MAX_ARTICLES
    return take_rows(distinct, is_kept)


def _ranks(ordered: UInt64Array) -> NDArray[np.int64]:
    """Return the position of each value among its equals, which follow each other."""
    rows = np.arange(len(ordered))
    first_rows = np.searchsorted(ordered, ordered)
    ranks: NDArray[np.int64] = rows - first_rows
    return ranks
