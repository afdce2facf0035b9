"""Number the n-grams of a foreign model by the words of ours, where it has all their words.

Two foreign words may be one of ours, which writes "a" for "an" too: n-grams that are the same with
our words are added up, weighted by how frequent the foreign words before the last are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.paraphrase.words import END
from flows.training.backoff_model import BackoffModel, keys_of
from flows.training.corpus import Ids
from flows.training.kneser_ney import Integers, NGramProbabilities, Reals
from flows.training.sphinx_model import SphinxModel

OUR_FORMS = {"<s>": END, "</s>": END, "an": "a"}
UNKNOWN_HERE = -1  # number of a foreign word that we lack


def with_our_words(foreign: SphinxModel, words: Sequence[str]) -> BackoffModel:
    """Return a foreign model with the numbers of our words; a word that it lacks has 0."""
    known = KnownWords.of(foreign, words)
    factors = known.summed(foreign.word_factors * known.shares)
    return BackoffModel(
        unigrams=known.summed(foreign.unigrams),
        word_factors=np.where(factors > 0, factors, 1.0),
        bigrams=_bigrams(foreign, known),
        pair_factors=_pair_factors(foreign, known),
        trigrams=_trigrams(foreign, known),
    )


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The number of each foreign word among ours, and its share of the places of that word."""

    numbers: Integers
    shares: Reals
    size: int

    @classmethod
    def of(cls, foreign: SphinxModel, words: Sequence[str]) -> KnownWords:
        """Look up the words of a foreign model among ours."""
        ours = {word: number for number, word in enumerate(words)}
        forms = [OUR_FORMS.get(word, word) for word in foreign.words]
        found = [ours.get(form, UNKNOWN_HERE) for form in forms]
        numbers = np.array(found, dtype=np.int64)
        shares = _shares(numbers, foreign.unigrams)
        return cls(numbers, shares, len(words))

    def grams(self, words: Sequence[Integers], values: Reals) -> NGramProbabilities:
        """Return the n-grams of known words; `words` are their first words, second and so on."""
        numbers = [self.numbers[each] for each in words]
        kept = np.min(numbers, axis=0) > UNKNOWN_HERE
        keys = keys_of([each[kept] for each in numbers])
        return _added_up(keys, values[kept])

    def summed(self, values: Reals) -> Reals:
        """Add up the values of foreign words that are one of ours."""
        is_known = self.numbers != UNKNOWN_HERE
        numbers = self.numbers[is_known]
        sums = np.bincount(numbers, values[is_known], minlength=self.size)
        return sums.astype(np.float64)


def _shares(numbers: Integers, unigrams: Reals) -> Reals:
    """Return the share of each word; no start of a sentence is an end, so both have all."""
    is_one_of_two = numbers > 0
    known = np.where(is_one_of_two, numbers, 0)
    places = np.bincount(known, unigrams)
    return np.where(is_one_of_two, unigrams / places[known], 1.0)


def _bigrams(foreign: SphinxModel, known: KnownWords) -> NGramProbabilities:
    """Return the bigrams of known words."""
    shares = known.shares[foreign.bigrams[0]]
    return known.grams(foreign.bigrams, foreign.bigram_probabilities * shares)


def _pair_factors(foreign: SphinxModel, known: KnownWords) -> Reals:
    """Return the back-off factors of the bigrams of known words, in the same order."""
    first, second = foreign.bigrams
    shares = known.shares[first] * known.shares[second]
    factors = known.grams(foreign.bigrams, foreign.pair_factors * shares)
    return factors.probability / known.grams(foreign.bigrams, shares).probability


def _trigrams(foreign: SphinxModel, known: KnownWords) -> NGramProbabilities:
    """Return the trigrams of known words."""
    first, pair = foreign.trigrams
    second, third = foreign.bigrams
    words = (first, second[pair], third[pair])
    shares = known.shares[words[0]] * known.shares[words[1]]
    return known.grams(words, foreign.trigram_probabilities * shares)


def _added_up(keys: Ids, values: Reals) -> NGramProbabilities:
    """Return sorted keys, each once, with the sums of their values."""
    distinct, place = np.unique(keys, return_inverse=True)
    sums = np.bincount(place, values)
    return NGramProbabilities(distinct, sums.astype(np.float64))
