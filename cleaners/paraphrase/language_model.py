"""How likely a word is after the two before it, in English that no spinner touched.

A back-off trigram model. Pairs and triples of words stand as sorted keys, so that all that a text asks
is looked up at once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.words import UNKNOWN

Numbers = NDArray[np.int64]
Likely = NDArray[np.float64]

OUTSIDE = -7.0  # nats: which of the words outside the vocabulary it is
MIXER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio
FIRST_BITS = 19
REST = np.uint64(64 - FIRST_BITS)
END = 0  # number of the end of a sentence, and of what stands before its first word


class Keys:
    """Numbers by key, from 0 in the order given; many keys are looked up at once.

    The keys are multiplied by an odd number that mixes them well (Knuth, The Art of Computer Programming 3, 6.4),
    and sorted; the first bits of one then tell where to look for it.
    """

    def __init__(self, keys: Numbers) -> None:
        mixed = keys.astype(np.uint64) * MIXER
        order = np.argsort(mixed)
        self.missing = len(keys)
        self._mixed = np.append(mixed[order], np.iinfo(np.uint64).max)
        self._numbers = np.append(order, self.missing)
        self._from = np.searchsorted(
            self._mixed, np.arange(1 << FIRST_BITS, dtype=np.uint64) << REST
        )

    def find(self, keys: Numbers) -> Numbers:
        """Return the number of each key, or `missing`."""
        mixed = keys.astype(np.uint64) * MIXER
        at = self._from[mixed >> REST]
        short = np.flatnonzero(self._mixed[at] < mixed)
        while len(short):
            at[short] += 1
            short = short[self._mixed[at[short]] < mixed[short]]
        return np.where(self._mixed[at] == mixed, self._numbers[at], self.missing)


class LanguageModel:
    """Log-probabilities (natural) of words by number; number 0 ends a sentence, 1 is unknown.

    Many questions are asked at once, by arrays of the same length. Look up pairs of words first:
    `pairs` gives each its number, and `unseen` to all that the model does not know. `start` stands before
    a first word.
    """

    def __init__(self, data: dict[str, NDArray[np.generic]]) -> None:
        words = data["words"].tobytes().decode().split("\n")
        self.number = {word: number for number, word in enumerate(words)}
        self.unknown = self.number[UNKNOWN]
        nats = 2 - float(data["step"][0]) * np.arange(256)
        second, third = (
            _wide(data["two_low"], data["two_high"]),
            _wide(data["three_low"], data["three_high"]),
        )
        self._pairs = Keys(_repeated(data["two_size"]) << 16 | second)
        self._triples = Keys(_repeated(data["three_size"]) << 16 | third)
        self.unseen = self._pairs.missing
        self._one = nats[data["one"]] + OUTSIDE * (
            np.arange(len(words)) == self.unknown
        )
        self._two = nats[data["two"]] + OUTSIDE * (second == self.unknown)
        self._three = nats[data["three"]] + OUTSIDE * (third == self.unknown)
        self._one_backoff = nats[data["one_backoff"]]
        self._begins = np.append(data["three_size"] > np.uint16(0), False)
        self._two_backoff: Likely = (
            np.append(nats[data["two_backoff"]], 0) * self._begins
        )
        self.start = int(self.pairs(np.array([END]), np.array([END]))[0])

    def alone(self, word: int) -> float:
        """Return the log-probability of `word` without any context."""
        return float(self._one[word])

    def pairs(self, first: Numbers, words: Numbers) -> Numbers:
        """Return the numbers of pairs of words."""
        return self._pairs.find(first << 16 | words)

    def after_one(self, first: Numbers, words: Numbers, pairs: Numbers) -> Likely:
        """Return the log-probability of each word after one other; `pairs` are the two of them."""
        likely: Likely = self._one_backoff[first] + self._one[words]
        seen = np.flatnonzero(pairs != self.unseen)
        likely[seen] = self._two[pairs[seen]]
        return likely

    def after_two(self, before: Numbers, words: Numbers, likely: Likely) -> Likely:
        """Return the log-probability of each word after a pair; `likely` is that after the second word alone."""
        triples = self._triples.find(before << 16 | words)
        likely = likely + self._two_backoff[before]
        seen = np.flatnonzero(triples != self._triples.missing)
        likely[seen] = self._three[triples[seen]]
        return likely

    def histories(self, pairs: Numbers, words: Numbers) -> Numbers:
        """Return a number for what each pair says of the next word: its own, or one that its second word gives it."""
        return np.where(self._begins[pairs], pairs, self.unseen + 1 + words)

    def as_pairs(self, histories: Numbers) -> Numbers:
        """Return a pair that says of a third word what each history says."""
        return np.minimum(histories, self.unseen)


def _repeated(sizes: NDArray[np.generic]) -> Numbers:
    return np.repeat(np.arange(len(sizes)), sizes.astype(np.int64))


def _wide(low: NDArray[np.generic], high: NDArray[np.generic]) -> Numbers:
    return low.astype(np.int64) | high.astype(np.int64) << 8


@cache
def load() -> LanguageModel:
    """Read the model that ships with the package; once per process."""
    with (
        (files("cleaners") / "data" / "language_model.npz").open("rb") as file,
        np.load(file) as data,
    ):
        return LanguageModel({name: data[name] for name in data.files})
