"""Align two texts word by word, and find runs of matching words.

The words in common, in order, do not show that a text is a copy: two English texts of
unequal length share half of them by chance. A copy shares them *close together*: where
one word was replaced, the next ones match again, in both texts at once. So matching
words are joined to runs, in which at most a few words lie between two matches in either
text. What counts is how much of the shorter text lies in such runs.

Of 150 copies by a dictionary spinner and as many truncated to a third, the lowest had
.67 of their words in runs without word classes and .87 with them. Independent articles on
one event had at most .12 and .21, unrelated ones .14.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeAlias

import numpy as np
from rapidfuzz.distance import LCSseq, MatchingBlock

from cleaners.duplicates.columns import Int64Array
from cleaners.duplicates.text_words import TextWords

# Share of the shorter text's words that match, in order; real spun copies have at least
# .45. Below this the alignment is skipped.
MIN_IN_ORDER = 0.37
MAX_GAP = 4  # words between two matches of a run; a spun phrase is rarely longer
MIN_RUN = 8  # matching words; shorter runs occur by chance (chosen on made copies)
# Words times words; the alignment takes an eighth of that in bytes, here 50 MB. A guard,
# not tuned.
MAX_CELLS = 4 * 10**8

Run: TypeAlias = list[MatchingBlock]
Gap: TypeAlias = tuple[int, int, int, int]  # start and end in either text


@dataclass(frozen=True)
class Alignment:
    """The words of two texts that match in runs.

    In a matching block `a` is a place in the shorter text, `b` one in the longer.
    `gaps` lie between two blocks of a run, where both texts have words that differ.
    `covered` counts words of the shorter text in runs, gaps included. `longest` is the
    number of words that match in the longest run. `aligned` is the number of words of the
    shorter text that were aligned: all of them, unless the pair is too large.
    """

    matches: list[MatchingBlock]
    gaps: list[Gap]
    covered: int
    longest: int
    aligned: int

    @property
    def matched(self) -> int:
        """Return the number of words that match."""
        return sum(block.size for block in self.matches)

    @cached_property
    def places(self) -> tuple[Int64Array, Int64Array]:
        """Return the place of each matching word in the shorter and the longer text."""
        bounds = [(block.a, block.b, block.size) for block in self.matches]
        starts, others, sizes = np.array(bounds, np.int64).reshape(-1, 3).T
        before = np.cumsum(sizes) - sizes
        steps = np.arange(sizes.sum()) - np.repeat(before, sizes)
        return steps + np.repeat(starts, sizes), steps + np.repeat(others, sizes)


def align(shorter: TextWords, longer: TextWords) -> Alignment:
    """Align the classes of two texts. Of a pair too large, align the first words.

    Nothing matches where the texts have too few words in common.
    """
    left, right = _first_words(shorter.class_string, longer.class_string)
    if not _may_match(left, right):
        return Alignment([], [], covered=0, longest=0, aligned=len(left))
    return _align(left, right)


def align_copies(shorter: TextWords, longer: TextWords) -> Alignment:
    """Align two texts of which it is known that they have words in common."""
    return _align(*_first_words(shorter.class_string, longer.class_string))


def alignment_of(blocks: Iterable[MatchingBlock], aligned: int) -> Alignment:
    """Return the alignment of matching blocks, which are in the order of the shorter text."""
    runs = [run for run in _join_blocks(blocks) if _is_long(run)]
    matches = list(chain.from_iterable(runs))
    gaps = list(chain.from_iterable(map(_gaps, runs)))
    covered = sum(_length(run) for run in runs)
    longest = max(map(_matched, runs), default=0)
    return Alignment(matches, gaps, covered, longest, aligned)


def _align(left: str, right: str) -> Alignment:
    return alignment_of(_matching_blocks(left, right), len(left))


def _first_words(left: str, right: str) -> tuple[str, str]:
    """Return as much of the beginning of two texts as can be aligned."""
    if len(left) * len(right) > MAX_CELLS:
        left = left[: int(MAX_CELLS**0.5)]
        right = right[: MAX_CELLS // len(left)]
    return left, right


def _may_match(left: str, right: str) -> bool:
    """Return whether the shorter text has enough words in common with the longer."""
    required = max(1, int(MIN_IN_ORDER * len(left)))
    return LCSseq.similarity(left, right, score_cutoff=required) >= required


def _is_long(run: Run) -> bool:
    """Return whether enough words of a run match; most runs are a single block."""
    if len(run) == 1:
        (block,) = run
        return bool(block.size >= MIN_RUN)
    return _matched(run) >= MIN_RUN


def _matching_blocks(left: str, right: str) -> list[MatchingBlock]:
    """Return the blocks of words that match, in order."""
    blocks = LCSseq.opcodes(left, right).as_matching_blocks()
    return blocks[:-1]  # the last one is an empty block at the end


def _join_blocks(blocks: Iterable[MatchingBlock]) -> Iterator[Run]:
    """Join blocks to runs: at most MAX_GAP words lie between them in either text."""
    run: Run = []
    end = other_end = 0
    for block in blocks:
        start, other_start, size = block.a, block.b, block.size
        is_near = start - end <= MAX_GAP and 0 <= other_start - other_end <= MAX_GAP
        if run and not is_near:
            yield run
            run = []
        run.append(block)
        end = start + size
        other_end = other_start + size
    if run:
        yield run


def _gaps(run: Run) -> Iterator[Gap]:
    """Yield the gaps of a run in which both texts have words."""
    for block, following in pairwise(run):
        start, other_start = block.a + block.size, block.b + block.size
        if start < following.a and other_start < following.b:
            yield start, following.a, other_start, following.b


def _matched(run: Run) -> int:
    """Return the number of words of a run that match."""
    return sum(block.size for block in run)


def _length(run: Run) -> int:
    """Return the number of words of the shorter text from a run's start to its end."""
    first, last = run[0], run[-1]
    return last.a + last.size - first.a
