"""Find words and lines among the characters of texts, and names among the words."""

from __future__ import annotations

import numpy as np

from cleaners.duplicates.columns import BoolArray, Int64Array
from cleaners.duplicates.hashing import (
    BEFORE_NAME,
    DIGIT,
    UNSPACED,
    UPPER,
    Characters,
)


def find_words(characters: Characters) -> tuple[Int64Array, Int64Array]:
    """Return where words start and end."""
    inside = characters.letters != 0
    bounds = _word_bounds(characters, inside)
    starts = np.flatnonzero(inside & bounds[:-1])
    ends = np.flatnonzero(inside & bounds[1:]) + 1
    return starts, ends


def _word_bounds(characters: Characters, inside: BoolArray) -> BoolArray:
    """Return a mask of the places before, between and after characters.

    It is true where the characters on both sides are not parts of one word. `inside`
    is a mask of the characters that are part of a word.
    """
    unspaced = characters.properties & UNSPACED != 0
    is_separate = unspaced | ~inside
    bounds = np.ones(len(inside) + 1, np.bool_)
    bounds[1:-1] = is_separate[:-1] | is_separate[1:]
    return bounds


def find_line_ends(
    characters: Characters, starts: Int64Array, text_ends: Int64Array
) -> Int64Array:
    """Return the number of words up to the end of each line that has any."""
    breaks = np.flatnonzero(characters.codes == ord("\n"))
    ends = np.union1d(np.searchsorted(starts, breaks), text_ends)
    line_ends: Int64Array = ends[ends > 0]
    return line_ends


def has_digit(characters: Characters, starts: Int64Array) -> BoolArray:
    """Return a mask of the words that begin with a digit."""
    mask: BoolArray = characters.properties[starts] & DIGIT != 0
    return mask


def is_name(characters: Characters, starts: Int64Array) -> BoolArray:
    """Return a mask of names: a capital after lower case or a comma, and a space."""
    has_two_before = starts >= 2  # noqa: PLR2004  # a character and a space
    after_space = characters.codes[starts - 1] == ord(" ")
    inside_sentence = characters.properties[starts - 2] & BEFORE_NAME != 0
    capital = characters.properties[starts] & UPPER != 0
    mask: BoolArray = has_two_before & after_space & inside_sentence & capital
    return mask
