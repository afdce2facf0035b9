"""Arrow files of numpy columns that are mapped into memory, not read.

A table is a record (a dataclass) whose fields are columns of equal length. The batches of a file
are tables of one kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from flows.storage import parquet

Column = NDArray[np.generic]
Table = TypeVar("Table")


def write(
    path: Path, kind: type, tables: Iterable[object], metadata: dict[bytes, str]
) -> None:
    """Write tables of one kind, at least one, as the batches of a file, in one step."""
    batches = ([_to_arrow(column) for column in columns(table)] for table in tables)
    first = next(batches)
    schema = pa.schema(
        [
            pa.field(item.name, array.type)
            for item, array in zip(fields(kind), first, strict=True)
        ],
        metadata=metadata,
    )
    with (
        parquet.replacing(path) as temporary,
        pa.OSFile(str(temporary), "wb") as file,
        pa.ipc.new_file(file, schema) as writer,
    ):
        for arrays in chain([first], batches):
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))


def read(path: Path, kind: type[Table]) -> list[Table]:
    """Map the tables of a file."""
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        count = reader.num_record_batches
        batches = [reader.get_batch(number) for number in range(count)]
    return [_of_batch(kind, batch) for batch in batches]


class OpenedTables(Sequence[Table], Generic[Table]):
    """The tables of a large file: one is mapped when it is asked for, as long as it is in use."""

    def __init__(self, path: Path, kind: type[Table]) -> None:
        self._path = path
        self._kind = kind
        with pa.memory_map(str(path)) as file:
            self._count: int = pa.ipc.open_file(file).num_record_batches

    def __len__(self) -> int:
        """Return the number of tables."""
        return self._count

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401  # a number; no one slices them
        """Map a table."""
        if number >= self._count:
            raise IndexError(number)
        with pa.memory_map(str(self._path)) as file:
            batch = pa.ipc.open_file(file).get_batch(number)
        return _of_batch(self._kind, batch)


def read_metadata(path: Path, key: bytes) -> str:
    """Read an entry of the metadata of a file; "" where it has none."""
    with pa.memory_map(str(path)) as file:
        metadata = pa.ipc.open_file(file).schema.metadata or {}
    value: bytes = metadata.get(key, b"")
    return value.decode()


def columns(table: Any) -> list[Column]:  # noqa: ANN401  # any record of columns
    """List the columns of a table."""
    return [getattr(table, item.name) for item in fields(table)]


def count_rows(table: object) -> int:
    """Count the rows of a table."""
    return len(columns(table)[0])


def _of_batch(kind: type[Table], batch: pa.RecordBatch) -> Table:
    """Return a batch as a table, without a copy."""
    return kind(*map(_to_numpy, batch.columns))


def _to_arrow(column: Column) -> pa.Array:
    """Make an Arrow array of the same bytes."""
    kind = _arrow_type(column.dtype)
    contiguous = np.ascontiguousarray(column)
    data = pa.py_buffer(contiguous)
    return pa.Array.from_buffers(kind, len(column), [None, data])


def _arrow_type(dtype: np.dtype[Any]) -> pa.DataType:
    if dtype.kind == "S":
        return pa.binary(dtype.itemsize)
    if dtype == np.bool_:
        return pa.uint8()  # a flag takes a byte: Arrow's bits could not be mapped
    return pa.from_numpy_dtype(dtype)


def _to_numpy(array: pa.Array) -> Column:
    """Return an Arrow array as an array of numbers, flags or byte strings, without a copy."""
    dtype = _numpy_type(array.type)
    _, data = array.buffers()
    start = array.offset * dtype.itemsize
    column = np.frombuffer(data, dtype, len(array), start)
    is_flag = dtype == np.uint8
    return column.view(np.bool_) if is_flag else column


def _numpy_type(kind: pa.DataType) -> np.dtype[Any]:
    if pa.types.is_fixed_size_binary(kind):
        return np.dtype(f"S{kind.byte_width}")
    dtype: np.dtype[Any] = np.dtype(kind.to_pandas_dtype())
    return dtype
