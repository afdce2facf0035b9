"""Read WARC: each page of HTML that was fetched, with its address and date, and texts of WET.

Requests, pictures, redirects and errors are no inputs; they are passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import BinaryIO

from cleaners.article import Reason, Record
from flows.intake import fields
from flows.intake.decoding import decode_noted
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.content import Content, refuse_too_large
from flows.intake.readers.http_message import (
    HTML_TYPES,
    decode_page,
    page_text,
    parse_message,
)
from flows.intake.readers.item import with_encoding
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader
from flows.intake.readers.warc_framing import (
    WarcBlock,
    WarcFramer,
    begins_at_offset,
)
from flows.intake.seekable import open_up_to_damage
from flows.intake.streams import open_unchanged
from flows.settings import Settings

RAW_COMPRESSIONS = (None, "gzip")  # of which records are found in the file as it is


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each page; damage costs the records that it hits."""
    if not file.size:
        nothing = UnfitError(Reason.EMPTY, "an empty file")
        yield quarantine(file, 0, nothing, digest=file.sha256)
        return
    blocks = _blocks(file, settings, records.offset)
    yield from read_pages(blocks, file, settings, records)


def _blocks(file: InputFile, settings: Settings, offset: int) -> Iterator[WarcBlock]:
    """Yield the pages from an offset on. Raises UnfitError."""
    with open_archive(file, settings) as handle:
        yield from archive_blocks(handle, settings, offset)


def open_archive(
    file: InputFile, settings: Settings
) -> AbstractContextManager[BinaryIO]:
    """Open a WARC. One in gzip stays packed: each record is found in it by its offset."""
    if file.compression in RAW_COMPRESSIONS:
        return open_unchanged(file)
    return open_up_to_damage(file, settings)


def read_pages(
    blocks: Iterable[WarcBlock],
    file: InputFile,
    settings: Settings,
    records: RecordRange,
) -> Iterator[Record | Quarantined]:
    """Yield the records of pages, numbered without what is no page, and damage that ends them."""
    rows_of = partial(_records, file, settings)
    nothing = "no page of HTML in it"
    yield from number_records(blocks, rows_of, file, records, nothing=nothing)


def archive_blocks(
    handle: BinaryIO, settings: Settings, offset: int
) -> Iterator[WarcBlock]:
    """Yield what is a page or text, and damage, from an offset on."""
    framer = WarcFramer(handle, settings.record_bytes, _is_wanted)
    for block in framer.blocks(offset):
        if block.is_wanted or block.error:
            yield block


def _is_wanted(block: WarcBlock) -> bool:
    """Tell whether a record is a page or a text, by its headers and those of HTTP."""
    if block.kind == "response":
        message = parse_message(block.content)
        return message is not None and message.is_page
    if block.kind == "resource":
        return _media_type(block) in HTML_TYPES
    return block.kind == "conversion" and _media_type(block) == "text/plain"


def _media_type(block: WarcBlock) -> str:
    media_type, _, _ = block.headers.get("content-type", "").partition(";")
    return media_type.strip().lower()


def _records(
    file: InputFile, settings: Settings, block: WarcBlock, number: int
) -> Iterator[Record | Quarantined]:
    """Yield the one record of a page, or the row of what is damaged."""
    digest = hashlib.sha256(block.content).hexdigest() if block.content else None
    try:
        content = _content(block, settings)
    except UnfitError as error:
        yield quarantine(file, number, error, block.content, digest)
        return
    record = Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=content.text,
        raw_sha256=digest or "",
        is_html=content.is_html,
        source_id=block.headers.get("warc-record-id"),
        metadata=fields.metadata(_item(block, settings), settings.fields),
    )
    yield with_encoding(record, content.encoding)


def _item(block: WarcBlock, settings: Settings) -> dict[str, object]:
    """Return the address and the date of a record as fields."""
    return {
        settings.fields.url[0]: block.headers.get("warc-target-uri", "").strip("<>"),
        settings.fields.fetched_at[0]: block.headers.get("warc-date"),
    }


def _content(block: WarcBlock, settings: Settings) -> Content:
    """Return the text or page of a record. Raises UnfitError."""
    if block.error:
        address = block.headers.get("warc-target-uri", "")
        detail = f"{address} {block.error}".strip()
        raise UnfitError(block.error.reason, detail)
    refuse_too_large(block.size, settings)
    content = _decoded(block, settings)
    if not content.text.strip():
        raise UnfitError(Reason.EMPTY, "nothing but white space")
    return content


def _decoded(block: WarcBlock, settings: Settings) -> Content:
    if block.kind == "conversion":
        decoded = decode_noted(block.content)
        return Content(decoded.text, is_html=False, encoding=decoded.encoding)
    if block.kind == "response":
        message = parse_message(block.content)
        assert message, "what is wanted of responses are pages"
        page = page_text(message, settings)
    else:
        content_type = block.headers.get("content-type", "")
        page = decode_page(block.content, content_type)
    return Content(page.text, is_html=True, encoding=page.encoding)


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    with open_archive(file, settings) as handle:
        blocks = archive_blocks(handle, settings, 0)
        yield from cut_at(block_starts(blocks, handle), settings.shard_bytes)


def block_starts(
    blocks: Iterable[WarcBlock], handle: BinaryIO
) -> Iterator[RecordStart]:
    """Yield where each page begins that can be read from there on.

    How far that is, is measured in decompressed bytes.
    """
    read = 0
    for number, block in enumerate(blocks):
        if not block.error and begins_at_offset(handle, block):
            yield RecordStart(number, block.offset, read)
        read += len(block.content)


def _recognises(head: bytes) -> bool:
    return head.startswith(b"WARC/")


WARC = Reader(
    format="warc",
    suffixes=(".warc", ".wet"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description="the version that its first record begins with",
)
