"""Find the n-grams of py3langid's model in the bytes of a text, by the method of Aho and Corasick.

A state stands for the last bytes that were read, as far as some n-gram begins with them. py3langid
ships a table of 256 next states for each of 100,000 states: 39 MB, of which a text reads less than
a hundredth. Here the states are a tree, and a state gets its row when a text first reaches it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROOT = 0  # the state of a text of which nothing is read
NO_FEATURE = -1  # of a state in which no n-gram ends
BYTES = 256  # different ones
INTEGERS = "i"  # the typecode of 32-bit integers in arrays of the standard library
NOTHING_READ = array(INTEGERS, [ROOT]) * BYTES  # every byte leads to the root


@dataclass(frozen=True, slots=True)
class StateTree:
    """The beginnings of n-grams as a tree: states in the order of their parents and their bytes.

    `children` counts the children of each state, and `letters` is the byte that leads to it from
    its parent. `fails` is the state of the longest of its ends, and `features` the number of the
    n-gram that ends in it.
    """

    letters: NDArray[np.uint8]
    children: NDArray[np.uint8]
    fails: NDArray[np.int32]
    features: NDArray[np.int32]


class Automaton:
    """Reads texts. What one of them has reached, the next one finds there."""

    def __init__(self, tree: StateTree) -> None:
        self._letters = tree.letters.tobytes()
        self._first_children = _packed(_first_children(tree.children))
        self._fails = _packed(tree.fails)
        self._features = _packed(tree.features)
        self._rows: list[array[int] | None] = [None] * len(tree.fails)
        self._rows[ROOT] = self._with_children(ROOT, NOTHING_READ)

    def visits(self, text: bytes) -> Counter[int]:
        """Count the features of a text, in the order in which they first occur."""
        rows = self._rows
        features = self._features
        found: list[int] = []
        state = ROOT
        for letter in text:
            row = rows[state]
            if row is None:
                row = self.next_states(state)
            state = row[letter]
            feature = features[state]
            if feature != NO_FEATURE:
                found.append(feature)
        return Counter(found)

    def next_states(self, state: int) -> array[int]:
        """Return the next state of a state for each byte; states without children share it."""
        row = self._rows[state]
        if row is None:
            shorter = self.next_states(self._fails[state])
            row = self._with_children(state, shorter)
            self._rows[state] = row
        return row

    def _with_children(self, state: int, row: array[int]) -> array[int]:
        """Return a row with the children of a state in it, or the row itself."""
        first, end = self._first_children[state : state + 2]
        if first == end:
            return row
        changed = row[:]
        for child in range(first, end):
            letter = self._letters[child]
            changed[letter] = child
        return changed


def _first_children(children: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return the first child of each state, and the end of all; the root is no child."""
    counts = np.append(np.uint8(1), children)
    return np.cumsum(counts, dtype=np.int32)


def _packed(numbers: NDArray[np.int32]) -> array[int]:
    """Copy integers to where one of them is read faster."""
    packed = array(INTEGERS)
    packed.frombytes(numbers.tobytes())
    return packed
