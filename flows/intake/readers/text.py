"""Read plain text: each file is one article."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.article import Record
from flows.intake.decoding import decode_noted
from flows.intake.inputs import InputFile, Quarantined, RecordRange
from flows.intake.readers.content import Content
from flows.intake.readers.reader import Reader
from flows.intake.readers.whole_file import read_whole_file
from flows.markup import find_markup
from flows.settings import Settings


def _read(
    file: InputFile, settings: Settings, _records: RecordRange
) -> Iterator[Record | Quarantined]:
    yield read_whole_file(file, settings, _parse)


def _parse(data: bytes) -> Content:
    """Decode a text. One that is made of tags is HTML under a wrong name."""
    decoded = decode_noted(data, is_html=True)
    markup = find_markup(decoded.text)
    text = markup or decoded.text
    return Content(text, is_html=markup is not None, encoding=decoded.encoding)


TEXT = Reader(
    format="text",
    suffixes=(".txt", ".text", ".md", ".markdown", ".mdown"),
    read=_read,
    description="its suffix, or running text",
)
