"""Read CSV and TSV: a header, then one article a row."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cleaners.article import Reason, Record
from cleaners.zero_characters import ZERO
from flows.intake.decoding import decode, refuse_binary
from flows.intake.encodings.decoded import Decoded
from flows.intake.head import read_head
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.csv_header import (
    Header,
    folded_names,
    read_header,
)
from flows.intake.readers.csv_quotes import has_bare_quotes
from flows.intake.readers.csv_rows import Row, RowFramer, RowKind
from flows.intake.readers.item import Item, record_of, with_encoding
from flows.intake.readers.json_value import ParsedObject, canonical
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader
from flows.intake.record_decoding import RecordDecoder
from flows.intake.record_fields import fold
from flows.intake.streams import split_lines, utf8_chunks
from flows.jsonl_fields import Fields
from flows.settings import Settings

HEAD_BYTES = 65_536  # at the start, by which a table is judged. Not tuned.
BINARY_HEAD_BYTES = 512  # at the start, in which binary data shows. A guard, not tuned.
# For zero bytes while a row is decoded: a sign that is the same in all encodings, and no text has.
DELETE = "\x7f"
NAMES_TO_RECOGNISE = 2  # columns with a known name: one may be a line of prose
REASONS = {
    RowKind.RAGGED: Reason.BROKEN_RECORD,
    RowKind.UNBALANCED: Reason.BROKEN_RECORD,
    RowKind.TOO_LONG: Reason.TOO_LARGE,
    RowKind.CUT_OFF: Reason.TRUNCATED,
}


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row of a table, the header of the table, and what decodes its rows."""

    row: Row
    header: Header
    decoder: RecordDecoder


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each row; a bad row costs that row alone."""
    rows = _rows(file, settings, records.offset)
    nothing = "a header without a row below it"
    yield from number_records(rows, _records, file, records, nothing=nothing)


def _rows(file: InputFile, settings: Settings, offset: int) -> Iterator[_TableRow]:
    """Yield the rows from a byte on. Raises UnfitError where the file breaks."""
    decoder = RecordDecoder(file, settings)
    head = read_head(file, settings, HEAD_BYTES)
    header = _header(head, settings, decoder)
    begin = offset or header.rows_at
    chunks = utf8_chunks(file, settings, begin)
    if _breaks_lines_by_returns(head):
        chunks = map(_returns_to_newlines, chunks)
    limit = settings.line_bytes
    lines = _lines(chunks, limit)
    framer = RowFramer(header, limit, lines, begin)
    for row in framer.rows():
        yield _TableRow(row, header, decoder)


def _header(head: bytes, settings: Settings, decoder: RecordDecoder) -> Header:
    """Read the header in the first bytes of a file. Raises UnfitError for binary data."""
    beginning = head[:BINARY_HEAD_BYTES]
    without_zeros = beginning.replace(b"\0", b"\1")
    refuse_binary(without_zeros)
    lines = _with_newlines(head)
    header = read_header(lines, settings.fields, decoder.decode)
    return _with_bare_quotes(header, lines)


def _with_bare_quotes(header: Header, head: bytes) -> Header:
    """Return a header that says whether the quotes of its table are text."""
    if header.delimiter != "\t" or header.escape:
        return header
    is_bare = has_bare_quotes(head[header.rows_at :], len(header.names))
    return replace(header, has_quotes=not is_bare)


def _lines(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    for line in split_lines(chunks, limit):
        yield line + b"\n"


def _returns_to_newlines(data: bytes) -> bytes:
    return data.replace(b"\r", b"\n")


def _with_newlines(head: bytes) -> bytes:
    return _returns_to_newlines(head) if _breaks_lines_by_returns(head) else head


def _breaks_lines_by_returns(head: bytes) -> bool:
    """Return whether lines end as they did on the first Macintosh."""
    return b"\n" not in head and b"\r" in head


def _records(found: _TableRow, number: int) -> Iterator[Record | Quarantined]:
    """Yield the one record of a row."""
    row = found.row
    file = found.decoder.file
    try:
        parsed = _parsed(found)
    except UnfitError as error:
        digest = hashlib.sha256(row.data).hexdigest()
        yield quarantine(file, number, error, row.data, digest)
        return
    raw = canonical(parsed.item)
    item = _with_empty(parsed.item, found.header)
    record = record_of(item, file, number, raw, found.decoder.settings)
    yield with_encoding(record, parsed.encoding)


def _parsed(found: _TableRow) -> ParsedObject:
    """Return the cells of a row that hold anything, by column. Raises UnfitError."""
    row = found.row
    header = found.header
    if row.kind is not RowKind.WHOLE:
        problem = _what_is_wrong(row, header)
        raise UnfitError(REASONS[row.kind], problem)
    if row.data.isascii():
        by_column = _by_column(header, row.cells)
        return ParsedObject(by_column)
    decoded = _decoded(row.data, found.decoder)
    cells = _cells(decoded.text, header)
    by_column = _by_column(header, cells)
    return ParsedObject(by_column, decoded.encoding)


def _decoded(data: bytes, decoder: RecordDecoder) -> Decoded:
    """Decode a row, and keep the zeros in it. Raises UnfitError."""
    if ZERO.encode() not in data:
        return decoder.decode(data)
    without_zeros = data.replace(ZERO.encode(), DELETE.encode())
    decoded = decoder.decode(without_zeros)
    text = decoded.text.replace(DELETE, ZERO)
    return replace(decoded, text=text)


def _by_column(header: Header, cells: list[str]) -> Item:
    """Return the cells that hold anything; of two columns of one name, the first that does."""
    item: dict[str, object] = {}
    for name, cell in zip(header.names, cells, strict=False):
        if cell.strip():
            item.setdefault(name, cell)
    return item


def _with_empty(item: Item, header: Header) -> Item:
    """Return a row with all columns, so that a message can tell one that is empty."""
    columns: dict[str, object] = dict.fromkeys(header.names)
    return columns | dict(item)


def _what_is_wrong(row: Row, header: Header) -> str:
    place = f"byte {row.offset:,}"
    if row.kind is RowKind.RAGGED:
        return (
            f"{place}: {len(row.cells)} cells, where the header has {len(header.names)}"
        )
    return f"{place}: {row.kind.value}"


def _cells(text: str, header: Header) -> list[str]:
    """Read the cells once more, from text. Raises UnfitError."""
    try:
        return header.cells(io.StringIO(text, "\n"))
    except csv.Error as error:
        raise UnfitError(Reason.BROKEN_RECORD, str(error)) from error


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield where each good row begins. Raises UnfitError where the file breaks."""
    for number, found in enumerate(_rows(file, settings, 0)):
        row = found.row
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
