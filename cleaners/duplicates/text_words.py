"""The words of one text, in the forms in which two texts are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cleaners.duplicates.columns import UInt32Array
from cleaners.duplicates.words import FLAG_BITS, IS_COMMON, IS_LONG, IS_REPEATED

# Characters that a string may have: all code points but surrogates.
_FIRST_SURROGATE = 0xD800
_SURROGATES = np.uint32(0x800)
_CODES = np.uint32(0x110000 - 0x800)


@dataclass(frozen=True)
class TextWords:
    """The words of a text and their classes, as hashes (see `WordBatch`)."""

    words: UInt32Array
    classes: UInt32Array

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)

    @cached_property
    def repeated(self) -> UInt32Array:
        """Return an array that is not 0 for words of repeated lines."""
        return self.words & IS_REPEATED

    @property
    def common(self) -> UInt32Array:
        """Return an array that is not 0 for words of lines that a site has in many texts."""
        return self.words & IS_COMMON

    @cached_property
    def own(self) -> TextWords:
        """Return the text without its repeated lines."""
        if not self.repeated.any():
            return self
        kept = self.repeated == 0
        return TextWords(self.words[kept], self.classes[kept])

    @cached_property
    def class_string(self) -> str:
        """Return a string with one character for each word's class.

        Strings are aligned many times faster than arrays.
        """
        return _as_string(self.classes)

    @cached_property
    def long_words(self) -> frozenset[int]:
        """Return all distinct long words."""
        return self._distinct(IS_LONG)

    def _distinct(self, flag: np.uint32) -> frozenset[int]:
        flagged = self.words[self.words & flag != 0]
        return frozenset((flagged >> FLAG_BITS).tolist())


def _as_string(hashes: UInt32Array) -> str:
    """Return a string with a character for each hash; a few hashes share one."""
    codes = hashes % _CODES
    codes[codes >= _FIRST_SURROGATE] += _SURROGATES
    return codes.tobytes().decode("utf-32-le")
