"""Join what ends at a place of a text with what starts there."""

from __future__ import annotations

import numpy as np

from cleaners.paraphrase.language_model import IntArray


def joints(ends: IntArray, starts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the pairs of what ends at a place with what starts there, as two arrays of numbers.

    `starts` are sorted, and so is the second array.
    """
    by_end = np.argsort(ends, kind="stable")
    first, counts = _equal_ranges(ends[by_end], starts)
    start_numbers = np.arange(len(starts))
    left = by_end[_ranges(first, counts)]
    right = np.repeat(start_numbers, counts)
    return left, right


def _equal_ranges(sorted_ends: IntArray, starts: IntArray) -> tuple[IntArray, IntArray]:
    """Return where the ends that equal each start begin, and how many they are."""
    first = np.searchsorted(sorted_ends, starts)
    after_last = np.searchsorted(sorted_ends, starts, side="right")
    return first, after_last - first


def _ranges(first: IntArray, sizes: IntArray) -> IntArray:
    """Return the numbers of several ranges, one range after the other."""
    ends = np.cumsum(sizes)
    begins = ends - sizes
    offsets = np.repeat(first - begins, sizes)
    ranges: IntArray = np.arange(len(offsets)) + offsets
    return ranges
