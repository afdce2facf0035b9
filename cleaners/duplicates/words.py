"""A text as words and numbers: what stays of it when case, white space and punctuation are folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # scripts without word breaks: each sign is a word
WORD = re.compile(rf"[{SIGNS}]|[^\W_{SIGNS}]+")

Words = NDArray[np.uint32]
Shingles = NDArray[np.uint64]

SHINGLE = 3  # words
# Any odd numbers serve; these are the first three primes of xxHash64.
_FIRST, _SECOND, _THIRD = map(np.uint64, (11400714785074694791, 14029467366897019727, 1609587929392839161))


def fold(text: str) -> list[str]:
    """List the words of a text without case and punctuation."""
    return WORD.findall(unicodedata.normalize("NFKC", text.casefold()))


def exact_key(text: str) -> bytes:
    """Give texts the same key when they have the same words; without words, the same characters."""
    words = " ".join(fold(text) or ["", *text.split()])
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Hashes:
    """Words to 32-bit numbers that are the same in every run; the words of a class have one number."""

    classes: Mapping[str, str]
    known: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> Words:
        """Hash the words of a text, in order."""
        words = fold(text)
        for word in set(words).difference(self.known):
            self.known[word] = _hash(self.classes.get(word, word))
        return np.fromiter(map(self.known.__getitem__, words), dtype=np.uint32, count=len(words))


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


def shingles(words: Words) -> Shingles:
    """Hash every run of three words; sorted, each once."""
    if len(words) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    wide = words.astype(np.uint64)
    return np.unique(wide[:-2] * _FIRST + wide[1:-1] * _SECOND + wide[2:] * _THIRD)
