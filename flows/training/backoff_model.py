"""Trigram models that back off: the probability of any word after any two others.

Words are numbers below 2^16, and n-grams are keys of 16 bits a word, the last word lowest. An
n-gram that a model lacks has the probability of its last words, times the factor of its first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.training.corpus import Ids
from flows.training.kneser_ney import (
    LAST_TWO_WORDS,
    WORD_BITS,
    Integers,
    NGramProbabilities,
    Reals,
    TrigramModel,
    last_word,
)

TRIGRAMS = 3  # words
SMALLEST_MASS = 1e-4  # probability; a guard against division by rounding errors


@dataclass(frozen=True, slots=True)
class BackoffModel:
    """The n-grams of a model with their probabilities, and the factors of what it lacks.

    `word_factors` has one factor for each word, `pair_factors` one for each bigram.
    """

    unigrams: Reals
    word_factors: Reals
    bigrams: NGramProbabilities
    pair_factors: Reals
    trigrams: NGramProbabilities

    @classmethod
    def of(cls, model: TrigramModel) -> BackoffModel:
        """Return a model with its factors."""
        return cls(
            unigrams=model.unigrams,
            word_factors=word_factors(model),
            bigrams=model.bigrams,
            pair_factors=pair_factors(model),
            trigrams=model.trigrams,
        )

    def grams(self, order: int) -> NGramProbabilities:
        """Return the bigrams (order 2) or the trigrams (order 3)."""
        return self.trigrams if order == TRIGRAMS else self.bigrams

    def probabilities(self, keys: Ids, order: int) -> Reals:
        """Return the probability of the last word of each n-gram of an order, 2 or 3."""
        if order == TRIGRAMS:
            return self._trigram_probabilities(keys)
        return self._bigram_probabilities(keys)

    def _bigram_probabilities(self, keys: Ids) -> Reals:
        """Return the probability of the last word of each bigram after the first."""
        at, is_known = find(self.bigrams.keys, keys)
        lower = self.unigrams[last_word(keys)]
        first = last_word(keys >> WORD_BITS)
        backed_off = self.word_factors[first] * lower
        return np.where(is_known, self.bigrams.probability[at], backed_off)

    def _trigram_probabilities(self, keys: Ids) -> Reals:
        """Return the probability of the last word of each trigram after the first two."""
        at, is_known = find(self.trigrams.keys, keys)
        pair, is_pair = find(self.bigrams.keys, keys >> WORD_BITS)
        factor = np.where(is_pair, self.pair_factors[pair], 1.0)
        lower = self._bigram_probabilities(keys & LAST_TWO_WORDS)
        return np.where(is_known, self.trigrams.probability[at], factor * lower)


def find(known: Ids, keys: Ids) -> tuple[Integers, NDArray[np.bool_]]:
    """Return the place of each key among sorted ones, and whether it is there; else any place."""
    at = np.searchsorted(known, keys)
    at = np.minimum(at, len(known) - 1)
    return at, known[at] == keys


def word_factors(model: TrigramModel) -> Reals:
    """Return the back-off factor of each word."""
    two = model.bigrams
    heads = last_word(two.keys >> WORD_BITS)
    lower = model.unigrams[last_word(two.keys)]
    return _factors(heads, two.probability, lower, len(model.words))


def pair_factors(model: TrigramModel) -> Reals:
    """Return the back-off factor of each bigram: 1 where no trigram starts with it."""
    two = model.bigrams
    three = model.trigrams
    heads = np.searchsorted(two.keys, three.keys >> WORD_BITS)
    suffixes = np.searchsorted(two.keys, three.keys & LAST_TWO_WORDS)
    lower = two.probability[suffixes]
    return _factors(heads, three.probability, lower, len(two.keys))


def _factors(heads: Integers, own: Reals, lower: Reals, size: int) -> Reals:
    """Return the factor of each context that makes its missing followers sum up to the rest."""
    rest = 1 - np.bincount(heads, weights=own, minlength=size)
    lower_rest = 1 - np.bincount(heads, weights=lower, minlength=size)
    return np.clip(rest, SMALLEST_MASS, 1) / np.clip(lower_rest, SMALLEST_MASS, 1)


def keys_of(words: Sequence[Integers]) -> Ids:
    """Return the key of each n-gram, from its first words, its second words and so on."""
    keys = np.zeros(len(words[0]), dtype=np.uint64)
    for each in words:
        keys = keys << WORD_BITS | each.astype(np.uint64)
    return keys
