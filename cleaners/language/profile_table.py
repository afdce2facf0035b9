"""The n-grams of langdetect's profiles in one table of 3 MB.

As dictionaries, one for each language, they had 28 MB in each worker.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

LONGEST = 3  # letters of an n-gram
LETTER_BITS = 21  # of a key: room for any code point, and for three of them in 63 bits
EMPTY = 1  # the key of no letters, so that keys of different lengths differ
KEYS, REALS = "Q", "d"  # typecodes of 64-bit integers and floats in arrays
NEVER = 0.0  # one object for all lists

Keys = NDArray[np.uint64]


class Probabilities:
    """The probabilities of each n-gram in all languages, as langdetect's Detector asks for them.

    `counts` holds the n-grams of each language, `totals` how many it has of lengths 1, 2 and 3.
    """

    def __init__(
        self, counts: Sequence[Mapping[str, int]], totals: Sequence[Sequence[int]]
    ) -> None:
        keys = np.concatenate([_keys(grams) for grams in counts])
        all_shares = map(_shares, counts, totals)
        shares = np.concatenate(list(all_shares))
        languages = _languages(counts)
        order = np.argsort(keys, kind="stable")
        self._keys = array(KEYS, keys[order].tobytes())
        self._shares = array(REALS, shares[order].tobytes())
        self._languages = languages[order].tobytes()
        self._never = [NEVER] * len(counts)
        self._known: dict[str, list[float]] = {}

    def __contains__(self, gram: str) -> bool:
        if gram in self._known:
            return True
        first, end = self._places(gram)
        return first < end

    def __getitem__(self, gram: str) -> list[float]:
        known = self._known.get(gram)
        if known is None:
            known = self._listed(gram)
            self._known[gram] = known
        return known

    def _listed(self, gram: str) -> list[float]:
        """List the probabilities of an n-gram, by language."""
        listed = self._never.copy()
        for place in range(*self._places(gram)):
            language = self._languages[place]
            listed[language] = self._shares[place]
        return listed

    def _places(self, gram: str) -> tuple[int, int]:
        """Return where the rows of an n-gram begin and end."""
        key = EMPTY
        for letter in gram:
            key = key << LETTER_BITS | ord(letter)
        first = bisect_left(self._keys, key)
        return first, bisect_right(self._keys, key, first)


def _languages(counts: Sequence[Mapping[str, int]]) -> NDArray[np.uint8]:
    """Return the number of the language of each n-gram."""
    numbers = np.arange(len(counts), dtype=np.uint8)
    sizes = [len(grams) for grams in counts]
    return np.repeat(numbers, sizes)


def _keys(grams: Collection[str]) -> Keys:
    """Return the keys of n-grams, in the order of these."""
    letters = np.array(list(grams), f"U{LONGEST}")
    keys = np.full(len(letters), EMPTY, np.uint64)
    for column in letters.view(np.uint32).reshape(-1, LONGEST).T:
        longer = keys << np.uint64(LETTER_BITS) | column
        keys = np.where(column, longer, keys)
    return keys


def _shares(counts: Mapping[str, int], totals: Sequence[int]) -> NDArray[np.float64]:
    """Return the share of each n-gram of a language among those of its length."""
    lengths = np.array(list(map(len, counts)))
    wanted = np.array(totals)[lengths - 1]
    shares: NDArray[np.float64] = np.array(list(counts.values())) / wanted
    return shares
