"""Divide hashes by their first bits, so that rows are sorted some at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import BoolArray, UInt64Array

# Rows that are sorted at once: a guard on memory, some 60 MB. Not tuned.
ROWS_AT_ONCE = 1_000_000
HASH_BITS = 64


@dataclass(frozen=True, slots=True)
class HashPart:
    """The hashes that begin with some `bits` of a `number`.

    Those of all parts, one part after the other, are all hashes in order.
    """

    number: int
    bits: int

    def contains(self, hashes: UInt64Array) -> BoolArray:
        """Return a mask of the hashes that are of this part."""
        if not self.bits:
            return np.ones(len(hashes), np.bool_)
        first_bits = hashes >> np.uint64(HASH_BITS - self.bits)
        is_own: BoolArray = first_bits == np.uint64(self.number)
        return is_own


def hash_parts(rows: int) -> list[HashPart]:
    """Return parts that have about ROWS_AT_ONCE of so many rows each, or half as many."""
    bits = (rows // ROWS_AT_ONCE).bit_length()
    return [HashPart(number, bits) for number in range(1 << bits)]
