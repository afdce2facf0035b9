"""Tokenise texts: words as numbers, many texts at a time.

A batch of texts is read once, character by character, in numpy arrays: what is left of
each text when case, white space and punctuation are folded, which words are entities,
and which words each line has. Reading word by word in Python took five times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import compress, pairwise

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    high_half,
)
from cleaners.duplicates.hashing import (
    Characters,
    hash_powers,
    hash_ranges,
    normalise,
    read_characters,
)
from cleaners.duplicates.word_bounds import (
    find_line_ends,
    find_words,
    has_digit,
    is_name,
)
from cleaners.duplicates.word_classes import WordClasses

# The lowest bits of a word's hash are flags.
IS_ENTITY = np.uint32(1)
IS_LONG = np.uint32(2)
IS_REPEATED = np.uint32(4)
IS_COMMON = np.uint32(8)
FLAGS = IS_ENTITY | IS_LONG | IS_REPEATED | IS_COMMON
FLAG_BITS = np.uint32(4)
LONG_WORD = 5  # letters; leaves out most function words (not tuned)
KEY_BYTES = 16  # of a text's key: no two of 10 ** 15 texts share one by chance


@dataclass(frozen=True, slots=True)
class WordBatch:
    """The words of some texts, one text after the other.

    `words` has a hash for each word, with IS_ENTITY set for figures and for names
    inside a sentence, IS_LONG, IS_REPEATED and IS_COMMON where that is known; `classes` has the
    hash of its class. `text_ends` is the number of words up to the end of each text.

    `lines` has a hash for each line with words, `line_ends` the number of words up to
    its end, `text_line_ends` the number of lines up to the end of each text.
    `keys` are equal for texts with the same words in the same order.
    """

    words: UInt32Array
    classes: UInt32Array
    text_ends: Int64Array
    lines: UInt64Array
    line_ends: Int64Array
    text_line_ends: Int64Array
    keys: tuple[bytes, ...]

    @property
    def word_counts(self) -> Int64Array:
        """Return the number of words of each text."""
        return np.diff(self.text_ends, prepend=0)

    @property
    def line_counts(self) -> Int64Array:
        """Return the number of lines with words of each text."""
        return np.diff(self.text_line_ends, prepend=0)

    @property
    def line_lengths(self) -> Int64Array:
        """Return the number of words of each line."""
        return np.diff(self.line_ends, prepend=0)

    def texts(self) -> Iterator[tuple[UInt32Array, UInt32Array]]:
        """Yield `words` and `classes` of every text."""
        for start, end in pairwise((0, *self.text_ends.tolist())):
            yield self.words[start:end], self.classes[start:end]

    def rows_of(self, places: Int64Array) -> Int64Array:
        """Return the text that each of some words is in, by row."""
        return np.searchsorted(self.text_ends, places, side="right")

    def select_lines(self, mask: BoolArray) -> WordBatch:
        """Return only some lines. The keys stay those of the whole texts."""
        if mask.all():
            return self
        word_mask = np.repeat(mask, self.line_lengths)
        words_before = _count_before(word_mask)
        lines_before = _count_before(mask)
        return WordBatch(
            self.words[word_mask],
            self.classes[word_mask],
            words_before[self.text_ends],
            self.lines[mask],
            words_before[self.line_ends[mask]],
            lines_before[self.text_line_ends],
            self.keys,
        )

    def flag_words(self, mask: BoolArray, flag: np.uint32) -> WordBatch:
        """Set a flag on the words of some lines."""
        if not mask.any():
            return self
        word_mask = np.repeat(mask, self.line_lengths)
        return replace(self, words=self.words | word_mask * flag)

    def select_texts(self, mask: BoolArray) -> WordBatch:
        """Return only some texts."""
        if mask.all():
            return self
        selected = self.select_lines(np.repeat(mask, self.line_counts))
        return replace(
            selected,
            text_ends=selected.text_ends[mask],
            text_line_ends=selected.text_line_ends[mask],
            keys=tuple(compress(self.keys, mask.tolist())),
        )


def tokenise(texts: Sequence[str], classes: WordClasses) -> WordBatch:
    """Read the words of texts. For speed, pass some BATCH_CHARACTERS at a time."""
    characters = read_characters([normalise(text) for text in texts])
    powers = hash_powers(len(characters.codes))
    starts, ends = find_words(characters)
    full_hashes = hash_ranges(characters.letters, starts, ends, powers)
    hashes = high_half(full_hashes)
    flags = _flag_words(characters, starts, ends)
    text_ends = np.searchsorted(starts, characters.text_ends)
    line_ends = find_line_ends(characters, starts, text_ends)
    line_starts = _starts_of(line_ends)
    lines = hash_ranges(full_hashes, line_starts, line_ends, powers)
    keys = _text_keys(texts, full_hashes, text_ends)
    return WordBatch(
        words=hashes & ~FLAGS | flags,
        classes=classes.apply(hashes),
        text_ends=text_ends,
        lines=lines,
        line_ends=line_ends,
        text_line_ends=np.searchsorted(line_ends, text_ends, side="right"),
        keys=tuple(keys),
    )


def _starts_of(ends: Int64Array) -> Int64Array:
    """Return where ranges start that follow one another from 0."""
    return np.concatenate([[0], ends])[:-1]


def _count_before(mask: BoolArray) -> Int64Array:
    """Return how many are selected before each place, and in all."""
    counts = np.zeros(len(mask) + 1, np.int64)
    np.cumsum(mask, out=counts[1:])
    return counts


def _flag_words(
    characters: Characters, starts: Int64Array, ends: Int64Array
) -> UInt32Array:
    """Return IS_ENTITY and IS_LONG of each word."""
    is_entity = has_digit(characters, starts) | is_name(characters, starts)
    is_long = ends - starts >= LONG_WORD
    return (is_entity * IS_ENTITY | is_long * IS_LONG).astype(np.uint32)


def _text_keys(
    texts: Sequence[str], hashes: UInt64Array, text_ends: Int64Array
) -> Iterator[bytes]:
    """Yield the key of every text, from the hashes of its words."""
    bounds = pairwise((0, *text_ends.tolist()))
    for text, (start, end) in zip(texts, bounds, strict=True):
        yield _text_key(text, hashes[start:end].tobytes())


def _text_key(text: str, words: bytes) -> bytes:
    """Hash the words of a text; of a text without words, its characters."""
    content = words or _characters_as_bytes(text)
    return blake2b(content, digest_size=KEY_BYTES).digest()


def _hash_content(content: bytes) -> bytes:
    return blake2b(content, digest_size=KEY_BYTES).digest()


def _characters_as_bytes(text: str) -> bytes:
    characters = "\0".join(text.split())
    return b"\0" + characters.encode("utf-8", "surrogatepass")
