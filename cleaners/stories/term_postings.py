"""Which articles have a term: one sorted key for each term of each article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profile_table import Keys
from cleaners.stories.terms import Kinds
from cleaners.stories.tokens import HALF, Hashes, Ints


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms that articles share, by word and then by article.

    `keys` are word << 32 | article; terms of MANY articles are not among them.
    """

    keys: Keys
    own_weights: NDArray[np.float32]
    kinds: Kinds

    @classmethod
    def join(cls, parts: list[Postings]) -> Postings:
        """Put postings one after the other; the list is emptied, to have room for the columns."""
        keys = [np.empty(0, np.uint64), *(each.keys for each in parts)]
        weights = [np.empty(0, np.float32), *(each.own_weights for each in parts)]
        kinds = [np.empty(0, np.uint8), *(each.kinds for each in parts)]
        parts.clear()
        return cls(_emptied(keys), _emptied(weights), _emptied(kinds))


def _emptied(arrays: list[Any]) -> Any:  # noqa: ANN401  # of any kind
    """Put arrays one after the other, and forget them."""
    joined = np.concatenate(arrays)
    arrays.clear()
    return joined


def articles_of(keys: Keys) -> Ints:
    """Return the articles of postings."""
    return keys.astype(np.uint32).astype(np.int64)


def first_of_words(words: Hashes) -> Keys:
    """Return a number for each word that is not above any of its postings' keys."""
    keys: Keys = words.astype(np.uint64) << HALF
    return keys


def key_of(words: Hashes, articles: Ints) -> Keys:
    """Return the keys of postings."""
    return first_of_words(words) | articles.astype(np.uint64)
