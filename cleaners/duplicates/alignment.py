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
from itertools import chain
from operator import eq
from typing import TypeAlias

from rapidfuzz.distance import LCSseq, MatchingBlock

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


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of two texts that match in runs.

    In a matching block `a` is a place in the shorter text, `b` one in the longer.
    `covered` counts words of the shorter text in runs, gaps included. `aligned` is the
    number of its words that were aligned: all of them, unless the pair is too large.
    """

    matches: list[MatchingBlock]
    covered: int
    aligned: int

    @property
    def matched(self) -> int:
        """Return the number of words that match."""
        return sum(block.size for block in self.matches)

    def same_words(self, shorter: TextWords, longer: TextWords) -> int:
        """Return the number of words that match without word classes."""
        if not self.matches:
            return 0
        left, right = shorter.word_string, longer.word_string
        return sum(_count_equal(left, right, block) for block in self.matches)


def align(shorter: TextWords, longer: TextWords) -> Alignment:
    """Align the classes of two texts. Of a pair too large, align the first words."""
    left, right = _first_words(shorter.class_string, longer.class_string)
    runs = list(_find_runs(left, right))
    matches = list(chain.from_iterable(runs))
    covered = sum(_length(run) for run in runs)
    return Alignment(matches, covered, aligned=len(left))


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


def _find_runs(left: str, right: str) -> Iterator[Run]:
    """Yield the runs that are long enough; none if too few words match at all."""
    if not _may_match(left, right):
        return
    for run in _join_blocks(_matching_blocks(left, right)):
        matched = sum(block.size for block in run)
        if matched >= MIN_RUN:
            yield run


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
        if run and (start - end > MAX_GAP or other_start - other_end > MAX_GAP):
            yield run
            run = []
        run.append(block)
        end = start + size
        other_end = other_start + size
    if run:
        yield run


def _count_equal(left: str, right: str, block: MatchingBlock) -> int:
    """Return how many words of a matching block are the same in both texts."""
    words = left[block.a : block.a + block.size]
    others = right[block.b : block.b + block.size]
    if words == others:
        return len(words)
    return sum(map(eq, words, others))


def _length(run: Run) -> int:
    """Return the number of words of the shorter text from a run's start to its end."""
    first, last = run[0], run[-1]
    return last.a + last.size - first.a
