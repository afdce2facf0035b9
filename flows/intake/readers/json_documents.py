"""Read JSON: arrays of objects, objects with a list of articles, and objects one after another."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cleaners.article import Reason
from flows.intake.decoding import refuse_binary
from flows.intake.head import read_head
from flows.intake.inputs import (
    InputFile,
    RecordRange,
    UnfitError,
)
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.item import (
    Item,
    addressed_texts,
    record_of,
    with_address,
    with_encoding,
)
from flows.intake.readers.json_columns import table_rows
from flows.intake.readers.json_frames import Frame, FrameKind, Name
from flows.intake.readers.json_framing import Framer
from flows.intake.readers.json_structure import (
    FIRST_BRACKET,
    Path,
    articles_in,
    find_path,
    path_to_objects,
)
from flows.intake.readers.json_value import canonical, loads, parse_object
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader, Row
from flows.intake.record_decoding import RecordDecoder
from flows.intake.streams import utf8_chunks
from flows.jsonl_fields import Fields
from flows.settings import Settings

# Bytes at the start of a document in which the articles are looked for: a megabyte holds
# several; of giant ones more is read. Not tuned.
HEAD_BYTES = (1 << 20, 1 << 24)
# A byte order mark, then brackets up to a name.
BEGINNING = re.compile(
    rb'(?:\xef\xbb\xbf)?[\s\x1e]*(?:\[\s*)*\{\s*(?:"[^"\n]*"\s*:|\})'
)
BINARY_HEAD_BYTES = 512  # at the start, in which binary data shows. A guard, not tuned.
REASONS = {
    FrameKind.BROKEN: Reason.BROKEN_RECORD,
    FrameKind.TOO_LONG: Reason.TOO_LARGE,
    FrameKind.CUT_OFF: Reason.TRUNCATED,
    FrameKind.UNCLOSED: Reason.TRUNCATED,
    FrameKind.NO_OBJECT: Reason.BROKEN_RECORD,
    FrameKind.NO_ARTICLES: Reason.EMPTY,
}


@dataclass(frozen=True, slots=True)
class _Unit:
    """An object of a file with the articles in it, or why it has none."""

    frame: Frame
    items: tuple[Item, ...] = ()
    encoding: str | None = None  # as in Decoded
    error: UnfitError | None = None

    @property
    def rows(self) -> int:
        """Count the records and quarantine rows that it is good for."""
        return 1 if self.error else len(self.items)


def _read(file: InputFile, settings: Settings, records: RecordRange) -> Iterator[Row]:
    """Yield a record for each article; a broken object costs that object alone."""
    units = _units(file, settings, records.offset)
    rows_of = partial(_rows, file, settings)
    yield from number_records(units, rows_of, file, records, nothing="no object in it")


def _rows(
    file: InputFile, settings: Settings, unit: _Unit, number: int
) -> Iterator[Row]:
    data = unit.frame.data
    if unit.error:
        digest = hashlib.sha256(data).hexdigest()
        yield quarantine(file, number, unit.error, data, digest)
        return
    is_one = len(unit.items) == 1
    for place, item in enumerate(unit.items):
        raw = data if is_one else canonical(item)
        record = record_of(item, file, number + place, raw, settings)
        yield with_encoding(record, unit.encoding)


def _units(file: InputFile, settings: Settings, offset: int) -> Iterator[_Unit]:
    """Yield the objects of a file from a byte on. Raises UnfitError where it breaks."""
    path = _path(file, settings)
    framer = Framer(path, settings.line_bytes, offset)
    if offset:
        framer.stack = list(path)
    decoder = RecordDecoder(file, settings)
    for frame in framer.frames(utf8_chunks(file, settings, offset)):
        yield _unit(frame, framer, decoder)


def _path(file: InputFile, settings: Settings) -> Path:
    """Find the way to the articles. Raises UnfitError for binary data."""
    head = b""
    for size in HEAD_BYTES:
        head = read_head(file, settings, size)
        if not FIRST_BRACKET.match(head.lstrip()):
            refuse_binary(head[:BINARY_HEAD_BYTES])
        path = find_path(head, settings.fields)
        if path is not None:
            return path
        if len(head) < size:
            break
    return path_to_objects(head)


def _unit(frame: Frame, framer: Framer, decoder: RecordDecoder) -> _Unit:
    """Parse an object; where it is broken, reading goes on at the next one inside of it."""
    if frame.kind is not FrameKind.WHOLE:
        return _Unit(frame, error=_error(frame, frame.kind.value))
    try:
        place = f"byte {frame.offset:,}"
        parsed = parse_object(frame.data, place, decoder.decode)
    except UnfitError as error:
        broken = framer.resume_inside(frame)
        if broken is frame:
            return _Unit(frame, error=error)
        return _Unit(broken, error=_error(broken, broken.kind.value))
    framer.resumed = 0
    names = decoder.settings.fields
    articles = _articles(parsed.item, frame.name, names)
    return _Unit(frame, tuple(articles), parsed.encoding)


def _articles(item: Item, name: Name | None, names: Fields) -> list[Item]:
    """Return the articles of an object, which may be a member by its address."""
    rows = table_rows(item, names) or addressed_texts(item, names)
    if rows:
        return rows
    addressed = with_address(item, _meant(name), names)
    return articles_in(addressed, names)


def _meant(name: Name | None) -> str | None:
    """Return what a name says without its escapes; None for one that was cut."""
    if name is None:
        return None
    try:
        return str(loads(name.written.decode("utf-8", "replace")))
    except ValueError:
        return None


def _error(frame: Frame, detail: str) -> UnfitError:
    return UnfitError(REASONS[frame.kind], f"byte {frame.offset:,}: {detail}")


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield where each object begins. Raises UnfitError where the file breaks."""
    number = 0
    for unit in _units(file, settings, 0):
        offset = unit.frame.begin
        if unit.frame.at_path and not unit.error:
            yield RecordStart(number, offset, offset)
        number += unit.rows


def _recognises(head: bytes) -> bool:
    """Recognise an object with a name first, an array of those, or lists in lists of them."""
    return bool(BEGINNING.match(head))


JSON = Reader(
    format="json",
    suffixes=(".json",),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description="an object with a name, or a list of these",
)
