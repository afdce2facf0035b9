"""What is exported: tables of a snapshot, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from flows.snapshots import Current
from flows.storage import parquet
from flows.storage.tables import SCHEMAS

Advance: TypeAlias = Callable[[int], object]  # called with rows that were read


@dataclass(frozen=True, slots=True)
class Source:
    """Tables of a snapshot. Reading tells `advance` how many rows were read."""

    current: Current
    tables: tuple[str, ...]
    advance: Advance

    def batches(self, table: str) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a table, with all columns of this version and their descriptions."""
        for path in self.current.parts(table):
            for batch in parquet.batches(path, None):
                yield _conformed(batch, SCHEMAS[table])
                self.advance(batch.num_rows)

    def rows(self, table: str) -> int:
        """Count the rows of a table."""
        return rows_of(self.current, [table])[table]


def rows_of(current: Current, tables: Iterable[str]) -> dict[str, int]:
    """Count the rows of some tables."""
    counts = {}
    for table in tables:
        counts[table] = sum(map(parquet.rows, current.parts(table)))
    return counts


def described(table: str) -> dict[str, str]:
    """Return the description of each column of a table."""
    found = {}
    for field in SCHEMAS[table]:
        found[field.name] = field.metadata[b"description"].decode()
    return found


def _conformed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with exactly the columns of a schema."""
    columns = [_column(batch, field) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(batch: pa.RecordBatch, field: pa.Field) -> pa.Array:
    """Return a column of a batch; one that is missing is null."""
    if field.name in batch.schema.names:
        return batch.column(field.name).cast(field.type)
    return pa.nulls(batch.num_rows, field.type)
