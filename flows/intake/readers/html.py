"""Read HTML: each file is one page."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.article import Record
from flows.intake.decoding import decode
from flows.intake.inputs import InputFile, Quarantined, RecordRange
from flows.intake.readers.content import Content
from flows.intake.readers.reader import Reader
from flows.intake.readers.whole_file import read_whole_file
from flows.settings import Settings


def _read(
    file: InputFile, settings: Settings, _records: RecordRange
) -> Iterator[Record | Quarantined]:
    yield read_whole_file(file, settings, _parse)


def _parse(data: bytes) -> Content:
    """Decode a page, whose encoding its markup may declare."""
    return Content(decode(data, is_html=True), is_html=True)


HTML = Reader(format="html", suffixes=(".html", ".htm", ".xhtml"), read=_read)
