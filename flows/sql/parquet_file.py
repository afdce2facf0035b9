"""Write the answer of a query to a Parquet file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.snapshots import Current
from flows.sql.messages import QueryError
from flows.sql.query import query_batches
from flows.storage import parquet


def write(current: Current, sql: str, file: Path) -> int:
    """Write the rows in one step, a batch at a time; return how many there are.

    Raises QueryError, also for a type that Parquet lacks, DatasetError and OSError.
    """
    reader = query_batches(current, sql)
    rows = 0
    try:
        with (
            parquet.replacing(file) as temporary,
            pq.ParquetWriter(temporary, reader.schema, compression="zstd") as writer,
        ):
            for batch in reader:
                writer.write_batch(batch)
                rows += batch.num_rows
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise QueryError(f"{file}: {error}; cast the column to another type") from error
    return rows
