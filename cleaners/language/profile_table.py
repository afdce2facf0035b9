"""The n-grams of langdetect's profiles in one table of 3 MB.

As dictionaries, one for each language, they had 28 MB in each worker.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 3  # letters of an n-gram
LETTER_BITS = 21  # of a key: room for any code point, and for three of them in 63 bits
EMPTY = 1  # the key of no letters, so that keys of different lengths differ
KEYS, REALS = "Q", "d"  # typecodes of 64-bit integers and floats in arrays
NEVER = 0.0  # one object for all lists

Keys = NDArray[np.uint64]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profile:
    """A language: the keys of its n-grams, and the share of each among those of its length."""

    name: str
    keys: Keys
    shares: Reals

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Profile:
        """Read the content of a file of langdetect."""
        counts = content["freq"]
        shares = _shares(counts, content["n_words"])
        return cls(content["name"], _keys(counts), shares)


class Probabilities:
    """The probabilities of each n-gram in all languages, as langdetect's Detector asks for them."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        keys, shares = _joined(profiles)
        languages = _languages(profiles)
        order = np.argsort(keys, kind="stable")
        ordered_keys = keys[order]
        ordered_shares = shares[order]
        ordered_languages = languages[order]
        self._keys = array(KEYS, ordered_keys.tobytes())
        self._shares = array(REALS, ordered_shares.tobytes())
        self._languages = ordered_languages.tobytes()
        self._never = [NEVER] * len(profiles)
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


def _joined(profiles: Sequence[Profile]) -> tuple[Keys, Reals]:
    """Return the n-grams of all profiles, one after the other."""
    keys = [profile.keys for profile in profiles]
    shares = [profile.shares for profile in profiles]
    return np.concatenate(keys), np.concatenate(shares)


def _languages(profiles: Sequence[Profile]) -> NDArray[np.uint8]:
    """Return the number of the language of each n-gram."""
    numbers = np.arange(len(profiles), dtype=np.uint8)
    sizes = [len(profile.keys) for profile in profiles]
    return np.repeat(numbers, sizes)


def _keys(grams: Collection[str]) -> Keys:
    """Return the keys of n-grams, in the order of these."""
    letters = np.array(list(grams), f"U{LONGEST}")
    keys = np.full(len(letters), EMPTY, np.uint64)
    for column in letters.view(np.uint32).reshape(-1, LONGEST).T:
        longer = keys << np.uint64(LETTER_BITS) | column
        keys = np.where(column, longer, keys)
    return keys


def _shares(counts: Mapping[str, int], totals: Sequence[int]) -> Reals:
    """Return the share of each n-gram of a language among those of its length."""
    lengths = np.array(list(map(len, counts)))
    wanted = np.array(totals)[lengths - 1]
    shares: Reals = np.array(list(counts.values())) / wanted
    return shares
