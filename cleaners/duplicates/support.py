"""Support: what other copies say of the words of a text.

The longest copy of a story is often the dirtiest: another paragraph was added to it, or
it is framed by the furniture of a site. So words count for a text that a second copy has
too. A passage that no other copy has counts against it if two copies go on without a
gap where it stands. Else it counts for the text if it speaks of the same thing as the
words that are supported, and against it if it does not.

What an outlet puts into an earlier text of its own counts for the later one, and so does
what one copy goes on without that another outlet published later: it was cut. What stands
before a text that other outlets published earlier counts against the later one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TypeAlias

import numpy as np

from cleaners.duplicates.columns import BoolArray, UInt32Array, starts_run
from cleaners.duplicates.relatedness import KnownWords
from cleaners.duplicates.shared_words import LEAD, MIN_LEAD_COVERED
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.votes import Source, Voter, count_votes

# Copies that a text is compared with, those that share most with it. More would only say
# the same again. A guard on time, not tuned.
MAX_SUPPORTERS = 4
PASSAGE = 300  # words that are judged together, at most
MIN_PASSAGE = 12  # words; shorter ones are edits, and count for nothing
# Words of a passage that can count for a text; a frame is made of shorter ones (not tuned).
MIN_RELATED = 40
MIN_DISSENT = 2  # copies without a passage; one may have been cut
MOST = 0.7  # share of the words of a text outside repeated lines (not tuned)
MIN_OWN_SHARE = 0.1  # of a text in lines that no site repeats; else all lines count

Pair: TypeAlias = tuple[int, int]
Texts: TypeAlias = Mapping[int, TextWords]
Sources: TypeAlias = Mapping[int, Source]  # of each text


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two texts that are copies, and how many of their words match.

    It `is_reprint` if other outlets had the shorter one before the longer one was published.
    """

    texts: Pair
    matched: int
    is_reprint: bool


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


def measure_support(
    texts: Texts, sources: Sources, pairs: Iterable[CopyPair]
) -> dict[int, Support]:
    """Return the support of each text.

    `sources` has the outlets that have each text: each has a vote.
    """
    voters = {text: Voter.of(words, sources[text]) for text, words in texts.items()}
    _count_votes(voters, pairs)
    return {text: _judge(voter) for text, voter in voters.items()}


def _count_votes(voters: Mapping[int, Voter], pairs: Iterable[CopyPair]) -> None:
    """Count what the texts of the strongest pairs say of each other."""
    for pair in _strongest(pairs):
        one, other = (voters[text] for text in pair.texts)
        count_votes(one, other, is_reprint=pair.is_reprint)


def _strongest(pairs: Iterable[CopyPair]) -> Iterator[CopyPair]:
    """Yield the pairs that are among the strongest of one of their texts."""
    counts: Counter[int] = Counter()
    for pair in sorted(pairs, key=_weakness):
        fewest = min(counts[text] for text in pair.texts)
        if fewest < MAX_SUPPORTERS:
            counts.update(pair.texts)
            yield pair


def _weakness(pair: CopyPair) -> tuple[int, Pair]:
    """Return the sort key by which the pair with most matching words comes first."""
    return -pair.matched, pair.texts


def _judge(voter: Voter) -> Support:
    """Count the supported words of a text, and judge the passages that have none."""
    is_own = _own_words(voter.text) | _words_of_outlet(voter)
    is_supported = is_own & (voter.votes.having > 0)
    known = _known_words(voter.text, is_own, is_supported)
    related, foreign = _weigh(voter, is_own & ~is_supported, known)
    repeated = int((~is_own).sum())
    return Support(len(known.words), related, foreign + repeated)


def _weigh(voter: Voter, mask: BoolArray, known: KnownWords) -> tuple[int, int]:
    """Count the words of passages that are related to known words, and of foreign ones."""
    judged = list(_judged(voter, mask, known))
    least = MIN_PASSAGE if voter.source.is_trusted else MIN_RELATED
    related = [size for size, speaks in judged if speaks and size >= least]
    foreign = [size for size, speaks in judged if not speaks]
    return sum(related), sum(foreign)


def _judged(
    voter: Voter, mask: BoolArray, known: KnownWords
) -> Iterator[tuple[int, bool]]:
    """Yield the size of each passage, and whether it speaks for its text."""
    for passage in _passages(mask):
        yield _size(passage), _speaks_for(voter, passage, known)


def _size(passage: slice) -> int:
    """Return the number of words of a passage."""
    size: int = passage.stop - passage.start
    return size


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


def _speaks_for(voter: Voter, passage: slice, known: KnownWords) -> bool:
    """Return whether a passage that no other copy has counts for its text."""
    words = voter.text.words[passage]
    dissent = int(np.median(voter.votes.lacking[passage]))
    if dissent >= MIN_DISSENT:
        return _withstands(voter.source, words, known)
    return _is_likely_own(voter.source, words, known, dissent)


def _withstands(source: Source, words: UInt32Array, known: KnownWords) -> bool:
    """Return whether a passage counts for its text that several copies go on without."""
    return source.updates or (source.precedes and known.are_related(words))


def _is_likely_own(
    source: Source, words: UInt32Array, known: KnownWords, dissent: int
) -> bool:
    """Return whether a passage counts for its text that one copy lacks, or that ends it."""
    if dissent and source.is_trusted:
        return True
    if source.precedes:
        return known.may_be_related(words)
    return known.are_related(words)


def _words_of_outlet(voter: Voter) -> BoolArray:
    """Return a mask of words that two texts of an outlet have, such as a teaser's.

    Where three and more have them, they are its furniture.
    """
    is_rare: BoolArray = voter.text.common == 0
    return voter.votes.at_home & is_rare


def _own_words(text: TextWords) -> BoolArray:
    """Return a mask of the words outside repeated lines, unless most are in these."""
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
