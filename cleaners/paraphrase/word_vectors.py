"""Vectors of words: two words have similar ones where they stand near the same words.

The product of a word's vector and that of the words around it says how usual the word is there,
beyond the two words before it that the language model sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase import language_model
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel

SCALE = 127.0  # of the bytes in the file
# Share of a text (0..1) from which a word says little of its subject, as in smooth inverse
# frequency: of .0001, .001 and none, this one chose best on held-out pages.
FREQUENT_SHARE = 1e-3


class WordVectors:
    """The vectors of the most frequent words of the language model, shorter for frequent ones.

    The last vector is 0, for all other words. Bytes and weights are kept apart: they are small.
    """

    def __init__(self, packed: NDArray[np.int8], model: LanguageModel) -> None:
        self._bytes = np.pad(packed, ((0, 1), (0, 0)))
        weights = _weights_of(np.arange(len(packed)), model)
        self._weights = np.append(weights, 0.0)
        self._vocabulary = model.vocabulary
        self._rest = len(packed)

    def vectors(self, numbers: IntArray) -> FloatArray:
        """Return vectors by number, of shape (numbers, dimensions)."""
        vectors: FloatArray = self._bytes[numbers] * self._weights[numbers, None]
        return vectors

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Return the number of the vector of each word."""
        ids = map(self._vocabulary.get, words)
        return [self._rest if each is None else min(each, self._rest) for each in ids]

    def sums(
        self, numbers: Sequence[int], groups: Sequence[int], size: int
    ) -> FloatArray:
        """Return the summed vectors of each of `size` groups; those of words are sorted."""
        sums: FloatArray = np.zeros((size, self._bytes.shape[1]))
        found, first_words = np.unique(_integers(groups), return_index=True)
        if len(found):
            vectors = self.vectors(_integers(numbers))
            sums[found] = np.add.reduceat(vectors, first_words)
        return sums


def _weights_of(words: IntArray, model: LanguageModel) -> FloatArray:
    """Return the weight of each word, smaller for frequent ones."""
    shares = np.exp(model.unigram_log_probs(words))
    weights: FloatArray = FREQUENT_SHARE / (FREQUENT_SHARE + shares) / SCALE
    return weights


def _integers(values: Sequence[int]) -> IntArray:
    return np.array(values, np.int64)


@cache
def load() -> WordVectors:
    """Read the vectors that ship with the package, once per process."""
    path = files("cleaners") / "data" / "word_vectors.npz"
    with path.open("rb") as file, np.load(file) as data:
        return WordVectors(data["vectors"], language_model.load())
