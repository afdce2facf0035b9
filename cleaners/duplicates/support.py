"""Support: what other copies say of the words of a text.

The longest copy of a story is often the dirtiest: another paragraph was added to it, or
it is framed by the furniture of a site. So words count for a text that a second copy has
too. A passage that no other copy has counts against it if two copies go on without a
gap where it stands. Else it counts for the text if it speaks of the same thing as the
words that are supported, and against it if it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.alignment import Alignment, align_copies
from cleaners.duplicates.columns import BoolArray, Int64Array, starts_run
from cleaners.duplicates.relatedness import KnownWords
from cleaners.duplicates.shared_words import LEAD, MIN_LEAD_COVERED
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import FLAG_BITS

# Copies that a text is compared with, those that share most with it. More would only say
# the same again. A guard on time, not tuned.
MAX_SUPPORTERS = 4
PASSAGE = 300  # words that are judged together, at most
MIN_PASSAGE = 12  # words; shorter ones are edits, and count for nothing
# Words of a passage that can count for a text; a frame is made of shorter ones (not tuned).
MIN_RELATED = 40
# Words between the places in another copy around a passage that it lacks: a few differ
# where paragraphs were joined (not tuned).
MAX_JOINT = 4
MIN_DISSENT = 2  # copies without a passage; one may have been cut
MOST = 0.7  # share of the words of a text outside repeated lines (not tuned)
MIN_OWN_SHARE = 0.1  # of a text outside common lines; else all lines count

Pair: TypeAlias = tuple[int, int]
CopyPairs: TypeAlias = Iterable[tuple[Pair, int]]  # texts, and their matching words
Texts: TypeAlias = Mapping[int, TextWords]
Outlets: TypeAlias = Mapping[int, int]  # how many have each text


@dataclass(frozen=True, slots=True)
class Support:
    """How many words of a text are supported, related to these, and foreign to them."""

    supported: int
    related: int
    foreign: int

    @property
    def worth(self) -> int:
        """Return what the text has of its story, in words; what is foreign is deducted."""
        return self.supported + self.related - self.foreign


@dataclass(frozen=True, slots=True)
class _Votes:
    """How many outlets have each word of a text, and how many go on without it."""

    having: Int64Array
    lacking: Int64Array

    @classmethod
    def of(cls, text: TextWords, outlets: int) -> _Votes:
        """Return the votes of the other outlets that have the words of a text."""
        having = np.full(len(text), outlets - 1)
        return cls(having, lacking=np.zeros(len(text), np.int64))


@dataclass(frozen=True, slots=True)
class _Voter:
    """A text with the votes on its words, and the votes that it has itself."""

    text: TextWords
    votes: _Votes
    weight: int

    @classmethod
    def of(cls, text: TextWords, outlets: int) -> _Voter:
        """Return a text that so many outlets have."""
        return cls(text, _Votes.of(text, outlets), outlets)


def measure_support(
    texts: Texts, outlets: Outlets, pairs: CopyPairs
) -> dict[int, Support]:
    """Return the support of each text.

    `outlets` has the number of outlets that have each text: each has a vote. `pairs` are
    copies, with their matching words.
    """
    voters: dict[int, _Voter] = {}
    for text, words in texts.items():
        voters[text] = _Voter.of(words, outlets[text])
    for one, other in _strongest(pairs):
        _count_votes(voters[one], voters[other])
    judged: dict[int, Support] = {}
    for text, voter in voters.items():
        judged[text] = _judge(voter)
    return judged


def _strongest(pairs: CopyPairs) -> Iterator[Pair]:
    """Yield the pairs that are among the strongest of one of their texts."""
    counts: Counter[int] = Counter()
    for pair, _ in sorted(pairs, key=_weakness):
        fewest = min(counts[text] for text in pair)
        if fewest < MAX_SUPPORTERS:
            counts.update(pair)
            yield pair


def _weakness(pair: tuple[Pair, int]) -> tuple[int, Pair]:
    """Return the sort key by which the pair with most matching words comes first."""
    texts, matched = pair
    return -matched, texts


def _count_votes(one: _Voter, other: _Voter) -> None:
    """Count what two texts say of each other's words."""
    is_shorter = len(one.text) <= len(other.text)
    shorter, longer = (one, other) if is_shorter else (other, one)
    alignment = align_copies(shorter.text, longer.text)
    _count_having(shorter, longer, alignment)
    _count_lacking(shorter, longer, alignment)


def _count_having(shorter: _Voter, longer: _Voter, alignment: Alignment) -> None:
    """Count the words that both texts have."""
    here, there = alignment.places()
    left = shorter.text.words[here] >> FLAG_BITS
    right = longer.text.words[there] >> FLAG_BITS
    same = left == right
    shorter.votes.having[here] += same * longer.weight
    longer.votes.having[there] += same * shorter.weight


def _count_lacking(shorter: _Voter, longer: _Voter, alignment: Alignment) -> None:
    """Count the passages of either text without which the other goes on."""
    for block, following in pairwise(alignment.matches):
        end, other_end = block.a + block.size, block.b + block.size
        here, there = slice(end, following.a), slice(other_end, following.b)
        _vote_against(shorter, here, there, longer.weight)
        _vote_against(longer, there, here, shorter.weight)


def _vote_against(voter: _Voter, gap: slice, other_gap: slice, weight: int) -> None:
    """Count a passage as lacking where the words around it are joined in the other text."""
    if _is_joint(other_gap) and not _is_joint(gap):
        voter.votes.lacking[gap] += weight


def _is_joint(gap: slice) -> bool:
    """Return whether a gap is so small that the words around it belong together."""
    size: int = gap.stop - gap.start
    return size <= MAX_JOINT


def _judge(voter: _Voter) -> Support:
    """Count the supported words of a text, and judge the passages that have none."""
    is_own = _own_words(voter.text)
    is_supported = is_own & (voter.votes.having > 0)
    known = _known_words(voter.text, is_own, is_supported)
    related = foreign = 0
    for passage in _passages(is_own & ~is_supported):
        size = passage.stop - passage.start
        if not _speaks_for(voter, passage, known):
            foreign += size
        elif size >= MIN_RELATED:
            related += size
    repeated = int((~is_own).sum())
    return Support(len(known.words), related, foreign + repeated)


def _known_words(
    text: TextWords, is_own: BoolArray, is_supported: BoolArray
) -> KnownWords:
    """Return the supported words of a text."""
    words = text.words[is_supported]
    return KnownWords(words, _have_more(is_own, is_supported))


def _have_more(is_own: BoolArray, is_supported: BoolArray) -> bool:
    """Return whether the supported words are neither the lead of a text nor most of it."""
    own = is_supported[is_own]
    lead = own[:LEAD]
    has_lead = lead.sum() >= MIN_LEAD_COVERED * len(lead)
    return not has_lead and bool(own.mean() < MOST)


def _speaks_for(voter: _Voter, passage: slice, known: KnownWords) -> bool:
    """Return whether a passage that no other copy has counts for its text."""
    dissent = np.median(voter.votes.lacking[passage])
    if dissent >= MIN_DISSENT:
        return False
    return known.are_related(voter.text.words[passage])


def _own_words(text: TextWords) -> BoolArray:
    """Return a mask of the words outside common lines, unless most are in these."""
    is_own: BoolArray = text.repeated == 0
    if is_own.sum() < MIN_OWN_SHARE * len(text):
        return np.ones(len(text), np.bool_)
    return is_own


def _passages(mask: BoolArray) -> Iterator[slice]:
    """Yield the runs of a mask that are long enough, cut to passages."""
    if not len(mask):
        return
    starts = np.flatnonzero(starts_run(mask)).tolist()
    for start, end in pairwise([*starts, len(mask)]):
        is_long = end - start >= MIN_PASSAGE
        if mask[start] and is_long:
            yield from _cut(start, end)


def _cut(start: int, end: int) -> Iterator[slice]:
    """Cut a range into equal parts of PASSAGE words at most."""
    parts = ceil((end - start) / PASSAGE)
    bounds = np.linspace(start, end, parts + 1)
    for first, last in pairwise(bounds.astype(int).tolist()):
        yield slice(first, last)
