"""Read HTML: each file is one page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.article import Record
from flows.intake.decoding import decode_noted
from flows.intake.inputs import InputFile, Quarantined, RecordRange
from flows.intake.readers.content import Content
from flows.intake.readers.reader import Reader
from flows.intake.readers.whole_file import read_whole_file
from flows.markup import find_markup
from flows.settings import Settings

# The head of a page, with or without what tools put before it: the XML declaration, comments.
PAGE_START = re.compile(
    rb"(?:\s++|<\?xml[^>]{0,300}>|<!--.{0,4000}?-->)*+"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
OTHER_MARKUP = (b"<?xml", b"<svg", b"<rss", b"<feed")


def _read(
    file: InputFile, settings: Settings, _records: RecordRange
) -> Iterator[Record | Quarantined]:
    yield read_whole_file(file, settings, _parse)


def _parse(data: bytes) -> Content:
    """Decode a page, whose encoding its markup may declare."""
    decoded = decode_noted(data, is_html=True)
    return Content(decoded.text, is_html=True, encoding=decoded.encoding)


def _is_page(head: bytes) -> bool:
    """Recognise a page, or a fragment that begins with a block."""
    if PAGE_START.match(head):
        return True
    start = head.lstrip()
    if not start.startswith(b"<") or start.startswith(OTHER_MARKUP):
        return False
    text = start.decode("utf-8", "replace")
    return find_markup(text) is not None


HTML = Reader(
    format="html",
    suffixes=(".html", ".htm", ".xhtml", ".shtml"),
    read=_read,
    recognises=_is_page,
    description="the tags that a page or a block begins with",
)
