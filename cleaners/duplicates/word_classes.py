"""Word classes: a spun word and its original count as one when texts are matched.

A spinner's pairs run in circles and long chains (data -> information -> info -> data ...): joining
all that is linked would put a large part of English into one class. So pairs join in order of
their weight, and a join that would make a class too large is not made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.hashing import Hashes32, fold, number

# Over 2,320 pairs seen in real copies, capped at 4, 8, 20 and 50 words a class: words in common, in
# order, of spun copies and originals (lowest of 150) .84 .84 .85 .87; of independent articles on one
# event (highest of 10) .34 .34 .35 .35; without classes .59 and .26. Classes above 8 bring little.
MOST_WORDS = 8
SPARE_BITS = 5  # a table has some 32 slots for each of its words, so that few share one


@dataclass(frozen=True, slots=True)
class Classes:
    """Word classes as tables from a word's number to that of its class.

    The low bits of a word's number are its slot in a table. Words of one slot stand in different
    tables. `digest` names the classes, by 16 hex digits.
    """

    tables: Sequence[
        tuple[NDArray[np.unsignedinteger], Hashes32, Hashes32]
    ]  # row by slot, words, their classes
    digest: str

    @classmethod
    def of(cls, classes: Mapping[str, str]) -> Classes:
        """Make tables from folded words and the words of their class, as `word_classes` maps them."""
        words = sorted(classes)
        content = "\n".join(f"{word}\t{classes[word]}" for word in words).encode(
            "utf-8", "surrogatepass"
        )
        left, heads = number(words), number([classes[word] for word in words])
        tables = []
        while len(left):
            slots = np.uint32(1 << len(left).bit_length() + SPARE_BITS)
            _, first = np.unique(left & slots - np.uint32(1), return_index=True)
            rows = np.zeros(slots, np.min_scalar_type(len(first)))
            rows[left[first] & slots - np.uint32(1)] = np.arange(len(first))
            tables.append((rows, left[first], heads[first]))
            left, heads = np.delete(left, first), np.delete(heads, first)
        return cls(tables, blake2b(content, digest_size=8).hexdigest())

    def apply(self, words: Hashes32) -> Hashes32:
        """Give each word the number of its class; one that stands in none keeps its own."""
        found = words.copy()
        for rows, members, heads in self.tables:
            at = rows[words & np.uint32(len(rows) - 1)]
            hits = np.flatnonzero(members[at] == words)
            found[hits] = heads[at[hits]]
        return found


def word_classes(
    pairs: Iterable[tuple[str, str, float]], most_words: int = MOST_WORDS
) -> dict[str, str]:
    """Map words to the word that stands for their class, from (original, spun, weight) triples.

    Phrases of several words are left out. Words that stand for their own class are not listed.
    """
    members: dict[str, list[str]] = {}
    for original, spun in _heaviest_first(pairs):
        left, right = (
            members.setdefault(original, [original]),
            members.setdefault(spun, [spun]),
        )
        if left is not right and len(left) + len(right) <= most_words:
            left += right
            members.update(dict.fromkeys(right, left))
    return {word: joined[0] for word, joined in members.items() if word != joined[0]}


def _heaviest_first(pairs: Iterable[tuple[str, str, float]]) -> list[tuple[str, str]]:
    single = []
    for original, spun, weight in pairs:
        before, after = fold(original), fold(spun)
        if len(before) == len(after) == 1:
            single.append((-weight, before[0], after[0]))
    return [(original, spun) for _, original, spun in sorted(single)]
