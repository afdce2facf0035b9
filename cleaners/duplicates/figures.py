"""Figures among the words of a text, which are hashes."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product
from string import digits

from cleaners.duplicates.columns import BoolArray, UInt32Array, sort_unique
from cleaners.duplicates.hashing import hash_words
from cleaners.duplicates.words import FLAG_BITS
from cleaners.sorted_search import contains

# Digits of a figure, with zeros in front or without. Larger figures are written in groups,
# and each of these is a word.
MAX_DIGITS = 4
# Units that a house style writes without a space, where another has "17 million" or "5 p.m.".
UNITS = """
    k m mn bn tn p c pc x km cm mm ft in m2 g kg lb st l ml h min s am pm mph kmh kph
    f kw mw gw kwh mwh gwh mb gb tb nd rd th км м кг г млн млрд
    """.split()  # noqa: SIM905  # a list of units reads badly
CACHED = 1024  # figures, with all units (not tuned)


def are_figures(words: UInt32Array) -> BoolArray:
    """Return a mask of the words, without their flags, that are digits alone."""
    return contains(_figures(), words.ravel()).reshape(words.shape)


def are_one_figure(one: int, other: int) -> bool:
    """Return whether one word is a figure, and the other is it with a unit ("26km")."""
    return other in _with_units(one) or one in _with_units(other)


@lru_cache(CACHED)
def _with_units(word: int) -> frozenset[int]:
    """Return the hashes of a figure with each unit; none of another word."""
    figure = _written().get(word)
    if figure is None:
        return frozenset()
    return frozenset(_hash_figures([figure + unit for unit in UNITS]))


@cache
def _written() -> dict[int, str]:
    """Return all figures by their hashes."""
    figures = _every_figure()
    return dict(zip(_hash_figures(figures), figures, strict=True))


def _hash_figures(figures: list[str]) -> list[int]:
    """Return the hashes of figures, without flags."""
    hashes: list[int] = (hash_words(figures) >> FLAG_BITS).tolist()
    return hashes


@cache
def _figures() -> UInt32Array:
    """Return the hashes of all figures, sorted."""
    return sort_unique(hash_words(_every_figure()) >> FLAG_BITS)


def _every_figure() -> list[str]:
    sizes = range(1, MAX_DIGITS + 1)
    return ["".join(each) for size in sizes for each in product(digits, repeat=size)]
