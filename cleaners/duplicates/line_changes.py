"""The lines that an update of an index brings and takes, and which are repeated after it.

A part of all hashes is read at a time: the lines of a million articles, sorted at once, take as
much memory as all else of the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    UInt32Array,
    UInt64Array,
    concat_tables,
    take_rows,
)
from cleaners.duplicates.hash_parts import HashPart, hash_parts
from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.repeated_lines import (
    LinePostings,
    find_repeated_lines,
    without_site,
)
from cleaners.sorted_search import contains


class RepeatedLines(NamedTuple):
    """Repeated lines, and the earlier texts in which they have changed."""

    lines: UInt64Array
    texts: UInt32Array


@dataclass(frozen=True, slots=True)
class LineChanges:
    """The lines of new articles, in `tables`, and of earlier texts that are no longer `alive`.

    `alive` is a mask of all texts, new ones last. `renumber` replaces the old numbers of texts
    that were read again.
    """

    index: DuplicateIndex
    tables: Sequence[LinePostings]
    alive: BoolArray
    renumber: Callable[[UInt32Array], UInt32Array]

    def new_lines(self) -> LinePostings:
        """Return the lines of new articles."""
        every = map(self._new_lines_of, self._parts())
        return concat_tables(LinePostings.empty(), *every)

    def repeated(self) -> RepeatedLines:
        """Return all repeated lines, and the earlier texts in which they have changed."""
        found = [self._repeated_of(part) for part in self._parts()]
        lines = np.concatenate([each.lines for each in found])
        texts = np.concatenate([each.texts for each in found])
        return RepeatedLines(lines, np.unique(texts))

    def _parts(self) -> list[HashPart]:
        rows = sum(len(table.texts) for table in self.tables)
        return hash_parts(rows)

    def _new_lines_of(self, part: HashPart) -> LinePostings:
        """Return those lines of new articles that are of a part."""
        own = [
            take_rows(table, part.contains(table.site_lines)) for table in self.tables
        ]
        lines = concat_tables(LinePostings.empty(), *own)
        return LinePostings.of(lines.site_lines, self.renumber(lines.texts))

    def _repeated_of(self, part: HashPart) -> RepeatedLines:
        """Return the repeated lines of a part, and the earlier texts in which they changed."""
        known = self.index.repeated_lines
        known = known[part.contains(known)]
        new_lines = self._new_lines_of(part)
        touched = self._touched_lines(part, new_lines)
        before = known[contains(touched, without_site(known))]
        runs = [new_lines, *self.index.lines]
        repeated, postings = find_repeated_lines(touched, runs, self.alive)
        unchanged = np.setdiff1d(known, before)
        changed = np.setxor1d(repeated, before)
        return RepeatedLines(
            lines=np.union1d(unchanged, repeated),
            texts=self._earlier_texts_with(changed, postings),
        )

    def _touched_lines(self, part: HashPart, new_lines: LinePostings) -> UInt64Array:
        """Return those lines of new and removed texts that are of a part."""
        removed = (lines[part.contains(lines)] for lines in self._removed_lines())
        site_lines = np.concatenate([new_lines.site_lines, *removed])
        return np.unique(without_site(site_lines))

    def _removed_lines(self) -> Iterator[UInt64Array]:
        """Yield the lines of removed texts on their sites."""
        was_alive = self.index.texts.alive
        removed = was_alive & ~self.alive[: len(was_alive)]
        if removed.any():
            for run in self.index.lines:
                yield run.site_lines[removed[run.texts]]

    def _earlier_texts_with(
        self, lines: UInt64Array, postings: LinePostings
    ) -> UInt32Array:
        """Return the earlier texts that have one of some lines."""
        any_site = without_site(postings.site_lines)
        has_line = contains(without_site(lines), any_site)
        texts = postings.texts[has_line]
        return np.unique(texts[texts < len(self.index.texts)])
