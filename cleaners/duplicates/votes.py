"""Votes: which words of a text other copies have, and which they go on without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleaners.duplicates.alignment import Alignment, align_copies
from cleaners.duplicates.columns import BoolArray, Int64Array
from cleaners.duplicates.standings import NOT_KNOWN
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import FLAG_BITS

# Words between the places in another copy around a passage that it lacks: a few differ
# where paragraphs were joined (not tuned).
MAX_JOINT = 4
# Copies whose votes that of a reprinted text is worth on what a reprint begins with: its outlet
# had the text before.
REPRINTED = 2


@dataclass(frozen=True, slots=True)
class Source:
    """The outlets that have a text, and how it came to be.

    It `updates` an earlier one of theirs, or `precedes` the shorter ones that other outlets
    made of it.
    """

    outlets: frozenset[int]
    updates: bool = False
    precedes: bool = False

    @property
    def is_trusted(self) -> bool:
        """Return whether what another text lacks is more likely new, or was cut there."""
        return self.updates or self.precedes


@dataclass(frozen=True, slots=True)
class Votes:
    """How many outlets have each word of a text, and how many go on without it.

    `at_home` is a mask of the words that another text of its own outlet has.
    """

    having: Int64Array
    lacking: Int64Array
    at_home: BoolArray

    @classmethod
    def of(cls, text: TextWords, outlets: int) -> Votes:
        """Return the votes of the other outlets that have the words of a text."""
        having = np.full(len(text), outlets - 1)
        return cls(
            having,
            lacking=np.zeros(len(text), np.int64),
            at_home=np.zeros(len(text), np.bool_),
        )


@dataclass(frozen=True, slots=True)
class Voter:
    """A text with the votes on its words, and the votes that it has itself."""

    text: TextWords
    votes: Votes
    source: Source

    @classmethod
    def of(cls, text: TextWords, source: Source) -> Voter:
        """Return a text that some outlets have."""
        return cls(text, Votes.of(text, len(source.outlets)), source)

    @property
    def weight(self) -> int:
        """Return how many votes it has."""
        return len(self.source.outlets)

    def is_of_outlet(self, other: Voter) -> bool:
        """Return whether one outlet has both texts."""
        shared = self.source.outlets & other.source.outlets
        return bool(shared - {NOT_KNOWN})


def count_votes(one: Voter, other: Voter, *, is_reprint: bool = False) -> None:
    """Count what two texts say of each other's words.

    If the pair `is_reprint`, other outlets had the shorter text before the longer one.
    """
    shorter, longer = _by_length(one, other)
    alignment = align_copies(shorter.text, longer.text)
    _count_having(shorter, longer, alignment)
    _count_lacking(shorter, longer, alignment)
    if is_reprint:
        _vote_against_head(longer, alignment)


def _by_length(one: Voter, other: Voter) -> tuple[Voter, Voter]:
    """Return the shorter and the longer text."""
    return (one, other) if len(one.text) <= len(other.text) else (other, one)


def _count_having(shorter: Voter, longer: Voter, alignment: Alignment) -> None:
    """Count the words that both texts have."""
    here, there = _same_places(shorter.text, longer.text, alignment)
    shorter.votes.having[here] += longer.weight
    longer.votes.having[there] += shorter.weight
    if shorter.is_of_outlet(longer):
        shorter.votes.at_home[here] = True
        longer.votes.at_home[there] = True


def _same_places(
    shorter: TextWords, longer: TextWords, alignment: Alignment
) -> tuple[Int64Array, Int64Array]:
    """Return where both texts have the same words."""
    here, there = alignment.places
    left = shorter.words[here] >> FLAG_BITS
    right = longer.words[there] >> FLAG_BITS
    same = left == right
    return here[same], there[same]


def _count_lacking(shorter: Voter, longer: Voter, alignment: Alignment) -> None:
    """Count the passages of either text without which the other goes on."""
    for here, there in _wide_gaps(alignment):
        _vote_against(shorter, here, there, longer.weight)
        _vote_against(longer, there, here, shorter.weight)


def _wide_gaps(alignment: Alignment) -> Iterator[tuple[slice, slice]]:
    """Yield the gaps between matches, in both texts, that are wide in one of them."""
    for block, following in pairwise(alignment.matches):
        end, other_end = block.a + block.size, block.b + block.size
        widest = max(following.a - end, following.b - other_end)
        if widest > MAX_JOINT:
            yield slice(end, following.a), slice(other_end, following.b)


def _vote_against(voter: Voter, gap: slice, other_gap: slice, weight: int) -> None:
    """Count a passage as lacking where the words around it are joined in the other text."""
    if _is_joint(other_gap) and not _is_joint(gap):
        voter.votes.lacking[gap] += weight


def _vote_against_head(reprint: Voter, alignment: Alignment) -> None:
    """Count what stands before the beginning of a reprinted text as lacking there."""
    for first in alignment.matches[:1]:
        if first.a <= MAX_JOINT < first.b:
            reprint.votes.lacking[: first.b] += REPRINTED


def _is_joint(gap: slice) -> bool:
    """Return whether a gap is so small that the words around it belong together."""
    size: int = gap.stop - gap.start
    return size <= MAX_JOINT
