"""Which articles have a term: one sorted key for each term of each article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.profile_table import Keys
from cleaners.stories.terms import Kinds
from cleaners.stories.tokens import Ints


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms that articles share, by word and then by article.

    `keys` are word << 32 | article; terms of MANY articles are not among them.
    """

    keys: Keys
    own_weights: NDArray[np.float32]
    kinds: Kinds

    @classmethod
    def gathered(cls, parts: Iterable[Postings], most: int) -> Postings:
        """Put postings, at most so many, one after the other; each part is then forgotten.

        Of the columns, the system gives only the memory that is written to.
        """
        every = cls(
            np.empty(most, np.uint64),
            np.empty(most, np.float32),
            np.empty(most, np.uint8),
        )
        count = 0
        for part in parts:
            rows = slice(count, count + len(part.keys))
            every.keys[rows] = part.keys
            every.own_weights[rows] = part.own_weights
            every.kinds[rows] = part.kinds
            count = rows.stop
            del part  # before the next one is made
        return cls(every.keys[:count], every.own_weights[:count], every.kinds[:count])


def articles_of(keys: Keys) -> Ints:
    """Return the articles of postings."""
    return keys.astype(np.uint32).astype(np.int64)
