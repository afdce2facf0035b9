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

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

LEAST_COVERED = 0.6
LEAST_IN_ORDER = 0.37  # real spun copies have at least .45 of their words in common with the original, in order
LARGEST_GAP = 4  # words between two matches of a run, in either text: a spun phrase is rarely longer
SHORTEST_RUN = 8  # matching words
MOST_CELLS = 4 * 10**8  # words times words: the alignment takes an eighth of that in bytes


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """What two texts have in common, in shares of the shorter one.

    `covered` is the share that lies in runs, gaps included; `similarity` that of the matching words
    in them. `balance` is the shorter length over the longer.
    """

    covered: float
    similarity: float
    balance: float

    @property
    def holds(self) -> bool:
        """Whether one text is a copy of the other."""
        return self.covered >= LEAST_COVERED


def compare(one: Sequence[int | str], other: Sequence[int | str]) -> Proof:
    """Align two texts word by word. Of pairs too large to align, the first words stand for all."""
    shorter, longer = sorted((one, other), key=len)
    balance = len(shorter) / max(1, len(longer))
    if len(shorter) * len(longer) > MOST_CELLS:
        most = int(MOST_CELLS**0.5)
        shorter, longer = shorter[:most], longer[: MOST_CELLS // min(len(shorter), most)]
    if not _may_hold(shorter, longer):
        return Proof(0.0, 0.0, balance)
    covered, matched = _in_runs(shorter, longer)
    return Proof(covered / len(shorter), matched / len(shorter), balance)


def _may_hold(shorter: Sequence[int | str], longer: Sequence[int | str]) -> bool:
    """Tell cheaply what cannot be a copy: too few words in common, in order."""
    least = max(1, int(LEAST_IN_ORDER * len(shorter)))
    return LCSseq.similarity(shorter, longer, score_cutoff=least) >= least


def _in_runs(shorter: Sequence[int | str], longer: Sequence[int | str]) -> tuple[int, int]:
    """Count the words of the shorter text that lie in runs, and those of them that match."""
    covered = matched = start = alike = 0
    end = other_end = -LARGEST_GAP - 1
    blocks = [(block.a, block.b, block.size) for block in LCSseq.opcodes(shorter, longer).as_matching_blocks()[:-1]]
    for at, other_at, size in [*blocks, (len(shorter) + LARGEST_GAP + 1, 0, 0)]:
        if at - end > LARGEST_GAP or other_at - other_end > LARGEST_GAP:
            if alike >= SHORTEST_RUN:
                covered, matched = covered + end - start, matched + alike
            start, alike = at, 0
        alike += size
        end, other_end = at + size, other_at + size
    return covered, matched
