"""The alphabet: what is known of every character, and words as numbers that are the same in every run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # scripts without word breaks: each sign is a word
SIGN = re.compile(rf"[{SIGNS}]")
WORD = re.compile(rf"[{SIGNS}]|[^\W_{SIGNS}]+")
BATCH = 200_000  # characters read at once: larger arrays leave the processor's cache and take twice as long

# What the table holds for a character: its folded letter, 0 for one of no word, and these.
LETTER = np.uint32((1 << 21) - 1)
SIGN_FLAG, UPPER, DIGIT, BEFORE_NAME, UNFOLDS = (
    np.uint32(1 << bit) for bit in range(21, 26)
)

# Any odd numbers serve; these are the first two primes of xxHash64.
BASE = 11400714785074694791
_STIR = np.uint64(14029467366897019727)
HALF, _SHIFT = np.uint64(32), np.uint64(29)

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Hashes32 = NDArray[np.uint32]


def fold(text: str) -> list[str]:
    """List the words of a text without case and punctuation."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def number(words: Sequence[str]) -> Hashes32:
    """Give folded words the numbers that they have as words of a text."""
    codes, flags, _ = letters([" ".join(words)])
    ends = np.cumsum([len(word) + 1 for word in words], dtype=np.int64) - 1
    starts = ends - np.array([len(word) for word in words], np.int64)
    return (runs(flags & LETTER, starts, ends, *powers(len(codes))) >> HALF).astype(
        np.uint32
    )


def stir(hashes: Hashes) -> Hashes:
    """Spread what tells numbers apart over all of their bits."""
    hashes = (hashes ^ (hashes >> HALF)) * _STIR
    return hashes ^ (hashes >> _SHIFT)


def settled(text: str) -> str:
    """Give characters that look the same the same code."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text)


def letters(texts: list[str]) -> tuple[Hashes32, Hashes32, Numbers]:
    """Look every character up; a line break follows each text. Give codes, flags, and where texts end."""
    codes = np.frombuffer(
        "\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32
    )
    flags = alphabet()[codes]
    if (flags & UNFOLDS).any():  # German ß and its like become two letters
        return letters(
            [
                _unfolding().sub(lambda found: found[0].casefold(), text)
                for text in texts
            ]
        )
    return codes, flags, np.cumsum([len(text) + 1 for text in texts])


def runs(
    numbers: Hashes32 | Hashes,
    starts: Numbers,
    ends: Numbers,
    powers: Hashes,
    inverse: Hashes,
) -> Hashes:
    """Hash stretches of numbers: a polynomial modulo 2 ** 64, from running sums."""
    sums = np.zeros(len(numbers) + 1, np.uint64)
    np.cumsum(numbers * powers[: len(numbers)], out=sums[1:])
    return stir((sums[ends] - sums[starts]) * inverse[starts])


def powers(count: int) -> tuple[Hashes, Hashes]:
    """Give `runs` what it needs for so many numbers."""
    return _first_powers(max(BATCH, count).bit_length())


@cache
def _first_powers(bits: int) -> tuple[Hashes, Hashes]:
    """Give the powers of an odd number modulo 2 ** 64, and those of its inverse."""
    factors = np.array([BASE, pow(BASE, -1, 1 << 64)], np.uint64)
    rows = np.repeat(factors[:, None], 1 << bits, axis=1)
    rows[:, 0] = 1
    products = np.cumprod(rows, axis=1)
    return products[0], products[1]


@cache
def alphabet() -> Hashes32:
    """Make the table of all characters."""
    return np.fromiter(map(_flags, map(chr, range(0x110000))), np.uint32, 0x110000)


def _flags(char: str) -> int:
    if not char.isalnum():
        return int(BEFORE_NAME) if char in ",;" else 0
    folded = char.casefold()
    flags = ord(folded) if len(folded) == 1 else int(UNFOLDS) | ord(char)
    kinds = (
        (SIGN_FLAG, SIGN.match(char)),
        (UPPER, char.isupper()),
        (DIGIT, char.isdigit()),
        (BEFORE_NAME, char.islower()),
    )
    return flags | sum(int(flag) for flag, holds in kinds if holds)


@cache
def _unfolding() -> re.Pattern[str]:
    found = np.flatnonzero(alphabet() & UNFOLDS)
    return re.compile(f"[{''.join(map(chr, found.tolist()))}]")
