"""Read JSONL: each line is a JSON object with one article."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator, Mapping

from cleaners.article import Reason, Record
from flows.intake import fields
from flows.intake.decoding import decode, refuse_binary
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.line_ranges import cut_lines
from flows.intake.quarantine import quarantine
from flows.intake.readers.content import Content, refuse_too_large
from flows.intake.readers.reader import Reader
from flows.intake.record_fields import objects_of
from flows.intake.streams import split_lines, utf8_chunks
from flows.markup import find_markup
from flows.raw_text import storable_text
from flows.settings import Settings

# Bytes at the start of a file in which binary data shows: every magic number and the
# first zero byte of a usual header are within it. A guard, not tuned.
BINARY_HEAD_BYTES = 512
# Blank lines in a row. A gzip bomb of newlines must not run for hours. A guard, not tuned.
MAX_BLANK_LINES = 1_000_000
# Digits. The longest number that always fits into 64 bits; a longer one is an id, and is
# kept as it is written. It also stays below Python's limit of 4,300 digits for int().
MAX_INTEGER_DIGITS = 18
SHOWN_LINES = 20  # lines at the start in which an object is looked for
OBJECT_START = re.compile(rb'\{\s*"(?:[^"\\]|\\.){1,200}"\s*:')
SHOWN_FIELDS = 20  # field names that a message lists, to keep it readable


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each line that is not blank; a bad line costs that line alone."""
    number = records.first
    blank_lines = 0
    found_text = False
    try:
        for line in _lines(file, settings, records.offset):
            if number == records.end:
                return
            if line.strip():
                yield _read_line(file, number, line, settings)
                found_text = True
                blank_lines = 0
            else:
                blank_lines += 1
                _refuse_too_many_blank(blank_lines)
            number += 1
    except UnfitError as error:
        yield quarantine(file, number, error)
        return
    if not found_text and records.first == 0:
        blank = UnfitError(Reason.EMPTY, "nothing but white space")
        yield quarantine(file, 0, blank, digest=file.sha256)


def _lines(file: InputFile, settings: Settings, offset: int) -> Iterator[bytes]:
    chunks = utf8_chunks(file, settings, offset)
    return split_lines(_refuse_binary_start(chunks), settings.line_bytes)


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
    file: InputFile, number: int, line: bytes, settings: Settings
) -> Record | Quarantined:
    digest = hashlib.sha256(line).hexdigest()
    try:
        item = _parse(line, number, settings)
        objects = objects_of(item)
        content = _content(item, objects, settings)
    except UnfitError as error:
        return quarantine(file, number, error, line, digest)
    return Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=content.text,
        raw_sha256=digest,
        is_html=content.is_html,
        source_id=fields.source_id(objects, settings.fields),
        robots_ok=fields.robots_ok(objects, settings.fields),
        metadata=fields.metadata(objects, settings.fields),
    )


def _parse(line: bytes, number: int, settings: Settings) -> Mapping[str, object]:
    """Parse a line as a JSON object. Raises UnfitError, with the number of the line."""
    place = f"line {number + 1}"
    limit = settings.line_bytes
    if len(line) > limit:
        detail = f"{place}: longer than line_bytes, {limit:,}"
        raise UnfitError(Reason.TOO_LARGE, detail)
    item = _parse_json(line, place)
    if not isinstance(item, dict):
        kind = type(item).__name__
        detail = f"{place}: a JSON {kind}, not an object"
        raise UnfitError(Reason.BROKEN_RECORD, detail)
    return item


def _parse_json(line: bytes, place: str) -> object:
    try:
        return json.loads(decode(line), parse_int=_parse_integer)
    except UnfitError as error:
        raise UnfitError(error.reason, f"{place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"{place}: {error}") from error


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_INTEGER_DIGITS else digits


def _content(
    item: Mapping[str, object], objects: fields.Objects, settings: Settings
) -> Content:
    """Return the text of a record. Raises UnfitError."""
    names = settings.fields
    found = fields.article_text(objects, names)
    if found is None:
        raise _no_text(item, (*names.text, *names.html, *names.markdown))
    text, is_page = found
    refuse_too_large(len(text.encode()), settings)
    markup = find_markup(text)
    return Content(markup or text, is_html=is_page or markup is not None)


def _no_text(item: Mapping[str, object], names: tuple[str, ...]) -> UnfitError:
    """Make the error for a record without text in any of the named fields."""
    if fields.holds_text(item, names):
        detail = "the text field holds nothing but white space or a placeholder"
        return UnfitError(Reason.EMPTY, detail)
    present = [storable_text(name) for name in list(item)[:SHOWN_FIELDS]]
    listed = ", ".join(present) or "no fields"
    return UnfitError(
        Reason.NO_TEXT_FIELD,
        f"it has {listed}; name the one with the text: --field text=NAME",
    )


def _holds_objects(head: bytes) -> bool:
    """Recognise JSONL: a line that is an object, or is too long to be seen whole."""
    lines = head.strip().split(b"\n", SHOWN_LINES)
    if not lines[0].startswith(b"{"):
        return False
    if len(lines) == 1:
        return bool(OBJECT_START.match(head.lstrip()))
    return any(map(_is_object, lines[:SHOWN_LINES]))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


JSONL = Reader(
    format="jsonl",
    suffixes=(".jsonl", ".ndjson", ".jl", ".jsonlines"),
    read=_read,
    holds_many=True,
    cut=cut_lines,
    recognises=_holds_objects,
    description="a line that is a JSON object",
)
