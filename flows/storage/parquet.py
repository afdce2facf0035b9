"""Write Parquet files whole or not at all, with the same bytes for the same rows; read them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.storage.ids import Ids

ROW_GROUP = 8_192  # rows; chosen, not tuned: a batch of articles is some tens of MB
ARTICLE_ID = "article_id"  # the column that rows of articles are chosen by

Rows = TypeVar("Rows", pa.Table, pa.RecordBatch)


def write(path: Path, table: pa.Table) -> None:
    """Write a table to `path` in one step."""
    metadata = table.schema.metadata or {}
    # The bytes depend on how a table is chunked: make it one chunk.
    table = table.combine_chunks().replace_schema_metadata(metadata)
    with replacing(path) as temporary:
        pq.write_table(
            table,
            temporary,
            compression="zstd",
            write_page_checksum=True,
            row_group_size=ROW_GROUP,
        )


def read(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a table. Raises OSError or pyarrow.ArrowInvalid where a page is damaged."""
    with opened(path) as file:
        return file.read(columns=_listed(columns))


def batches(path: Path, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
    """Read some columns or all, a batch at a time."""
    with opened(path) as file:
        yield from file.iter_batches(ROW_GROUP, columns=_listed(columns))


def find(path: Path, columns: Sequence[str] | None, ids: Ids) -> Iterator[pa.Table]:
    """Read the rows of some articles. Of row groups without any of them, only the ids are read."""
    listed = _listed(columns)
    with opened(path) as file:
        for group in range(file.num_row_groups):
            keys = file.read_row_group(group, [ARTICLE_ID])
            is_wanted = ids.among(keys[ARTICLE_ID])
            if pc.any(is_wanted).as_py():
                rows = file.read_row_group(group, listed)
                yield rows.filter(is_wanted)


def select(
    path: Path, columns: Sequence[str] | None, ids: Ids | None
) -> Iterator[pa.Table | pa.RecordBatch]:
    """Read some columns or all, of all articles or, by `find`, of some."""
    if ids is None:
        return batches(path, columns)
    return find(path, columns, ids)


def read_rows(
    path: Path, columns: Sequence[str] | None, article_ids: Iterable[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file as dicts: all, or those of some articles."""
    ids = None if article_ids is None else Ids.of(article_ids)
    for rows in select(path, columns, ids):
        yield from rows.to_pylist()


def opened(path: Path) -> pq.ParquetFile:
    """Open a file whose pages are checked as they are read."""
    return pq.ParquetFile(path, page_checksum_verification=True)


def names(path: Path) -> list[str]:
    """List the columns of a file."""
    return list(pq.read_schema(path).names)


def rows(path: Path) -> int:
    """Count the rows of a file by its footer."""
    return int(pq.read_metadata(path).num_rows)


def sha256_of(path: Path) -> str:
    """Hash a file, as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def with_ids(rows: Rows, ids: Ids) -> Rows:
    """Choose the rows of some articles."""
    return rows.filter(ids.among(rows.column(ARTICLE_ID)))


def without_ids(rows: Rows, ids: Ids) -> Rows:
    """Leave out the rows of some articles."""
    return rows.filter(pc.invert(ids.among(rows.column(ARTICLE_ID))))


@contextmanager
def replacing(path: Path, owner: str = "") -> Iterator[Path]:
    """Yield a temporary path to write to, then sync it and rename it to `path`.

    Where others may write the same file meanwhile, `owner` tells this writer's from theirs.
    """
    suffix = f"{owner}.part" if owner else "part"
    temporary = path.with_name(f".{path.name}.{suffix}")
    try:
        yield temporary
        sync(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def unsynced(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write that no later run needs, and give it its name at the end.

    It is a new one even where it has the name of another: whoever compares both sees that.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            yield file
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def share(path: Path, target: Path) -> None:
    """Link `target` to the same file, replacing what is there; copy it where links fail."""
    target.unlink(missing_ok=True)  # an attempt that failed may have shared it already
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
        sync(target)


def sync(path: Path) -> None:
    """Make the content of a file last through a power cut."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _listed(columns: Sequence[str] | None) -> list[str] | None:
    return None if columns is None else list(columns)
