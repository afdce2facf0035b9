"""Hold the words of two texts against each other, to prove that one is a copy of the other.

The words in common, in order, do not settle it: two English texts of unlike length share half of
them by chance. A copy shares them *close together*: where one word was put for another, the next
ones match again, in both texts at once. So the words in common are joined to runs, in which at most
a few words lie between two matches in either text, and what counts is how much of the shorter text
lies in such runs. Of 150 copies by a dictionary spinner and the same number of their thirds the
least had .67 of their words in runs without word classes and .87 with them; independent articles on
one event had at most .12 and .21, unrelated ones .14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import eq
from typing import TypeAlias

import numpy as np
from rapidfuzz.distance import LCSseq

from cleaners.duplicates.hashing import Hashes32
from cleaners.duplicates.words import FLAG_BITS, IS_FURNITURE, IS_LONG, IS_MARK

LEAST_COVERED = 0.6
LEAST_IN_ORDER = 0.37  # real spun copies have at least .45 of their words in common with the original, in order
LARGEST_GAP = 4  # words between two matches of a run, in either text: a spun phrase is rarely longer
SHORTEST_RUN = 8  # matching words
MOST_CELLS = (
    4 * 10**8
)  # words times words: the alignment takes an eighth of that in bytes

PLAIN_SIMILARITY = 0.65  # least of a copy in which no words were put in for others
SPUN_SIMILARITY = (
    0.45  # least of a spun copy; without word classes, spun excerpts have .50 and more
)
SPUN_GAIN = 0.1  # similarity that word classes add where words were put in for others
NEAR_BALANCE = 0.7  # shorter over longer; below this a copy is contained
LONGEST_COPY = (
    1.5  # a copy's length over its canonical's: a longer one holds more than a copy
)
FEWEST_MARKS = 3  # figures and names of the shorter text, to tell a filled-in form by
SAME_MARKS = 0.8  # share of them that a copy keeps
# Share of their long words: of 1,080 articles .95 have more in common between head and tail, of
# heads and tails of different articles .14.
KIN_SHARE = 0.1

# Two texts that are mostly furniture tell different things if each has so many words of its own that the
# other has not, and these are such a share of its own words, and of all: a frame around a story is less.
FEWEST_OWN = 10
LEAST_STRANGE = 0.5
LEAST_OF_ALL = 0.06

_SURROGATES, _CODES = 0xD800, 0x110000 - 0x800

Block: TypeAlias = tuple[
    int, int, int
]  # where words match: place in one text, place in the other, count


@dataclass(frozen=True)
class Text:
    """A text's words by their own numbers and by those of their classes, as `Words` has them."""

    plain: Hashes32
    classes: Hashes32

    def __len__(self) -> int:
        """Count the words."""
        return len(self.plain)

    @cached_property
    def furniture(self) -> Hashes32:
        """Not 0 where a word is furniture."""
        return self.plain & IS_FURNITURE

    @cached_property
    def own(self) -> Text:
        """Leave furniture out."""
        return (
            Text(self.plain[self.furniture == 0], self.classes[self.furniture == 0])
            if self.furniture.any()
            else self
        )

    @cached_property
    def spelled(self) -> str:
        """One character for each word's class: strings are aligned many times faster than arrays."""
        return _spell(self.classes)

    @cached_property
    def spelled_plain(self) -> str:
        """One character for each word."""
        return _spell(self.plain >> FLAG_BITS)

    @cached_property
    def marks(self) -> frozenset[int]:
        """Figures and names."""
        return self._numbers(IS_MARK)

    @cached_property
    def vocabulary(self) -> frozenset[int]:
        """All different words."""
        return frozenset((self.plain >> FLAG_BITS).tolist())

    @cached_property
    def long_words(self) -> frozenset[int]:
        """All different long words."""
        return self._numbers(IS_LONG)

    def _numbers(self, flag: np.uint32) -> frozenset[int]:
        return frozenset((self.plain[self.plain & flag != 0] >> FLAG_BITS).tolist())


@dataclass(frozen=True, slots=True)
class Proof:
    """What two texts have in common, in words of the shorter one.

    `covered` counts words that lie in runs, gaps included; `matched` those of them that match, and
    `plain` those that match without word classes. `same_marks` says whether the longer text has most
    figures and names of the shorter one.
    """

    covered: int
    matched: int
    plain: int
    shorter: int
    longer: int
    same_marks: bool

    @property
    def similarity(self) -> float:
        """Give the share (0..1) of the shorter text's words that match."""
        return self.matched / max(1, self.shorter)

    @property
    def strength(self) -> tuple[float, float, float]:
        """Sort by how much of the shorter text is covered, then matched, then by how near the lengths are."""
        return (
            self.covered / max(1, self.shorter),
            self.similarity,
            self.shorter / max(1, self.longer),
        )

    @property
    def holds(self) -> bool:
        """Whether one text may be a copy of the other, if one of them is spun."""
        return (
            self.covered >= LEAST_COVERED * max(1, self.shorter)
            and self.similarity >= SPUN_SIMILARITY
        )

    def shows_copies(self, *, spun: bool) -> bool:
        """Whether both tell the same in the same words, and are not the same form filled in twice.

        Where one is `spun`, or word classes show it, the texts may have less in common, and other figures
        and names: some spinners change those.
        """
        return self.holds and (
            spun
            or self.is_spun
            or (self.same_marks and self.similarity >= PLAIN_SIMILARITY)
        )

    @property
    def is_near(self) -> bool:
        """Whether the texts are of about the same length."""
        return self.shorter >= NEAR_BALANCE * self.longer

    @property
    def is_spun(self) -> bool:
        """Whether much of the likeness is owed to word classes."""
        return self.matched - self.plain > SPUN_GAIN * max(1, self.shorter)


def compare(one: Text, other: Text) -> Proof:
    """Align two texts word by word, without furniture, and if that proves nothing, with it.

    Of pairs too large to align, the first words stand for all.
    """
    proof = _align(one.own, other.own)[0]
    if proof.holds or (one.own is one and other.own is other):
        return proof
    whole, blocks = _align(one, other)
    return proof if _are_strangers(one, other, blocks) else whole


def _align(one: Text, other: Text) -> tuple[Proof, list[Block]]:
    """Align two texts. Give the proof, and what matches in runs."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    left, right = shorter.spelled, longer.spelled
    if len(left) * len(right) > MOST_CELLS:
        left = left[: int(MOST_CELLS**0.5)]
        right = right[: MOST_CELLS // len(left)]
    least = max(1, int(LEAST_IN_ORDER * len(left)))
    runs = (
        list(_runs(left, right))
        if LCSseq.similarity(left, right, score_cutoff=least) >= least
        else []
    )
    covered = sum(run[-1][0] + run[-1][2] - run[0][0] for run in runs)
    blocks = [block for run in runs for block in run]
    matched = sum(size for _, _, size in blocks)
    plain = (
        _count_plain(shorter.spelled_plain, longer.spelled_plain, blocks)
        if blocks
        else 0
    )
    scale = len(shorter) / max(1, len(left))
    proof = Proof(
        int(scale * covered),
        int(scale * matched),
        int(scale * plain),
        len(shorter),
        len(longer),
        same_marks=bool(runs) and _share_marks(shorter, longer),
    )
    if shorter is one:
        return proof, blocks
    return proof, [(there, at, size) for at, there, size in blocks]


def _runs(left: str, right: str) -> Iterator[list[Block]]:
    """Join what matches to runs, and yield those that are long enough."""
    run: list[Block] = []
    end = other_end = alike = 0
    for block in LCSseq.opcodes(left, right).as_matching_blocks()[:-1]:
        at, other_at, size = block.a, block.b, block.size
        if run and (at - end > LARGEST_GAP or other_at - other_end > LARGEST_GAP):
            if alike >= SHORTEST_RUN:
                yield run
            run, alike = [], 0
        run.append((at, other_at, size))
        alike += size
        end, other_end = at + size, other_at + size
    if alike >= SHORTEST_RUN:
        yield run


def _are_strangers(one: Text, other: Text, blocks: Sequence[Block]) -> bool:
    """Whether each text tells something of its own that the other one has not."""
    sides = (
        (one, [(at, size) for at, _, size in blocks]),
        (other, [(at, size) for _, at, size in blocks]),
    )
    return all(_tells_more(text, matches) for text, matches in sides)


def _tells_more(text: Text, matches: Sequence[tuple[int, int]]) -> bool:
    left = text.furniture == 0
    count = int(left.sum())
    for at, size in matches:
        left[at : at + size] = False
    return int(left.sum()) >= max(
        FEWEST_OWN, LEAST_STRANGE * count, LEAST_OF_ALL * len(text)
    )


def are_kin(one: Text, other: Text) -> bool:
    """Whether two texts may be parts of one story, by the long words that they share."""
    words = one.long_words, other.long_words
    return len(words[0] & words[1]) >= KIN_SHARE * max(1, min(map(len, words)))


def _count_plain(left: str, right: str, blocks: Sequence[Block]) -> int:
    """Count the words that match without word classes."""
    count = 0
    for at, there, size in blocks:
        one, other = left[at : at + size], right[there : there + size]
        count += size if one == other else sum(map(eq, one, other))
    return count


def _share_marks(shorter: Text, longer: Text) -> bool:
    marks = shorter.marks
    return len(marks) < FEWEST_MARKS or len(
        marks & longer.vocabulary
    ) >= SAME_MARKS * len(marks)


def _spell(numbers: Hashes32) -> str:
    codes = numbers % np.uint32(_CODES)
    codes[codes >= _SURROGATES] += np.uint32(0x800)
    return codes.tobytes().decode("utf-32-le")
