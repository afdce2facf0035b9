"""A table most of whose numbers are the usual one of their column: only the others are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SparseTable:
    """A table of 16-bit numbers.

    `usual` has a number for each column, `counts` says how many of each row are others, `columns`
    where these are, row by row, and `values` what they are.
    """

    usual: NDArray[np.float16]
    counts: NDArray[np.uint8]
    columns: NDArray[np.uint8]
    values: NDArray[np.float16]
    ends: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        ends = np.cumsum(self.counts, dtype=np.int64)
        object.__setattr__(self, "ends", ends)

    @property
    def shape(self) -> tuple[int, int]:
        """Return the number of rows and of columns."""
        return len(self.counts), len(self.usual)

    def __getitem__(self, numbers: NDArray[np.intp]) -> NDArray[np.float16]:
        """Return some rows in full."""
        counts = self.counts[numbers].astype(np.int64)
        rows = np.tile(self.usual, (len(numbers), 1))
        row_of_each = np.repeat(np.arange(len(numbers)), counts)
        places = self._places(numbers, counts)
        rows[row_of_each, self.columns[places]] = self.values[places]
        return rows

    def _places(
        self, numbers: NDArray[np.intp], counts: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return the places of the kept numbers of some rows, one row after the other."""
        ends_here = np.cumsum(counts)
        distances = self.ends[numbers] - ends_here
        here = np.arange(counts.sum())
        return here + np.repeat(distances, counts)


def sparse(table: NDArray[np.float16]) -> SparseTable:
    """Find the usual number of each column, and keep the others."""
    usual = _most_frequent(table)
    rows, columns = np.nonzero(table != usual)
    counts = np.bincount(rows, minlength=len(table))
    return SparseTable(
        usual=usual,
        counts=counts.astype(np.uint8),
        columns=columns.astype(np.uint8),
        values=table[rows, columns],
    )


def _most_frequent(table: NDArray[np.float16]) -> NDArray[np.float16]:
    """Return the most frequent number of each column, by the bits that numbers consist of."""
    bits = table.view(np.uint16)
    usual = [np.bincount(column).argmax() for column in bits.T]
    return np.array(usual, np.uint16).view(np.float16)
