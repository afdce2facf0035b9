"""Look texts up by their keys: those of an index, and new ones as they are numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    starts_run,
    take_rows,
)
from cleaners.duplicates.index import Texts

NOT_FOUND = -1  # in place of a number


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of texts as two numbers each; the key of a text is one of 16 bytes."""

    heads: UInt64Array
    tails: UInt64Array

    @classmethod
    def of(cls, keys: Sequence[bytes]) -> Keys:
        """Split keys into halves."""
        halves = np.frombuffer(b"".join(keys), np.uint64).reshape(-1, 2)
        return cls(halves[:, 0], halves[:, 1])

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self.heads)

    def first_rows(self) -> Int64Array:
        """Return for each key the first row that has the same one."""
        order = np.lexsort((self.tails, self.heads))  # rows of one key stay in order
        ordered = take_rows(self, order)
        is_first = starts_run(ordered.heads) | starts_run(ordered.tails)
        first_rows = np.empty(len(order), np.int64)
        first_rows[order] = order[is_first][np.cumsum(is_first) - 1]
        return first_rows


@dataclass(frozen=True, slots=True)
class KeyLookup:
    """Keys with the numbers of their texts, sorted by the first half."""

    keys: Keys
    numbers: UInt32Array

    @classmethod
    def of(cls, texts: Texts) -> KeyLookup:
        """Return the keys of the texts that are alive."""
        living = np.flatnonzero(texts.alive)
        every = Keys(texts.key_head, texts.key_tail)
        return cls.sorted(take_rows(every, living), living.astype(np.uint32))

    @classmethod
    def sorted(cls, keys: Keys, numbers: UInt32Array) -> KeyLookup:
        """Sort keys."""
        order = np.argsort(keys.heads)
        return cls(take_rows(keys, order), numbers[order])

    def find(self, keys: Keys) -> Int64Array:
        """Return the number of the text of each key, or NOT_FOUND."""
        if not len(self.numbers):
            return np.full(len(keys), NOT_FOUND)
        places = self._places(keys)
        near = take_rows(self.keys, places)
        is_same = (near.heads == keys.heads) & (near.tails == keys.tails)
        return np.where(is_same, self.numbers[places].astype(np.int64), NOT_FOUND)

    def _places(self, keys: Keys) -> Int64Array:
        """Return where each key is, if it is anywhere."""
        places = np.searchsorted(self.keys.heads, keys.heads)
        return np.minimum(places, len(self.numbers) - 1)

    def joined(self, other: KeyLookup) -> KeyLookup:
        """Return the keys of both."""
        keys = concat_tables(self.keys, other.keys)
        return KeyLookup.sorted(keys, np.concatenate([self.numbers, other.numbers]))


@dataclass(slots=True)
class NewKeys:
    """The keys of new texts, numbered from 0 in the order in which they came.

    They are in runs, each longer than the next one, so that adding some sorts few of them again.
    A dict of a million keys takes 120 MB, these take 20.
    """

    count: int = 0
    _runs: list[KeyLookup] = field(default_factory=list)

    def number(self, keys: Keys) -> tuple[Int64Array, BoolArray]:
        """Return the number of each key, and a mask of the new ones: the first of their kind."""
        numbers = self._find(keys)
        is_new: BoolArray = numbers == NOT_FOUND
        is_new[is_new] = self._number_unknown(keys, numbers)
        self._add(take_rows(keys, is_new), numbers[is_new])
        return numbers, is_new

    def _number_unknown(self, keys: Keys, numbers: Int64Array) -> BoolArray:
        """Put numbers in place of NOT_FOUND; return a mask of those that are new."""
        is_unknown = numbers == NOT_FOUND
        first_rows = take_rows(keys, is_unknown).first_rows()
        is_first: BoolArray = first_rows == np.arange(len(first_rows))
        new_numbers = self.count + np.cumsum(is_first) - 1
        numbers[is_unknown] = new_numbers[first_rows]
        return is_first

    def every(self) -> Keys:
        """Return all keys, in the order of their numbers."""
        keys = Keys(np.empty(self.count, np.uint64), np.empty(self.count, np.uint64))
        for run in self._runs:
            keys.heads[run.numbers] = run.keys.heads
            keys.tails[run.numbers] = run.keys.tails
        return keys

    def _find(self, keys: Keys) -> Int64Array:
        """Return the number of each key, or NOT_FOUND."""
        numbers = np.full(len(keys), NOT_FOUND)
        for run in self._runs:
            np.maximum(numbers, run.find(keys), out=numbers)
        return numbers

    def _add(self, keys: Keys, numbers: Int64Array) -> None:
        """Add keys, and join the runs that are no longer than what was added."""
        self.count += len(keys)
        run = KeyLookup.sorted(keys, numbers.astype(np.uint32))
        while self._runs and len(self._runs[-1].numbers) <= len(run.numbers):
            run = self._runs.pop().joined(run)
        self._runs.append(run)
