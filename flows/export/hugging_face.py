"""Tables as a folder for the Hugging Face Hub: shards of Parquet and a dataset card."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from flows.export.card import card
from flows.export.source import Source
from flows.export.target import CARD
from flows.storage.parquet import ROW_GROUP
from flows.storage.tables import SCHEMAS

SHARD_BYTES = 500_000_000  # of a shard's rows in memory: the Hub asks for such shards


def write_folder(source: Source, folder: Path) -> None:
    """Write the shards of all tables, then the card."""
    for table in source.tables:
        below = folder / table
        below.mkdir()
        _write_shards(source, table, below)
    text = card(source)
    (folder / CARD).write_text(text, encoding="utf-8")


def _write_shards(source: Source, table: str, folder: Path) -> None:
    """Write a table; a shard ends at the batch that fills it. An empty table has one."""
    schema = SCHEMAS[table]
    writer: pq.ParquetWriter | None = None
    shards = filled = 0
    for batch in source.batches(table):
        if writer and filled >= SHARD_BYTES:
            writer.close()
            writer = None
        if writer is None:
            writer = _open(folder, shards, schema)
            shards, filled = shards + 1, 0
        writer.write_batch(batch, row_group_size=ROW_GROUP)
        filled += batch.nbytes
    (writer or _open(folder, shards, schema)).close()


def _open(folder: Path, number: int, schema: object) -> pq.ParquetWriter:
    file = folder / f"{number:05d}.parquet"
    return pq.ParquetWriter(file, schema, compression="zstd", write_page_checksum=True)
