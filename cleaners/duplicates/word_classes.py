"""Word classes: a spun word and its original count as the same word in matching.

A spinner's pairs form long chains and cycles (data -> information -> info -> data).
Joining everything that is linked would put much of English into one class. So pairs
are joined in the order of their weight, and a join that would make a class too large
is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import UInt32Array
from cleaners.duplicates.hashing import fold_words, hash_words

# Words of a class. Measured over 2,320 pairs seen in real copies, with classes capped at
# 4, 8, 20 and 50 words; words in common, in order, of spun copies and originals (lowest
# of 150): .84 .84 .85 .87; of independent articles on one event (highest of 10): .34 .34
# .35 .35; without classes: .59 and .26. Classes above 8 words bring little.
MAX_CLASS_WORDS = 8
SPARE_BITS = 5  # 16 to 32 slots a word, so that few words share one; a memory trade-off
DIGEST_BYTES = 8  # enough to tell sets of classes apart

WeightedPair: TypeAlias = tuple[str, str, float]  # original, spun, weight


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A hash table from words to their classes.

    The low bits of a word's hash are its slot in `rows`, which has the word's row in
    `words` and `classes`. The number of slots is a power of 2. An empty slot has row 0.
    """

    rows: NDArray[np.unsignedinteger]
    words: UInt32Array
    classes: UInt32Array

    @classmethod
    def of(cls, words: UInt32Array, classes: UInt32Array, bits: int) -> ClassTable:
        """Return a table with 2 ** bits slots. No two words have the same slot."""
        dtype = np.min_scalar_type(len(words))
        rows = np.zeros(1 << bits, dtype)
        rows[_slots(words, bits)] = np.arange(len(words))
        return cls(rows, words, classes)


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Word classes, as tables from the hash of a word to that of its class.

    Words of one slot are in different tables. `digest` identifies the classes, by 16
    hex digits.
    """

    tables: Sequence[ClassTable]
    digest: str

    @classmethod
    def of(cls, classes: Mapping[str, str]) -> WordClasses:
        """Build tables from a mapping as `word_classes` returns it."""
        words = sorted(classes)
        word_hashes = hash_words(words)
        class_hashes = hash_words([classes[word] for word in words])
        tables = list(_build_tables(word_hashes, class_hashes))
        return cls(tables, _digest(classes))

    def apply(self, words: UInt32Array) -> UInt32Array:
        """Return the hash of each word's class; a word without one keeps its own."""
        found = words.copy()
        for table in self.tables:
            rows = table.rows[words & np.uint32(len(table.rows) - 1)]
            hits = np.flatnonzero(table.words[rows] == words)
            found[hits] = table.classes[rows[hits]]
        return found


def _build_tables(words: UInt32Array, classes: UInt32Array) -> Iterator[ClassTable]:
    """Yield tables until each word is in one: the first word of each slot is placed."""
    while len(words):
        bits = len(words).bit_length() + SPARE_BITS
        _, placed = np.unique(_slots(words, bits), return_index=True)
        yield ClassTable.of(words[placed], classes[placed], bits)
        words = np.delete(words, placed)
        classes = np.delete(classes, placed)


def _slots(words: UInt32Array, bits: int) -> UInt32Array:
    """Return the lowest bits of hashes."""
    return words & np.uint32((1 << bits) - 1)


def word_classes(
    pairs: Iterable[WeightedPair], max_words: int = MAX_CLASS_WORDS
) -> dict[str, str]:
    """Map words to the word that represents their class.

    Phrases of several words are skipped. Words that represent their own class are not
    in the mapping.
    """
    members: dict[str, list[str]] = {}
    for original, spun in _heaviest_first(pairs):
        left = members.setdefault(original, [original])
        right = members.setdefault(spun, [spun])
        if left is right:
            continue
        if len(left) + len(right) <= max_words:
            left += right
            for word in right:
                members[word] = left
    return _first_members(members)


def _first_members(members: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Map words to the first of their class, unless it is the word itself."""
    classes = {}
    for word, joined in members.items():
        if word != joined[0]:
            classes[word] = joined[0]
    return classes


def _heaviest_first(pairs: Iterable[WeightedPair]) -> list[tuple[str, str]]:
    """Return the pairs of single words, folded, in the order of their weight."""
    weighted = sorted(_single_word_pairs(pairs))
    return [(original, spun) for _, original, spun in weighted]


def _single_word_pairs(
    pairs: Iterable[WeightedPair],
) -> Iterator[tuple[float, str, str]]:
    """Yield minus the weight, original and spun word of pairs of single words."""
    for original, spun, weight in pairs:
        before = _single_word(original)
        after = _single_word(spun)
        if before and after:
            yield -weight, before, after


def _single_word(phrase: str) -> str | None:
    """Return the folded word of a phrase; None if it has more than one, or none."""
    words = fold_words(phrase)
    return words[0] if len(words) == 1 else None


def _digest(classes: Mapping[str, str]) -> str:
    lines = [f"{word}\t{classes[word]}" for word in sorted(classes)]
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=DIGEST_BYTES).hexdigest()
