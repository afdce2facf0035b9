"""Tables of numpy columns: array types, packed pairs, and look-ups in sorted columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AnyArray: TypeAlias = NDArray[np.generic]
BoolArray: TypeAlias = NDArray[np.bool_]
Float32Array: TypeAlias = NDArray[np.float32]
Int64Array: TypeAlias = NDArray[np.int64]
UInt32Array: TypeAlias = NDArray[np.uint32]
UInt8Array: TypeAlias = NDArray[np.uint8]
UInt64Array: TypeAlias = NDArray[np.uint64]

Scalar = TypeVar("Scalar", bound=np.generic)
Table = TypeVar("Table", bound="DataclassInstance")

HALF = np.uint64(32)  # bits: two 32-bit numbers are packed into one of 64 bits


def pack(high: UInt32Array, low: UInt32Array) -> UInt64Array:
    """Pack pairs of 32-bit numbers into 64-bit ones."""
    packed = high.astype(np.uint64)
    packed <<= HALF
    packed |= low
    return packed


def high_half(packed: UInt64Array) -> UInt32Array:
    """Return the upper 32 bits of 64-bit numbers."""
    # Shifted straight into 32 bits: an array of 64 would take twice the memory of the result.
    high = np.empty(len(packed), np.uint32)
    return np.right_shift(packed, HALF, out=high, casting="unsafe")


def low_half(packed: UInt64Array) -> UInt32Array:
    """Return the lower 32 bits of 64-bit numbers."""
    return packed.astype(np.uint32)


def unpack(packed: UInt64Array) -> Iterator[tuple[int, int]]:
    """Yield pairs of 32-bit numbers."""
    high = high_half(packed).tolist()
    low = low_half(packed).tolist()
    return zip(high, low, strict=True)


def sort_unique(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """Sort values and drop repeats, in a third of the time that `np.unique` takes."""
    ordered = np.sort(values)
    return ordered[starts_run(ordered)]


def starts_run(values: AnyArray) -> BoolArray:
    """Return a mask of the values that differ from the one before them."""
    starts = np.ones(len(values), np.bool_)
    starts[1:] = values[1:] != values[:-1]
    return starts


def repeats(values: AnyArray) -> BoolArray:
    """Return a mask of the values of a sorted column that occur more than once."""
    starts = starts_run(values)
    ends = np.ones(len(values), np.bool_)
    ends[:-1] = starts[1:]
    single: BoolArray = starts & ends
    return ~single


def find_rows(
    column: AnyArray, lowest: AnyArray, highest: AnyArray, limit: int | None = None
) -> Int64Array:
    """Find the rows of a sorted column with values from `lowest` to `highest`.

    The bounds are arrays of the same length: one range of values for each pair of
    them. At most `limit` rows are returned for each range, the first ones.
    """
    starts = np.searchsorted(column, lowest, side="left")
    ends = np.searchsorted(column, highest, side="right")
    counts = ends - starts
    if limit is not None:
        counts = np.minimum(counts, limit)
    return expand_ranges(starts, counts)


def expand_ranges(starts: Int64Array, counts: Int64Array) -> Int64Array:
    """Return the numbers in ranges, one range after the other."""
    offsets = np.cumsum(counts) - counts
    range_starts = np.repeat(starts - offsets, counts)
    return range_starts + np.arange(counts.sum())


def concat_tables(*tables: Table) -> Table:
    """Concatenate tables of one kind. A table is a dataclass of columns."""
    kind = type(tables[0])
    columns = []
    for item in fields(kind):
        parts = [getattr(table, item.name) for table in tables]
        columns.append(np.concatenate(parts))
    return kind(*columns)


def take_rows(table: Table, rows: AnyArray | slice) -> Table:
    """Return some rows of a table, chosen by number, mask or slice."""
    columns = [getattr(table, item.name)[rows] for item in fields(table)]
    return type(table)(*columns)
