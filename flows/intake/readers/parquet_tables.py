"""Read Parquet: one article a row, in small batches, whatever its row groups hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from cleaners.article import Reason, Record
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.item import Item, may_hold_article, record_of
from flows.intake.readers.json_value import canonical
from flows.intake.readers.parquet_values import (
    decoded_size,
    plain,
    with_microseconds,
)
from flows.intake.readers.reader import Reader
from flows.intake.streams import most_bytes, open_seekable
from flows.intake.unnamed_texts import what_columns_are
from flows.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_ROWS = 16  # rows that are decoded at once. Not tuned.
# Decompressed bytes of a file up to which its strings are read as dictionaries: one string in
# millions of rows then stays one, and all of them together stay small. A guard, not tuned.
DICTIONARY_BYTES = 64_000_000
BATCH_BYTES = (
    16_000_000  # decoded, above which a batch is turned into objects row by row
)
BUFFER_BYTES = 1 << 18  # of a column that are read at once. Not tuned.


@dataclass(frozen=True, slots=True)
class _Table:
    """An open file, the names of its columns, and a limit."""

    file: pq.ParquetFile
    names: tuple[str, ...]
    decoded_bytes: int  # the most that the rows may hold

    def rows(self, group: int) -> Iterator[Item]:
        """Yield the rows of a row group. Raises UnfitError where it is damaged."""
        import pyarrow as pa  # noqa: PLC0415  # takes .1 s that other formats need not pay

        batches = self.file.iter_batches(
            BATCH_ROWS, row_groups=[group], use_threads=False
        )
        try:
            for batch in batches:
                yield from self._items(batch)
        except (OSError, ValueError, OverflowError, pa.ArrowException) as error:
            detail = f"row group {group}: {error}"
            raise UnfitError(Reason.BROKEN_RECORD, detail) from error

    def _items(self, batch: pa.RecordBatch) -> Iterator[Item]:
        """Yield the rows of a batch; where they are large, one is decoded at a time."""
        is_large = decoded_size(batch) > BATCH_BYTES
        step = 1 if is_large else BATCH_ROWS
        for begin in range(0, len(batch), step):
            yield from self._decoded(batch.slice(begin, step))

    def _decoded(self, batch: pa.RecordBatch) -> Iterator[Item]:
        part = with_microseconds(batch)
        columns = [column.to_pylist() for column in part.columns]
        return map(self._item, zip(*columns, strict=True))

    def _item(self, values: tuple[object, ...]) -> Item:
        named = zip(self.names, values, strict=True)
        return {name: plain(value) for name, value in named if value is not None}


def _open(file: InputFile, handle: BinaryIO, settings: Settings) -> _Table:
    """Read the footer. Raises UnfitError."""
    import pyarrow as pa  # noqa: PLC0415  # takes .1 s that other formats need not pay
    import pyarrow.parquet as pq  # noqa: PLC0415  # the same

    try:
        strings = _strings(pq.read_metadata(handle))
        handle.seek(0)
        parquet = pq.ParquetFile(
            handle,
            read_dictionary=strings,
            buffer_size=BUFFER_BYTES,
            pre_buffer=False,
        )
    except (OSError, ValueError, pa.ArrowException) as error:
        detail = f"cannot be read as Parquet: {error}"
        raise UnfitError(Reason.BROKEN_RECORD, detail) from error
    names = _names(parquet.schema_arrow, settings)
    limit = most_bytes(file, settings)
    return _Table(parquet, names, limit)


def _strings(metadata: pq.FileMetaData) -> list[str]:
    """List the columns of strings of a small file, which are read as dictionaries."""
    import pyarrow.types as kinds  # noqa: PLC0415  # takes .1 s that other formats need not pay

    groups = range(metadata.num_row_groups)
    size = sum(metadata.row_group(group).total_byte_size for group in groups)
    if size > DICTIONARY_BYTES:
        return []
    return [
        field.name
        for field in metadata.schema.to_arrow_schema()
        if kinds.is_string(field.type) or kinds.is_binary(field.type)
    ]


def _names(schema: pa.Schema, settings: Settings) -> tuple[str, ...]:
    """Return the names of the columns. Raises UnfitError where none may hold a text."""
    is_nested = any(field.type.num_fields for field in schema)
    if not is_nested and not may_hold_article(schema.names, settings.fields):
        raise _no_text(schema)
    return tuple(schema.names)


def _no_text(schema: pa.Schema) -> UnfitError:
    detail = what_columns_are(schema.names)
    return UnfitError(Reason.NO_TEXT_FIELD, detail)


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each row; a damaged row group costs its rows."""
    count = 0
    try:
        with open_seekable(file, settings) as handle:
            table = _open(file, handle, settings)
            for row in _rows(table, file, records, settings):
                count += 1
                yield row
    except UnfitError as error:
        yield quarantine(file, records.first, error, digest=file.sha256)
        return
    if not count and not records.first:
        nothing = UnfitError(Reason.EMPTY, "no row in it")
        yield quarantine(file, 0, nothing, digest=file.sha256)


def _rows(
    table: _Table, file: InputFile, records: RecordRange, settings: Settings
) -> Iterator[Record | Quarantined]:
    decoded = 0
    for number, found in _numbered(table, records):
        if isinstance(found, UnfitError):
            yield quarantine(file, number, found)
            continue
        raw = canonical(found)
        decoded += len(raw)
        if decoded > table.decoded_bytes:
            yield quarantine(file, number, _bomb(table))
            return
        yield record_of(found, file, number, raw, settings)


def _bomb(table: _Table) -> UnfitError:
    limit = f"{table.decoded_bytes:,}"
    detail = f"more than {limit} bytes decoded; raise file_ratio or file_bytes"
    return UnfitError(Reason.TOO_LARGE, detail)


def _numbered(
    table: _Table, records: RecordRange
) -> Iterator[tuple[int, Item | UnfitError]]:
    """Yield the rows of a range with their numbers, and what is wrong with a row group."""
    metadata = table.file.metadata
    begin = sum(metadata.row_group(n).num_rows for n in range(records.offset))
    for group in range(records.offset, metadata.num_row_groups):
        number = begin
        for found in _until_damage(table, group):
            if records.end is not None and number >= records.end:
                return
            if number >= records.first:
                yield number, found
            number += 1
        begin += metadata.row_group(group).num_rows


def _until_damage(table: _Table, group: int) -> Iterator[Item | UnfitError]:
    try:
        yield from table.rows(group)
    except UnfitError as error:
        yield error


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield where row groups begin, and places inside of large ones, by the sizes in the footer."""
    with open_seekable(file, settings) as handle:
        metadata = _open(file, handle, settings).file.metadata
    number = 0
    size = 0
    for group in range(metadata.num_row_groups):
        part = metadata.row_group(group)
        yield from _starts_in(part, RecordStart(number, group, size), settings)
        number += part.num_rows
        size += part.total_byte_size


def _starts_in(
    part: pq.RowGroupMetaData, start: RecordStart, settings: Settings
) -> Iterator[RecordStart]:
    """Yield the beginning of a row group, and places inside of it by its mean row."""
    rows = max(1, part.num_rows)
    row_bytes = max(1, part.total_byte_size // rows)
    step = max(1, settings.shard_bytes // row_bytes)
    for row in range(0, part.num_rows, step):
        number = start.number + row
        position = start.position + row * row_bytes
        yield RecordStart(number, start.offset, position)


def _recognises(head: bytes) -> bool:
    return head.startswith(b"PAR1")


PARQUET = Reader(
    format="parquet",
    suffixes=(".parquet", ".pq"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description="its signature",
)
