"""Look texts up in the index by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import Int64Array, UInt64Array
from cleaners.duplicates.index import Texts

NOT_FOUND = -1  # in place of a row number


@dataclass(frozen=True, slots=True)
class KeyLookup:
    """The living texts of an index, sorted by the first half of their keys."""

    texts: Texts
    order: Int64Array
    key_heads: UInt64Array

    @classmethod
    def of(cls, texts: Texts) -> KeyLookup:
        """Sort the texts that are alive."""
        living = np.flatnonzero(texts.alive)
        order = living[np.argsort(texts.key_head[living])]
        return cls(texts, order, texts.key_head[order])

    def find(self, keys: Sequence[bytes]) -> list[int]:
        """Return the number of the text of each key, or NOT_FOUND."""
        if len(self.order) == 0:
            return [NOT_FOUND] * len(keys)
        heads, tails = split_keys(keys)
        found: list[int] = self._find_halves(heads, tails).tolist()
        return found

    def _find_halves(self, heads: UInt64Array, tails: UInt64Array) -> Int64Array:
        """Return the number of the text of each key, or NOT_FOUND."""
        places = np.searchsorted(self.key_heads, heads)
        places = np.minimum(places, len(self.order) - 1)
        numbers = self.order[places]
        same_head = self.key_heads[places] == heads
        same_tail = self.texts.key_tail[numbers] == tails
        return np.where(same_head & same_tail, numbers, NOT_FOUND)


def split_keys(keys: Sequence[bytes]) -> tuple[UInt64Array, UInt64Array]:
    """Return the halves of keys as numbers."""
    halves = np.frombuffer(b"".join(keys), np.uint64).reshape(-1, 2)
    return halves[:, 0], halves[:, 1]
