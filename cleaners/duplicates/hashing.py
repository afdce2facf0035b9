"""Characters and words as numbers that are the same in every run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np

from cleaners.duplicates.columns import (
    HALF,
    Int64Array,
    UInt32Array,
    UInt64Array,
    high_half,
)

# Kana and Han are written without spaces: each character counts as a word.
UNSPACED_RANGES = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
UNSPACED_CHARACTER = re.compile(rf"[{UNSPACED_RANGES}]")
WORD_CHARACTERS = re.compile(r"[^\W_]+")  # what `str.isalnum` holds for
WORD = re.compile(rf"[{UNSPACED_RANGES}]|[^\W_{UNSPACED_RANGES}]+")

# Characters to read at once. Larger arrays leave the processor's cache and take twice
# as long.
BATCH_CHARACTERS = 200_000

# What the table of characters has for each: its case-folded letter in the low 21 bits
# (0 if it is not part of a word), and one bit for each of these properties.
LETTER_MASK = np.uint32((1 << 21) - 1)
UNSPACED = np.uint32(1 << 21)
UPPER = np.uint32(1 << 22)
DIGIT = np.uint32(1 << 23)
BEFORE_NAME = np.uint32(1 << 24)  # lower case, comma, semicolon: a capital is a name
EXPANDS = np.uint32(1 << 25)  # folds to several letters, such as the German ß
CODE_POINTS = 0x110000  # all of Unicode

# Any odd numbers would do; these are the first two primes of xxHash64.
HASH_BASE = 11400714785074694791
_MIX_FACTOR = np.uint64(14029467366897019727)
_MIX_SHIFT = np.uint64(29)  # bits, as in the last step of xxHash64


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of some texts, with a line break after each text.

    `codes` has code points and `properties` their entries in `character_table`;
    `text_ends` is where each text ends, line break included.
    """

    codes: UInt32Array
    properties: UInt32Array
    text_ends: Int64Array

    @property
    def letters(self) -> UInt32Array:
        """Return case-folded letters, 0 for what is not part of a word."""
        return self.properties & LETTER_MASK


@dataclass(frozen=True, slots=True)
class HashPowers:
    """Powers of HASH_BASE modulo 2 ** 64, and those of its inverse."""

    powers: UInt64Array
    inverses: UInt64Array


def fold_words(text: str) -> list[str]:
    """Return the words of a text without case and punctuation."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def hash_words(words: Sequence[str]) -> UInt32Array:
    """Return the 32-bit hashes that folded words have in a tokenised text."""
    characters = read_characters([" ".join(words)])
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths + 1) - 1
    powers = hash_powers(len(characters.codes))
    return high_half(hash_ranges(characters.letters, ends - lengths, ends, powers))


def hash_text(text: str, size: int) -> int:
    """Return a hash of a text in so many bytes. It is never 0, which stands for no text."""
    content = text.encode("utf-8", "surrogatepass")
    digest = blake2b(content, digest_size=size).digest()
    return int.from_bytes(digest, "big") or 1


def mix64(hashes: UInt64Array) -> UInt64Array:
    """Spread differences between 64-bit numbers over all of their bits."""
    hashes = (hashes ^ (hashes >> HALF)) * _MIX_FACTOR
    return hashes ^ (hashes >> _MIX_SHIFT)


def normalise(text: str) -> str:
    """Normalise a text to NFKC, so that characters that look alike are equal."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)


def read_characters(texts: list[str]) -> Characters:
    """Read the characters of texts, and look their properties up."""
    codes = _code_points(texts)
    properties = character_table()[codes]
    if np.any(properties & EXPANDS):
        return read_characters([_expand(text) for text in texts])
    lengths = [len(text) + 1 for text in texts]
    return Characters(codes, properties, text_ends=np.cumsum(lengths))


def _code_points(texts: list[str]) -> UInt32Array:
    """Return the code points of texts, with a line break after each text."""
    lines = "\n".join([*texts, ""])
    encoded = lines.encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, np.uint32)


def hash_ranges(
    numbers: UInt32Array | UInt64Array,
    starts: Int64Array,
    ends: Int64Array,
    powers: HashPowers,
) -> UInt64Array:
    """Hash ranges of an array: polynomials modulo 2 ** 64, from running sums."""
    count = len(numbers)
    terms = numbers * powers.powers[:count]
    sums = _sums_before(terms)
    differences = sums[ends] - sums[starts]
    return mix64(differences * powers.inverses[starts])


def _sums_before(terms: UInt64Array) -> UInt64Array:
    """Return the sum of the terms before each place, and of all of them."""
    sums = np.zeros(len(terms) + 1, np.uint64)
    np.cumsum(terms, out=sums[1:])
    return sums


def hash_powers(count: int) -> HashPowers:
    """Return the powers that `hash_ranges` needs for an array of `count` numbers."""
    return _first_powers(max(BATCH_CHARACTERS, count).bit_length())


@cache
def _first_powers(bits: int) -> HashPowers:
    """Return the first 2 ** bits powers."""
    bases = np.array([HASH_BASE, pow(HASH_BASE, -1, 1 << 64)], np.uint64)
    factors = np.repeat(bases[:, None], 1 << bits, axis=1)
    factors[:, 0] = 1
    products = np.cumprod(factors, axis=1)
    return HashPowers(products[0], products[1])


@cache
def character_table() -> UInt32Array:
    """Build the table of all characters: a folded letter and properties for each."""
    table = np.zeros(CODE_POINTS, np.uint32)
    table[[ord(sign) for sign in ",;"]] = BEFORE_NAME
    codes = np.arange(CODE_POINTS, dtype="<u4")
    characters = codes.tobytes().decode("utf-32-le", "surrogatepass")
    letters = "".join(WORD_CHARACTERS.findall(characters))
    encoded = letters.encode("utf-32-le", "surrogatepass")
    table[np.frombuffer(encoded, np.uint32)] = _entries(letters)
    return table


def _entries(letters: str) -> UInt32Array:
    """Return the table's entries for letters and digits."""
    entries = np.array([_letter(char) for char in letters], np.uint32)
    unspaced = frozenset(UNSPACED_CHARACTER.findall(letters))
    properties = {
        UNSPACED: unspaced.__contains__,
        UPPER: str.isupper,
        DIGIT: str.isdigit,
        BEFORE_NAME: str.islower,
    }
    for flag, has in properties.items():
        is_so = np.fromiter(map(has, letters), np.bool_, len(letters))
        entries[is_so] |= flag
    return entries


def _letter(char: str) -> int:
    """Return the folded letter of a character, or EXPANDS and the character itself."""
    folded = char.casefold()
    if len(folded) == 1:
        return ord(folded)
    return int(EXPANDS) | ord(char)


def _expand(text: str) -> str:
    """Replace characters that fold to several letters by these letters."""
    return _expanding_pattern().sub(lambda match: match[0].casefold(), text)


@cache
def _expanding_pattern() -> re.Pattern[str]:
    codes = np.flatnonzero(character_table() & EXPANDS)
    characters = "".join(map(chr, codes.tolist()))
    return re.compile(f"[{characters}]")
