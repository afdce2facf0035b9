"""Figures among the words of a text, which are hashes."""

from __future__ import annotations

from functools import cache
from itertools import product
from string import digits

from cleaners.duplicates.columns import BoolArray, UInt32Array, sort_unique
from cleaners.duplicates.hashing import hash_words
from cleaners.duplicates.words import FLAG_BITS
from cleaners.sorted_search import contains

# Digits of a figure, with zeros in front or without. Larger figures are written in groups,
# and each of these is a word.
MAX_DIGITS = 4


def are_figures(words: UInt32Array) -> BoolArray:
    """Return a mask of the words, without their flags, that are digits alone."""
    return contains(_figures(), words.ravel()).reshape(words.shape)


@cache
def _figures() -> UInt32Array:
    """Return the hashes of all figures, sorted."""
    sizes = range(1, MAX_DIGITS + 1)
    figures = ["".join(each) for size in sizes for each in product(digits, repeat=size)]
    return sort_unique(hash_words(figures) >> FLAG_BITS)
