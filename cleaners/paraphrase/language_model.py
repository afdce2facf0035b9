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
    WORD_BITS,
    FloatArray,
    IntArray,
    PackedModel,
    PackedNats,
    SmallFloatArray,
)
from cleaners.paraphrase.words import UNKNOWN
from cleaners.sorted_search import first_places

__all__ = ["FloatArray", "IntArray", "KeyIndex", "LanguageModel", "load"]

# Nats: log-probability of one word among all that are outside the vocabulary: one in e^7,
# about 1,100. No source is recorded.
UNKNOWN_WORD_LOG_PROB = -7.0
END_ID = 0  # id of the end of a sentence, and of what precedes its first word


class KeyIndex:
    """Positions of integer keys, given in ascending order, for looking up many keys at once."""

    def __init__(self, keys: NDArray[np.integer]) -> None:
        self.missing = len(keys)
        kind = keys.dtype.type
        above_all = kind(np.iinfo(kind).max)  # so that searches end before it
        self._keys = np.append(keys, above_all)

    def find(self, keys: IntArray) -> IntArray:
        """Return the position at which each key was given, or `missing`."""
        wanted = keys.astype(
            self._keys.dtype
        )  # or numpy copies all keys to compare them
        at = first_places(self._keys, wanted)
        is_found = self._keys[at] == wanted
        return np.where(is_found, at, self.missing)


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
        keys = packed_ngrams.keys(packed, "two", np.uint32)
        self._bigrams = KeyIndex(keys)
        self._two = packed_ngrams.nats(packed, "two")

    def _load_trigrams(self, packed: PackedModel) -> None:
        """Unpack the trigrams; `three_size` is the number of trigrams that each bigram begins."""
        keys = packed_ngrams.keys(packed, "three", np.uint64)
        self._trigrams = KeyIndex(keys)
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
        return self._bigrams.find(first << WORD_BITS | second)

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
        trigrams = self._trigrams.find(bigrams << WORD_BITS | third)
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
