"""Read JSONL: each line is a JSON object with one article."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator

from cleaners.article import Reason, Record
from flows.intake.decoding import refuse_binary
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.line_ranges import cut_lines
from flows.intake.quarantine import quarantine
from flows.intake.readers.item import record_of, with_encoding
from flows.intake.readers.json_sequences import count_objects
from flows.intake.readers.json_structure import find_path, parse_beginning
from flows.intake.readers.json_value import ParsedObject, parse_object
from flows.intake.readers.reader import Reader
from flows.intake.record_decoding import RecordDecoder
from flows.intake.streams import split_lines, utf8_chunks
from flows.jsonl_fields import Fields
from flows.settings import Settings

# Bytes at the start of a file in which binary data shows: every magic number and the
# first zero byte of a usual header are within it. A guard, not tuned.
BINARY_HEAD_BYTES = 512
# Blank lines in a row. A gzip bomb of newlines must not run for hours. A guard, not tuned.
MAX_BLANK_LINES = 1_000_000
SHOWN_LINES = 20  # lines at the start in which an object is looked for
COMMA = b","  # behind an object, where lines were cut out of an array
OBJECT_START = re.compile(rb'\{\s*(?:"(?:[^"\\]|\\.){1,200}"\s*:|\}\s*$)')


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each line that is not blank; a bad line costs that line alone."""
    decoder = RecordDecoder(file, settings)
    number = records.first
    blank_lines = 0
    found_text = False
    try:
        for line in _lines(file, settings, records.offset):
            if number == records.end:
                return
            if line.strip():
                yield _read_line(line, number, decoder)
                found_text = True
                blank_lines = 0
            else:
                blank_lines += 1
                _refuse_too_many_blank(blank_lines)
            number += 1
    except UnfitError as error:
        if number != records.end:  # else the next range meets it too
            yield quarantine(file, number, error)
        return
    if not found_text and records.first == 0:
        blank = UnfitError(Reason.EMPTY, "nothing but white space")
        yield quarantine(file, 0, blank, digest=file.sha256)


def _lines(file: InputFile, settings: Settings, offset: int) -> Iterator[bytes]:
    chunks = utf8_chunks(file, settings, offset)
    if not offset:  # at a cut a binary line is one of many
        chunks = _refuse_binary_start(chunks)
    return split_lines(chunks, settings.line_bytes)


def _refuse_binary_start(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse a binary file at once, before every line of it is found broken."""
    first = next(chunks, b"").removeprefix(codecs.BOM_UTF8)
    if not first.lstrip().startswith(b"{"):
        refuse_binary(first[:BINARY_HEAD_BYTES])
    yield first
    yield from chunks


def _refuse_too_many_blank(blank_lines: int) -> None:
    if blank_lines > MAX_BLANK_LINES:
        raise UnfitError(
            Reason.BROKEN_RECORD, f"more than {MAX_BLANK_LINES:,} blank lines in a row"
        )


def _read_line(
    line: bytes, number: int, decoder: RecordDecoder
) -> Record | Quarantined:
    file = decoder.file
    try:
        parsed = _parse(line, number, decoder)
    except UnfitError as error:
        digest = hashlib.sha256(line).hexdigest()
        return quarantine(file, number, error, line, digest)
    record = record_of(parsed.item, file, number, line, decoder.settings)
    return with_encoding(record, parsed.encoding)


def _parse(line: bytes, number: int, decoder: RecordDecoder) -> ParsedObject:
    """Parse a line as a JSON object. Raises UnfitError, with the number of the line."""
    place = f"line {number + 1}"
    limit = decoder.settings.line_bytes
    if len(line) > limit:
        detail = f"{place}: longer than line_bytes, {limit:,}"
        raise UnfitError(Reason.TOO_LARGE, detail)
    return parse_object(line.rstrip().removesuffix(COMMA), place, decoder.decode)


def _holds_objects(head: bytes) -> bool:
    """Recognise JSONL: a line that is an object, or is too long to be seen whole.

    A line of its own may be a document with a list of articles too: that is JSON, and so are
    objects that are whole one after another and not line by line.
    """
    lines = head.strip().split(b"\n", SHOWN_LINES)
    first, *others = lines
    if not OBJECT_START.match(first) or (others and _are_torn(head)):
        return False
    if others and _is_object(first):
        return True
    return not find_path(head, Fields()) and _has_object(lines)


def _has_object(lines: list[bytes]) -> bool:
    """Return whether one of the first lines is an object; an only one may go on."""
    if len(lines) == 1:
        return _is_line(lines[0])
    return any(map(_is_object, lines[:SHOWN_LINES]))


def _are_torn(head: bytes) -> bool:
    """Return whether lines are no objects since newlines are lost, or inside of strings."""
    lines = list(filter(None, map(bytes.strip, head.split(b"\n"))))
    whole = list(filter(_is_object, lines))
    return len(whole) < len(lines) and count_objects(head) > len(whole)


def _is_line(line: bytes) -> bool:
    """Return whether a line is one object, or the beginning of one."""
    beginning = parse_beginning(line)
    goes_on = beginning is None or not beginning.is_whole
    return goes_on or _is_object(line)


def _is_object(line: bytes) -> bool:
    try:
        parse_object(line, "")
    except UnfitError:
        return False
    return True


JSONL = Reader(
    format="jsonl",
    suffixes=(".jsonl", ".ndjson", ".jl", ".jsonlines"),
    read=_read,
    holds_many=True,
    cut=cut_lines,
    recognises=_holds_objects,
    description="a line that is a JSON object",
)
