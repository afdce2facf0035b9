"""Read CSV and TSV: a header, then one article a row."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator

from cleaners.article import Reason, Record
from flows.intake.decoding import decode, refuse_binary
from flows.intake.head import read_head
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.csv_header import (
    Header,
    folded_names,
    read_header,
)
from flows.intake.readers.csv_rows import Row, RowFramer, RowKind
from flows.intake.readers.item import Item, record_of
from flows.intake.readers.json_value import canonical
from flows.intake.readers.reader import Reader
from flows.intake.record_fields import fold
from flows.intake.streams import split_lines, utf8_chunks
from flows.jsonl_fields import Fields
from flows.settings import Settings

HEAD_BYTES = 65_536  # at the start, by which a table is judged. Not tuned.
BINARY_HEAD_BYTES = 512  # at the start, in which binary data shows. A guard, not tuned.
NAMES_TO_RECOGNISE = 2  # columns with a known name: one may be a line of prose
REASONS = {
    RowKind.RAGGED: Reason.BROKEN_RECORD,
    RowKind.UNBALANCED: Reason.BROKEN_RECORD,
    RowKind.TOO_LONG: Reason.TOO_LARGE,
    RowKind.CUT_OFF: Reason.TRUNCATED,
}


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each row; a bad row costs that row alone."""
    number = records.first
    try:
        header = _header(file, settings)
        offset = records.offset or header.rows_at
        for row in _rows(file, settings, header, offset):
            if records.end is not None and number >= records.end:
                return
            yield _record(row, header, file, number, settings)
            number += 1
    except UnfitError as error:
        yield quarantine(file, number, error, digest=None if number else file.sha256)
        return
    if not number:
        nothing = UnfitError(Reason.EMPTY, "a header without a row below it")
        yield quarantine(file, 0, nothing, digest=file.sha256)


def _header(file: InputFile, settings: Settings) -> Header:
    head = read_head(file, settings, HEAD_BYTES)
    refuse_binary(head[:BINARY_HEAD_BYTES].replace(b"\0", b"\1"))
    return read_header(_with_newlines(head), settings.fields)


def _rows(
    file: InputFile, settings: Settings, header: Header, offset: int
) -> Iterator[Row]:
    chunks = utf8_chunks(file, settings, offset)
    head = read_head(file, settings, HEAD_BYTES)
    if _breaks_lines_by_returns(head):
        chunks = map(_returns_to_newlines, chunks)
    lines = split_lines(chunks, settings.line_bytes)
    ended = (line + b"\n" for line in lines)
    return RowFramer(header, settings.line_bytes, ended, offset).rows()


def _returns_to_newlines(data: bytes) -> bytes:
    return data.replace(b"\r", b"\n")


def _with_newlines(head: bytes) -> bytes:
    return _returns_to_newlines(head) if _breaks_lines_by_returns(head) else head


def _breaks_lines_by_returns(head: bytes) -> bool:
    """Return whether lines end as they did on the first Macintosh."""
    return b"\n" not in head and b"\r" in head


def _record(
    row: Row, header: Header, file: InputFile, number: int, settings: Settings
) -> Record | Quarantined:
    try:
        item = _item(row, header)
    except UnfitError as error:
        digest = hashlib.sha256(row.data).hexdigest()
        return quarantine(file, number, error, row.data, digest)
    return record_of(item, file, number, canonical(item), settings)


def _item(row: Row, header: Header) -> Item:
    """Return the cells of a row that hold anything, by column. Raises UnfitError."""
    if row.kind is not RowKind.WHOLE:
        raise UnfitError(REASONS[row.kind], _what_is_wrong(row, header))
    if row.data.isascii():
        return _by_column(header, row.cells)
    return _by_column(header, _decoded(row.data, header))


def _by_column(header: Header, cells: list[str]) -> Item:
    """Return the cells that hold anything; of two columns of one name, the first that does."""
    item: dict[str, object] = {}
    for name, cell in zip(header.names, cells, strict=False):
        if cell.strip():
            item.setdefault(name, cell)
    return item


def _what_is_wrong(row: Row, header: Header) -> str:
    place = f"byte {row.offset:,}"
    if row.kind is RowKind.RAGGED:
        return (
            f"{place}: {len(row.cells)} cells, where the header has {len(header.names)}"
        )
    return f"{place}: {row.kind.value}"


def _decoded(data: bytes, header: Header) -> list[str]:
    """Read the cells once more, from text. Raises UnfitError."""
    text = decode(data.replace(b"\0", "\ufffd".encode()))
    try:
        return header.cells(io.StringIO(text, "\n"))
    except csv.Error as error:
        raise UnfitError(Reason.BROKEN_RECORD, str(error)) from error


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield where each good row begins. Raises UnfitError where the file breaks."""
    header = _header(file, settings)
    rows = _rows(file, settings, header, header.rows_at)
    for number, row in enumerate(rows):
        if row.parsed_alone:
            yield RecordStart(number, row.offset, row.offset)


def _recognises(head: bytes) -> bool:
    """Recognise a header with known names, one of them for the text, and a row below it."""
    text = _with_newlines(head).lstrip()
    try:
        header = read_header(text, Fields())
        row = _first_row(text, header)
    except (UnfitError, csv.Error, StopIteration):
        return False
    return _known(header) >= NAMES_TO_RECOGNISE and len(row) == len(header.names)


def _first_row(head: bytes, header: Header) -> list[str]:
    below = decode(head[header.rows_at :]).lstrip()
    return header.cells(io.StringIO(below, "\n"))


def _known(header: Header) -> int:
    """Count the columns whose names are known."""
    known = folded_names(Fields())
    return len(known.intersection(map(fold, header.names)))


CSV = Reader(
    format="csv",
    suffixes=(".csv", ".tsv", ".tab"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description="a line with known names of columns, and a row as long",
)
