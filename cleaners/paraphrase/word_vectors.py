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

    `vectors` are float64 of shape (words + 1, dimensions). The last is 0, for all other words.
    """

    def __init__(self, packed: NDArray[np.int8], model: LanguageModel) -> None:
        words = np.arange(len(packed))
        shares = np.exp(model.unigram_log_probs(words))
        weights = FREQUENT_SHARE / (FREQUENT_SHARE + shares)
        vectors = packed / SCALE * weights[:, None]
        self.vectors: FloatArray = np.pad(vectors, ((0, 1), (0, 0)))
        self._vocabulary = model.vocabulary
        self._rest = len(packed)

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Return the number of the vector of each word."""
        ids = map(self._vocabulary.get, words)
        return [self._rest if each is None else min(each, self._rest) for each in ids]

    def sums(
        self, numbers: Sequence[int], groups: Sequence[int], size: int
    ) -> FloatArray:
        """Return the summed vectors of each of `size` groups; those of words are sorted."""
        sums: FloatArray = np.zeros((size, self.vectors.shape[1]))
        found, first_words = np.unique(_integers(groups), return_index=True)
        if len(found):
            vectors = self.vectors[_integers(numbers)]
            sums[found] = np.add.reduceat(vectors, first_words)
        return sums


def _integers(values: Sequence[int]) -> IntArray:
    return np.array(values, np.int64)


@cache
def load() -> WordVectors:
    """Read the vectors that ship with the package, once per process."""
    path = files("cleaners") / "data" / "word_vectors.npz"
    with path.open("rb") as file, np.load(file) as data:
        return WordVectors(data["vectors"], language_model.load())
