"""Sorted columns, and stretches of them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.hashing import Numbers

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Number = TypeVar("Number", bound=np.generic)
T = TypeVar("T", bound="DataclassInstance")


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Sort values, each once, in a third of the time that `np.unique` takes."""
    ordered = np.sort(values)
    return ordered[is_first(ordered)]


def is_first(ordered: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Tell where a value stands that differs from the one before it."""
    return np.concatenate(
        [
            np.ones(min(1, len(ordered)), np.bool_),
            np.not_equal(ordered[1:], ordered[:-1]),
        ]
    )


def gather(
    column: NDArray[np.generic],
    lowest: NDArray[np.generic],
    highest: NDArray[np.generic],
    most: int | None = None,
) -> Numbers:
    """Find where a sorted column has values from `lowest` to `highest`, pair by pair.

    Of each stretch give at `most` so many.
    """
    begin = np.searchsorted(column, lowest, side="left")
    counts = np.searchsorted(column, highest, side="right") - begin
    if most is not None:
        counts = np.minimum(counts, most)
    return np.repeat(begin - np.cumsum(counts) + counts, counts) + np.arange(
        counts.sum()
    )


def holds(
    column: NDArray[np.generic], values: NDArray[np.generic]
) -> NDArray[np.bool_]:
    """Tell which values stand in a sorted column."""
    if not len(column):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(column, values), len(column) - 1)
    found: NDArray[np.bool_] = column[at] == values
    return found


def joined(*tables: T) -> T:
    """Put the rows of tables of one kind below each other. A table is a record of columns."""
    columns = zip(
        *([getattr(table, item.name) for item in fields(table)] for table in tables),
        strict=True,
    )
    return type(tables[0])(*map(np.concatenate, columns))


def chosen(table: T, rows: NDArray[np.generic] | slice) -> T:
    """Pick rows of a table, by number, flag or stretch."""
    return type(table)(*(getattr(table, item.name)[rows] for item in fields(table)))
