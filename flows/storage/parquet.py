"""Parquet files with the same bytes for the same rows, there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP = 8_192


def write(path: Path, table: pa.Table, marks: Mapping[str, str] | None = None) -> None:
    """Write a table beside `path`, sync it and rename it. `marks` join the key-value metadata."""
    noted = {
        **(table.schema.metadata or {}),
        **{key.encode(): value.encode() for key, value in (marks or {}).items()},
    }
    whole = table.combine_chunks().replace_schema_metadata(
        noted
    )  # other chunks would give other bytes
    with replacing(path) as beside:
        pq.write_table(
            whole,
            beside,
            compression="zstd",
            write_page_checksum=True,
            row_group_size=ROW_GROUP,
        )


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a table, checking its pages. Raises OSError or pyarrow.ArrowInvalid where they are damaged."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read(columns=None if columns is None else list(columns))


def batches(path: Path, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
    """Read some columns or all, a batch at a time."""
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield from file.iter_batches(
            ROW_GROUP, columns=None if columns is None else list(columns)
        )


def opened(path: Path) -> pq.ParquetFile:
    """Open a file to read stretches of it."""
    return pq.ParquetFile(path, page_checksum_verification=True)


def rows(path: Path) -> int:
    """Count the rows of a file by its footer."""
    return int(pq.read_metadata(path).num_rows)


def mark(path: Path, key: str) -> str | None:
    """Read one of the marks in a footer; None where it or the file is missing or damaged."""
    try:
        held = pq.read_metadata(path).metadata or {}
    except (OSError, pa.ArrowInvalid):
        return None
    value = held.get(key.encode())
    return value.decode() if value is not None else None


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place beside `path` to write to, then sync it and put it in place; on an error remove it."""
    beside = path.with_name(f".{path.name}.part")
    try:
        yield beside
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def share(path: Path, target: Path) -> None:
    """Give a file a second name, in place of what has it; where links cannot be, copy it."""
    target.unlink(missing_ok=True)  # an attempt that failed may have shared it already
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
        with target.open("rb") as copied:
            os.fsync(copied.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
