"""Counts of phrases, which lack those that never were seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Phrase = TypeVar("Phrase")
Counts = Mapping[Phrase, float]


def counted(counts: Counts[Phrase]) -> dict[Phrase, float]:
    """Return the counts that are not 0."""
    return {phrase: count for phrase, count in counts.items() if count}


def add_counts(one: Counts[Phrase], other: Counts[Phrase]) -> dict[Phrase, float]:
    """Add up two counts, of which none is below 0."""
    sums = counted(one)
    for phrase, count in other.items():
        so_far = sums.get(phrase, 0.0)
        sums[phrase] = so_far + count
    return sums
