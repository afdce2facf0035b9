"""Tokens of texts: words, figures and the marks between sentences, as numbers.

Many articles are read at a time, character by character, in numpy arrays. Reading word by
word in Python took four times as long.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Hashes: TypeAlias = NDArray[np.uint32]
Codes: TypeAlias = NDArray[np.uint32]
Wide: TypeAlias = NDArray[np.uint64]
Classes: TypeAlias = NDArray[np.uint8]

# Classes of characters. Words of scripts without spaces are read character by character.
OTHER, LETTER, DIGIT, BREAK, UNSPACED = range(5)
CLASS_OF_CATEGORY = {"L": LETTER, "M": LETTER, "N": DIGIT}  # Unicode's major categories
BREAKS = '.!?…:;\n"“”„«»'
INSIDE_FIGURES = ".,"
CODES = 1 << 16  # characters that are told apart; later ones count as no letters
LAST_CODE = np.uint32(CODES - 1)
# First and last characters of Thai and Lao, Burmese, Khmer, kana, and Han.
UNSPACED_RANGES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
)
FACTOR = (
    0x9E3779B97F4A7C15  # 2^64 over the golden ratio: multiplying mixes bits (Knuth)
)
MIXER = np.uint64(FACTOR)
HALF = np.uint64(32)  # bits of a hash that are left
MAX_LETTERS = 64  # of a token; later ones count without their place


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some articles, one article after the other, the text before the title.

    `gaps` is the number of characters before each token since the last one.
    """

    hashes: Hashes
    articles: Ints
    classes: Classes
    lengths: Ints
    gaps: Ints
    is_capital: Bools
    is_title: Bools

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.hashes)


@dataclass(frozen=True, slots=True)
class _CharacterTable:
    """What each character is, by its code."""

    classes: Classes
    lowered: Wide
    is_capital: Bools


def read_tokens(texts: Sequence[str], titles: Sequence[str]) -> Tokens:
    """Read the tokens of articles. For speed, pass some at a time."""
    parts: list[str] = []
    for text, title in zip(texts, titles, strict=True):
        # The spaces keep a run of breaks out of two parts.
        parts += (f" \n{text}\n ", f"{title}\n")
    codes = _codes("".join(parts))
    table = _character_table()
    classes = _classify(codes, table)
    starts, ends = _bounds(classes)
    part_ends = np.cumsum([len(part) for part in parts])
    rows = np.searchsorted(part_ends, starts, side="right")
    first_codes = codes[starts]
    ends_before = np.concatenate([[0], ends[:-1]])
    return Tokens(
        hashes=_hash_ranges(table.lowered[codes], starts, ends),
        articles=rows // 2,
        classes=classes[starts],
        lengths=ends - starts,
        gaps=starts - ends_before,
        is_capital=table.is_capital[first_codes],
        is_title=rows % 2 == 1,
    )


def hash_words(words: Sequence[str]) -> Hashes:
    """Return the hashes that words have as tokens."""
    codes = _codes("".join(words))
    letters = _character_table().lowered[codes]
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths)
    return _hash_ranges(letters, ends - lengths, ends)


def mix(*hashes: Hashes) -> Hashes:
    """Return one hash for each row of several."""
    mixed = np.zeros(len(hashes[0]), np.uint64)
    for column in hashes:
        mixed = (mixed + column + np.uint64(1)) * MIXER
        mixed ^= mixed >> HALF
    return (mixed >> HALF).astype(np.uint32)


def find_runs(ranked: NDArray[np.generic]) -> Ints:
    """Return where runs of equal numbers start."""
    is_start = np.ones(len(ranked), bool)
    is_start[1:] = ranked[1:] != ranked[:-1]
    return np.flatnonzero(is_start)


def _codes(text: str) -> Codes:
    """Return the codes of the characters of a text, at most LAST_CODE."""
    encoded = text.encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(encoded, np.uint32)
    return np.minimum(codes, LAST_CODE)


def _classify(codes: Codes, table: _CharacterTable) -> Classes:
    """Return the class of each character; points and commas inside figures are digits."""
    classes = table.classes[codes]
    is_digit = classes == DIGIT
    for mark in INSIDE_FIGURES:
        inner = np.flatnonzero(codes[1:-1] == ord(mark)) + 1
        before = is_digit[inner - 1]
        after = is_digit[inner + 1]
        inside = inner[before & after]
        classes[inside] = DIGIT
    return classes


def _bounds(classes: Classes) -> tuple[Ints, Ints]:
    """Return where tokens start and end: runs of one class, characters without spaces."""
    is_new = classes[1:] != classes[:-1]
    is_new |= classes[1:] == UNSPACED
    is_token = classes != OTHER
    is_start = np.append(True, is_new) & is_token
    is_end = np.append(is_new, True) & is_token
    return np.flatnonzero(is_start), np.flatnonzero(is_end) + 1


def _hash_ranges(letters: Wide, starts: Ints, ends: Ints) -> Hashes:
    """Return a hash for each range of characters; none may be empty."""
    lengths = ends - starts
    places = _places_within(lengths)
    rows = places + np.repeat(starts, lengths)
    products = letters[rows] * _powers()[np.minimum(places, MAX_LETTERS - 1)]
    sums = np.add.reduceat(products, np.flatnonzero(places == 0), dtype=np.uint64)
    return mix((sums >> HALF).astype(np.uint32), sums.astype(np.uint32))


def _places_within(lengths: Ints) -> Ints:
    """Return the place of each element within its range: 0, 1, ... up to each length."""
    offsets = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) - np.repeat(offsets, lengths)


@cache
def _powers() -> Wide:
    """Return the factor of the letter at each place of a token."""
    powers = [pow(FACTOR, place + 1, 1 << 64) for place in range(MAX_LETTERS)]
    return np.array(powers, np.uint64)


@cache
def _character_table() -> _CharacterTable:
    """Return what each character is."""
    characters = list(map(chr, range(CODES)))
    classes = np.array(list(map(_class_of, characters)), np.uint8)
    for first, last in UNSPACED_RANGES:
        within = classes[first : last + 1]
        within[within == LETTER] = UNSPACED
    lowered = [ord(character.lower()[0]) for character in characters]
    capitals = [character.isupper() for character in characters]
    return _CharacterTable(
        classes=classes,
        lowered=np.array(lowered, np.uint64),
        is_capital=np.array(capitals),
    )


def _class_of(character: str) -> int:
    """Return the class of a character; marks that combine with letters are letters."""
    if character in BREAKS:
        return BREAK
    category = unicodedata.category(character)
    return CLASS_OF_CATEGORY.get(category[0], OTHER)
