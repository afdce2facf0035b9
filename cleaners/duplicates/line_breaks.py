"""Line breaks: articles with the same words may have them in other places.

Such articles are one text. A word of it is repeated if it is in a repeated line of any of
them: so it does not matter which of them came first.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt8Array,
    UInt32Array,
    UInt64Array,
    high_half,
)
from cleaners.duplicates.hashing import mix64
from cleaners.duplicates.repeated_lines import count_levels
from cleaners.duplicates.words import WordBatch

SEVERAL = 0  # in place of the hash of line breaks, for a text that has several


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one article: their hashes, and the number of words up to their ends."""

    hashes: UInt64Array
    ends: Int64Array

    @classmethod
    def of(cls, batch: WordBatch) -> Iterator[Lines]:
        """Yield the lines of each text of a batch."""
        starts = _text_starts(batch)
        bounds = pairwise((0, *batch.text_line_ends.tolist()))
        for start, (first, last) in zip(starts.tolist(), bounds, strict=True):
            ends = batch.line_ends[first:last] - start
            yield cls(batch.lines[first:last], ends)


OtherLines: TypeAlias = Mapping[int, Sequence[Lines]]  # of texts


@dataclass(slots=True)
class LineBreaks:
    """The line breaks of the texts that an update adds, and of new articles of others.

    `known` has a hash of the line breaks of each earlier text, `first` of each new text in
    its first article; `others` has the lines of articles that have them elsewhere.
    """

    known: UInt32Array
    first: array[int] = field(default_factory=partial(array, "I"))
    others: dict[int, list[Lines]] = field(default_factory=lambda: defaultdict(list))

    def add(self, numbers: Int64Array, is_new: BoolArray, batch: WordBatch) -> None:
        """Add the articles of a batch."""
        hashes = hash_breaks(batch)
        self.first.extend(hashes[is_new].tolist())
        if not is_new.all():
            self._add_others(numbers.tolist(), hashes.tolist(), batch)

    def _add_others(
        self, numbers: list[int], hashes: list[int], batch: WordBatch
    ) -> None:
        """Add the lines of articles that have other line breaks than their text so far."""
        for number, found, lines in zip(numbers, hashes, Lines.of(batch), strict=True):
            if found != self._known(number):
                self.others[number].append(lines)

    def _known(self, number: int) -> int:
        """Return the hash of the line breaks that a text has so far."""
        if number < len(self.known):
            return int(self.known[number])
        return self.first[number - len(self.known)]

    def earlier(self) -> list[int]:
        """Return the earlier texts of which a new article has other line breaks."""
        return sorted(number for number in self.others if number < len(self.known))

    def renumbered(self, moved: Mapping[int, int]) -> OtherLines:
        """Return the other lines of texts, by their new numbers."""
        found: dict[int, list[Lines]] = defaultdict(list)
        for number, lines in self.others.items():
            found[moved.get(number, number)] += lines
        return found

    def hashes(self, others: OtherLines) -> UInt32Array:
        """Return the hash of the line breaks of each new text."""
        hashes = np.array(self.first, np.uint32)
        several = np.array(list(others), np.int64) - len(self.known)
        hashes[several[several >= 0]] = SEVERAL
        return hashes


def hash_breaks(batch: WordBatch) -> UInt32Array:
    """Return a hash of where the lines of each text end; it is never SEVERAL."""
    line_starts = np.repeat(_text_starts(batch), batch.line_counts)
    places = mix64((batch.line_ends - line_starts).astype(np.uint64))
    sums = np.zeros(len(places) + 1, np.uint64)
    np.cumsum(places, out=sums[1:])
    ends = batch.text_line_ends
    return high_half(sums[ends] - sums[ends - batch.line_counts]) | np.uint32(1)


def flag_lines(
    batch: WordBatch, texts: Iterable[int], others: OtherLines, repeated: UInt64Array
) -> tuple[WordBatch, UInt8Array]:
    """Return a batch, and how repeated its lines are (see `count_levels`).

    Lines of a text that has others are cut where those end.
    """
    levels = count_levels(batch.lines, repeated)
    placed = list(_placed(batch, texts, others))
    if not placed:
        return batch, levels
    of_words = np.repeat(levels, batch.line_lengths)
    for start, lines in placed:
        _raise(of_words[start:], lines, repeated)
    return _cut(batch, _all_ends(batch, placed), of_words)


def _placed(
    batch: WordBatch, texts: Iterable[int], others: OtherLines
) -> Iterator[tuple[int, Lines]]:
    """Yield the other lines of each text, with the number of words before the text."""
    for start, text in zip(_text_starts(batch).tolist(), texts, strict=True):
        for lines in others.get(text, ()):
            yield start, lines


def _raise(of_words: UInt8Array, lines: Lines, repeated: UInt64Array) -> None:
    """Raise the levels of words to those of the lines of an article."""
    lengths = np.diff(lines.ends, prepend=0)
    levels = np.repeat(count_levels(lines.hashes, repeated), lengths)
    before = of_words[: len(levels)]
    np.maximum(before, levels, out=before)


def _all_ends(batch: WordBatch, placed: Iterable[tuple[int, Lines]]) -> Int64Array:
    """Return where lines end in any article."""
    ends = [start + lines.ends for start, lines in placed]
    return np.unique(np.concatenate([batch.line_ends, *ends]))


def _cut(
    batch: WordBatch, line_ends: Int64Array, of_words: UInt8Array
) -> tuple[WordBatch, UInt8Array]:
    """Return a batch with other lines, and their levels."""
    lines = np.zeros(len(line_ends), np.uint64)  # their hashes are of no use here
    text_line_ends = np.searchsorted(line_ends, batch.text_ends, side="right")
    cut = replace(
        batch,
        lines=lines,
        line_ends=line_ends,
        text_line_ends=text_line_ends,
    )
    return cut, of_words[line_ends - 1]


def _text_starts(batch: WordBatch) -> Int64Array:
    """Return the number of words before each text."""
    return batch.text_ends - batch.word_counts
