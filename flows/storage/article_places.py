"""Where the articles of a run are, so that a few are found without a look at every shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.storage import parquet
from flows.storage.shards import ARTICLE_TABLES, Shard

DIGITS = 16  # of an id, that make a number of 64 bits. Ids that share them are looked for in vain


@dataclass(frozen=True, slots=True)
class ArticlePlaces:
    """The places of shards by the ids of their articles, in the order of these."""

    numbers: NDArray[np.uint64]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, shards: Sequence[Shard], folder: Path) -> ArticlePlaces:
        """Read the ids of all articles."""
        found = [_numbers(_ids_of(shard, folder)) for shard in shards]
        numbers = np.concatenate([_numbers(()), *found])
        places = np.repeat(np.arange(len(found)), list(map(len, found)))
        order = np.argsort(numbers)
        return cls(numbers[order], places[order])

    def of_articles(self, ids: Iterable[str]) -> list[int]:
        """Return the places of the shards that may have some articles, in order."""
        found: set[int] = set()
        for span in self._spans(_numbers(ids)):
            found.update(self.places[span].tolist())
        return sorted(found)

    def _spans(self, wanted: NDArray[np.uint64]) -> Iterator[slice]:
        """Return where each of some numbers is: mostly once or nowhere."""
        first = np.searchsorted(self.numbers, wanted, "left")
        end = np.searchsorted(self.numbers, wanted, "right")
        return map(slice, first.tolist(), end.tolist())


def _ids_of(shard: Shard, folder: Path) -> list[str]:
    """Read the ids of the articles of a shard."""
    ids: list[str] = []
    for table in ARTICLE_TABLES:
        rows = parquet.read(shard.output(folder, table), (parquet.ARTICLE_ID,))
        ids += rows[parquet.ARTICLE_ID].to_pylist()
    return ids


def _numbers(ids: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([int(each[:DIGITS], 16) for each in ids], np.uint64)
