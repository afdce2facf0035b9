"""A trigram language model of English that no spinner changed.

It backs off from trigrams to bigrams to unigrams, with absolute discounting.
Bigrams and trigrams are sorted keys, so that all questions about a text are looked up at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase import packed_ngrams
from cleaners.paraphrase.packed_ngrams import (
    FloatArray,
    IntArray,
    PackedModel,
    PackedNats,
    SmallFloatArray,
)
from cleaners.paraphrase.words import UNKNOWN

__all__ = ["FloatArray", "IntArray", "KeyIndex", "LanguageModel", "load"]

# Nats: log-probability of one word among all that are outside the vocabulary: one in e^7,
# about 1,100. No source is recorded.
UNKNOWN_WORD_LOG_PROB = -7.0
MIXER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio (Knuth, as below)
# Bits of a key that the index is built on: 1,048,576 entries for some 2 million bigrams, or
# 1.5 million trigrams.
FIRST_BITS = 20
REMAINING_BITS = np.uint64(64 - FIRST_BITS)
PREFIXES = 1 << FIRST_BITS
ABOVE_ALL_KEYS = np.iinfo(np.uint64).max  # ends the sorted keys, so that searches end
END_ID = 0  # id of the end of a sentence, and of what precedes its first word


class KeyIndex:
    """Positions of integer keys, for looking up many keys at once.

    The keys are multiplied by an odd number that mixes them well (Knuth, The Art of Computer
    Programming 3, 6.4), and sorted; the first bits of a key then give the position to search from.
    """

    def __init__(self, keys: IntArray) -> None:
        mixed = _mix(keys)
        order = np.argsort(mixed)
        self.missing = len(keys)
        self._mixed = np.append(mixed[order], ABOVE_ALL_KEYS)
        self._positions = np.append(order, self.missing).astype(np.int32)
        self._first = _prefix_positions(self._mixed)

    def find(self, keys: IntArray) -> IntArray:
        """Return the position at which each key was given, or `missing`."""
        mixed = _mix(keys)
        at = self._first[mixed >> REMAINING_BITS]
        self._advance(at, mixed)
        is_found = self._mixed[at] == mixed
        return np.where(is_found, self._positions[at].astype(np.int64), self.missing)

    def _advance(self, at: NDArray[np.int32], mixed: NDArray[np.uint64]) -> None:
        """Move each position on to the first key that is not below the wanted one."""
        below = np.flatnonzero(self._mixed[at] < mixed)
        while len(below):
            at[below] += 1
            reached = self._mixed[at[below]]
            is_below = reached < mixed[below]
            below = below[is_below]


def _prefix_positions(mixed: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return for each prefix the position of the first of sorted keys that is not below it."""
    prefixes = np.arange(PREFIXES, dtype=np.uint64)
    smallest_keys = prefixes << REMAINING_BITS
    return np.searchsorted(mixed, smallest_keys).astype(np.int32)


def _mix(keys: IntArray) -> NDArray[np.uint64]:
    """Return keys with their bits mixed, so that the first bits of all are evenly spread."""
    mixed: NDArray[np.uint64] = keys.astype(np.uint64) * MIXER
    return mixed


class LanguageModel:
    """Log-probabilities (nats) of words after one or two others.

    Words are ids, the values of `vocabulary`; 0 is the end of a sentence, `unknown` any word
    outside the vocabulary. Methods take int64 arrays of one length and return one value per
    element. Look up `bigram_ids` first: a bigram that the model lacks is `unseen_bigram`.
    `start_bigram` precedes the first word of a sentence.
    """

    def __init__(self, packed: PackedModel) -> None:
        self.vocabulary = packed_ngrams.vocabulary(packed)
        self.unknown = self.vocabulary[UNKNOWN]
        self._load_unigrams(packed)
        self._load_bigrams(packed)
        self._load_trigrams(packed)
        self._load_histories(packed)
        self.unseen_bigram = self._bigrams.missing
        end = np.array([END_ID])
        start = self.bigram_ids(end, end)
        self.start_bigram = int(start[0])

    def _load_unigrams(self, packed: PackedModel) -> None:
        """Unpack the words without context."""
        self._one = _unigrams(packed, self.unknown)
        backoff = packed_ngrams.nats(packed, "one_backoff")[:]
        self._one_backoff: FloatArray = backoff.astype(np.float64)

    def _load_bigrams(self, packed: PackedModel) -> None:
        """Unpack the bigrams; `two_size` is the number of bigrams that each word begins."""
        first = packed_ngrams.contexts(packed["two_size"])
        second = packed_ngrams.last_words(packed, "two")
        self._bigrams = KeyIndex(first << 16 | second)
        self._two = packed_ngrams.nats(packed, "two")

    def _load_trigrams(self, packed: PackedModel) -> None:
        """Unpack the trigrams; `three_size` is the number of trigrams that each bigram begins."""
        bigrams = packed_ngrams.contexts(packed["three_size"])
        third = packed_ngrams.last_words(packed, "three")
        self._trigrams = KeyIndex(bigrams << 16 | third)
        self._three = packed_ngrams.nats(packed, "three")

    def _load_histories(self, packed: PackedModel) -> None:
        """Unpack which bigrams begin trigrams, and their back-off weights.

        The last element of both is that of `unseen_bigram`, which begins none.
        """
        starts_trigram = packed["three_size"] > np.uint16(0)
        self._starts_trigram = np.append(starts_trigram, False)
        backoff = np.append(packed["two_backoff"], np.uint8(0))
        self._two_backoff = PackedNats(backoff, packed_ngrams.step(packed))

    def _unknown_penalty(self, words: IntArray) -> SmallFloatArray:
        """Return UNKNOWN_WORD_LOG_PROB for the unknown word, 0 for all others."""
        is_unknown = (words == self.unknown).astype(np.float32)
        penalty: SmallFloatArray = is_unknown * np.float32(UNKNOWN_WORD_LOG_PROB)
        return penalty

    def word_id(self, form: str) -> int:
        """Return the id of a word, or `unknown`."""
        return self.vocabulary.get(form, self.unknown)

    def unigram_log_prob(self, word: int) -> float:
        """Return the log-probability (nats) of a word without any context."""
        return float(self._one[word])

    def unigram_log_probs(self, words: IntArray) -> FloatArray:
        """Return the log-probabilities (nats) of words without any context."""
        log_probs: FloatArray = self._one[words]
        return log_probs

    def bigram_ids(self, first: IntArray, second: IntArray) -> IntArray:
        """Return the ids of bigrams, or `unseen_bigram`."""
        return self._bigrams.find(first << 16 | second)

    def bigram_log_probs(
        self, first: IntArray, second: IntArray, bigrams: IntArray
    ) -> FloatArray:
        """Return log P(second | first) in nats; `bigrams` are the ids of the two."""
        log_probs: FloatArray = self._one_backoff[first] + self._one[second]
        is_seen = bigrams != self.unseen_bigram
        seen = np.flatnonzero(is_seen)
        penalty = self._unknown_penalty(second[seen])
        log_probs[seen] = self._two[bigrams[seen]] + penalty
        return log_probs

    def trigram_log_probs(
        self, bigrams: IntArray, third: IntArray, bigram_log_probs: FloatArray
    ) -> FloatArray:
        """Return log P(third | bigram) in nats.

        `bigram_log_probs` are those of the third word after the second, to back off to.
        """
        trigrams = self._trigrams.find(bigrams << 16 | third)
        seen = np.flatnonzero(trigrams != self._trigrams.missing)
        log_probs = bigram_log_probs + self._backoffs(bigrams)
        penalty = self._unknown_penalty(third[seen])
        log_probs[seen] = self._three[trigrams[seen]] + penalty
        return log_probs

    def _backoffs(self, bigrams: IntArray) -> FloatArray:
        """Return the back-off weights (nats) of bigrams, 0 of those that begin no trigram."""
        backoffs: FloatArray = (
            self._two_backoff[bigrams] * self._starts_trigram[bigrams]
        )
        return backoffs

    def history_ids(self, bigrams: IntArray, second: IntArray) -> IntArray:
        """Return ids of what the next word depends on.

        It is the bigram if the model has trigrams that start with it, else its `second` word.
        """
        backed_off = self.unseen_bigram + 1 + second
        return np.where(self._starts_trigram[bigrams], bigrams, backed_off)

    def history_bigrams(self, histories: IntArray) -> IntArray:
        """Return the bigram of each history, `unseen_bigram` where it is a single word."""
        return np.minimum(histories, self.unseen_bigram)


def _unigrams(packed: PackedModel, unknown: int) -> FloatArray:
    """Unpack the log-probabilities (nats) of words without context."""
    one = packed_ngrams.nats(packed, "one")[:]
    one[unknown] += np.float32(UNKNOWN_WORD_LOG_PROB)
    return one.astype(np.float64)


def word_log_probs() -> dict[str, float]:
    """Return the log-probability (nats) of each word without context, and read nothing else."""
    with _opened() as packed:
        vocabulary = packed_ngrams.vocabulary(packed)
        one = _unigrams(packed, vocabulary[UNKNOWN])
    return dict(zip(vocabulary, one.tolist(), strict=True))


@cache
def load() -> LanguageModel:
    """Read the model that ships with the package, once per process."""
    with _opened() as packed:
        return LanguageModel(dict(packed))


@contextmanager
def _opened() -> Iterator[PackedModel]:
    """Open the file of the model, of which only the arrays that are used are read."""
    path = files("cleaners") / "data" / "language_model.npz"
    with path.open("rb") as file, np.load(file) as packed:
        yield packed
