"""How likely a word is after the two before it, in English that no spinner touched.

A back-off trigram model. The followers of each context stand in one sorted row of a plain array, so
that there is nothing to build at load time. A context that a text comes to is unfolded once, into a
dictionary of its followers; later look-ups cost one step.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.words import UNKNOWN

OUTSIDE = -7.0  # nats: which of the words outside the vocabulary it is
END = 0  # number of the end of a sentence, and of what stands before its first word
APART = 0xFFFF << 16  # stands for the first word of a history that no trigram begins with
REMEMBERED = 200_000  # contexts kept unfolded

Row = tuple[dict[int, float], float]
"""What may follow a context, by number, and what to add to a shorter context's figure for any other word."""


NOTHING: Row = ({}, 0.0)


class LanguageModel:
    """Log-probabilities (natural) of words by number; number 0 ends a sentence, 1 is unknown."""

    def __init__(self, data: dict[str, NDArray[np.generic]]) -> None:
        words = data["words"].tobytes().decode().split("\n")
        self.number = {word: number for number, word in enumerate(words)}
        self.unknown = self.number[UNKNOWN]
        self._one_backoff = data["one_backoff"].tobytes()
        self._two_from = _offsets(data["two_size"])
        self._two_word = _row(data["two_low"], data["two_high"])
        self._two = data["two"].tobytes()
        self._two_backoff = data["two_backoff"].tobytes()
        self._three_from = _offsets(data["three_size"])
        self._three_word = _row(data["three_low"], data["three_high"])
        self._three = data["three"].tobytes()
        self.contexts = _contexts(data)
        step = float(data["step"][0])
        self._log = [2 - step * unit for unit in range(256)]
        self.one = [self._log[unit] for unit in data["one"].tobytes()]
        self.one[self.unknown] += OUTSIDE
        self.after_one = Unfolded(self.followers)
        self.after_two = Unfolded(self.followers_of_two)

    def score(self, first: int, second: int, word: int) -> float:
        """Return the log-probability of `word` after `first` and `second`."""
        return self.onward(first << 16 | second, (word,))[1]

    def pair(self, first: int, word: int) -> float:
        """Return the log-probability of `word` after `first`."""
        row, backoff = self.after_one[first]
        known = row.get(word)
        return backoff + self.alone(word) if known is None else known

    def onward(self, history: int, words: Sequence[int]) -> tuple[int, float]:
        """Say what a history, `first << 16 | second`, becomes after some words, and how likely (nats) they were.

        Histories that no longer differ in what may follow become the same.
        """
        likely = 0.0
        for word in words:
            row, less = self.after_two[history] if history in self.contexts else NOTHING
            history &= 0xFFFF
            if word in row:
                likely += row[word]
            else:
                shorter, more = self.after_one[history]
                likely += less + (shorter[word] if word in shorter else more + self.one[word])
            history = history << 16 | word
        return (history if history in self.contexts else APART | word), likely

    def alone(self, word: int) -> float:
        """Return the log-probability of `word` without any context."""
        return self.one[word]

    def followers(self, word: int) -> Row:
        """Unfold what may come after a word."""
        start, end = self._two_from[word], self._two_from[word + 1]
        return self._row(self._two_word[start:end], self._two[start:end]), self._log[self._one_backoff[word]]

    def followers_of_two(self, context: int) -> Row:
        """Unfold what may come after two words, `first << 16 | second`."""
        at = self.contexts.get(context)
        if at is None:
            return {}, 0.0
        start, end = self._three_from[at], self._three_from[at + 1]
        return self._row(self._three_word[start:end], self._three[start:end]), self._log[self._two_backoff[at]]

    def _row(self, words: array[int], units: bytes) -> dict[int, float]:
        row = dict(zip(words, map(self._log.__getitem__, units), strict=True))
        if self.unknown in row:
            row[self.unknown] += OUTSIDE
        return row


class Unfolded(dict[int, Row]):
    """Rows of a model by context, each made when it is first asked for."""

    def __init__(self, unfold: Callable[[int], Row]) -> None:
        super().__init__()
        self._unfold = unfold

    def __missing__(self, context: int) -> Row:
        if len(self) >= REMEMBERED:
            self.clear()
        row = self[context] = self._unfold(context)
        return row


def _contexts(data: dict[str, NDArray[np.generic]]) -> dict[int, int]:
    """Map two words, `first << 16 | second`, that a trigram begins with, to their place among the bigrams."""
    first = np.repeat(np.arange(len(data["two_size"])), data["two_size"].astype(np.int64))
    second = data["two_low"].astype(np.int64) | data["two_high"].astype(np.int64) << 8
    places = np.flatnonzero(data["three_size"])
    return dict(zip((first << 16 | second)[places].tolist(), places.tolist(), strict=True))


def _offsets(sizes: NDArray[np.generic]) -> array[int]:
    return array("I", np.concatenate(([0], np.cumsum(sizes, dtype=np.uint32))).astype(np.uint32).tobytes())


def _row(low: NDArray[np.generic], high: NDArray[np.generic]) -> array[int]:
    return array("H", (low.astype(np.uint16) | high.astype(np.uint16) << np.uint16(8)).tobytes())


@cache
def load() -> LanguageModel:
    """Read the model that ships with the package; once per process."""
    with (files("cleaners") / "data" / "language_model.npz").open("rb") as file, np.load(file) as data:
        return LanguageModel({name: data[name] for name in data.files})
