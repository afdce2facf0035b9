"""How likely a word is after the two before it, in English that no spinner touched.

A back-off trigram model. The followers of each context stand in one sorted row, so that a look-up
is a binary search in a short stretch of a plain array: no hashing, hence no collisions, nothing to
build at load time, and some 6 MB in memory.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.words import UNKNOWN

OUTSIDE = -7.0  # nats: which of the words outside the vocabulary it is


class LanguageModel:
    """Log-probabilities (natural) of words by number; number 0 ends a sentence, 1 is unknown."""

    def __init__(self, data: dict[str, NDArray[np.generic]]) -> None:
        words = data["words"].tobytes().decode().split("\n")
        self.number = {word: number for number, word in enumerate(words)}
        self.unknown = self.number[UNKNOWN]
        self._one = data["one"].tobytes()
        self._one_backoff = data["one_backoff"].tobytes()
        self._two_from = _offsets(data["two_size"])
        self._two_word = _row(data["two_low"], data["two_high"])
        self._two = data["two"].tobytes()
        self._two_backoff = data["two_backoff"].tobytes()
        self._three_from = _offsets(data["three_size"])
        self._three_word = _row(data["three_low"], data["three_high"])
        self._three = data["three"].tobytes()
        step = float(data["step"][0])
        self._log = [2 - step * unit for unit in range(256)]

    def context(self, first: int, second: int) -> int:
        """Find the place of the two words among the contexts; -1 where it is none."""
        end = self._two_from[first + 1]
        at = bisect_left(self._two_word, second, self._two_from[first], end)
        return at if at < end and self._two_word[at] == second else -1

    def score(self, first: int, second: int, word: int) -> float:
        """Return the log-probability of `word` after `first` and `second`."""
        at = self.context(first, second)
        backoff = 0.0
        if at >= 0:
            end = self._three_from[at + 1]
            here = bisect_left(self._three_word, word, self._three_from[at], end)
            if here < end and self._three_word[here] == word:
                return self._log[self._three[here]] + (OUTSIDE if word == self.unknown else 0)
            backoff = self._log[self._two_backoff[at]]
        return backoff + self._pair(second, word)

    def _pair(self, first: int, word: int) -> float:
        rare = OUTSIDE if word == self.unknown else 0.0
        at = self.context(first, word)
        if at >= 0:
            return self._log[self._two[at]] + rare
        return self._log[self._one_backoff[first]] + self.alone(word)

    def alone(self, word: int) -> float:
        """Return the log-probability of `word` without any context."""
        return self._log[self._one[word]] + (OUTSIDE if word == self.unknown else 0)


def _offsets(sizes: NDArray[np.generic]) -> array[int]:
    return array("I", np.concatenate(([0], np.cumsum(sizes, dtype=np.uint32))).astype(np.uint32).tobytes())


def _row(low: NDArray[np.generic], high: NDArray[np.generic]) -> array[int]:
    return array("H", (low.astype(np.uint16) | high.astype(np.uint16) << np.uint16(8)).tobytes())


@cache
def load() -> LanguageModel:
    """Read the model that ships with the package; once per process."""
    with (files("cleaners") / "data" / "language_model.npz").open("rb") as file, np.load(file) as data:
        return LanguageModel({name: data[name] for name in data.files})
