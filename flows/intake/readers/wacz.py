"""Read WACZ: a ZIP whose folder `archive` holds WARC files, as browser crawlers write it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from cleaners.article import Reason, Record
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.range_cutter import cut_at
from flows.intake.readers.reader import Reader
from flows.intake.readers.warc import archive_blocks, block_starts, read_pages
from flows.intake.readers.warc_framing import WarcBlock
from flows.intake.seekable import Window
from flows.intake.streams import open_seekable
from flows.settings import Settings

FOLDER = "archive/"
SUFFIXES = (".warc", ".warc.gz")
LOCAL_HEADER = struct.Struct("<26xHH")  # of a member: the lengths of its name and extra
# The first members of a ZIP that is a web archive.
MEMBERS = re.compile(
    rb"PK\x03\x04.{26}(?:archive/[^/]{1,200}\.warc|pages/(?:extraP|p)ages\.jsonl"
    rb"|indexes/index\.(?:cdx|idx))",
    re.DOTALL,
)
FAULTS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)


@dataclass(frozen=True, slots=True)
class _Member:
    """A web archive in the ZIP: where its bytes begin, and how many they are."""

    name: str
    begin: int
    size: int


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each page of every archive in the ZIP."""
    blocks = _blocks(file, settings, records.offset)
    yield from read_pages(blocks, file, settings, records)


def _blocks(file: InputFile, settings: Settings, offset: int) -> Iterator[WarcBlock]:
    """Yield the pages from a byte of the ZIP on. Raises UnfitError."""
    with open_seekable(file, settings) as handle:
        yield from _blocks_in(handle, settings, offset)


def _blocks_in(
    handle: BinaryIO, settings: Settings, offset: int
) -> Iterator[WarcBlock]:
    """Yield the pages of an open ZIP from a byte on. Raises UnfitError."""
    for member in _members(handle):
        if member.begin + member.size > offset:
            yield from _blocks_of(member, handle, settings, offset)


def _blocks_of(
    member: _Member, handle: BinaryIO, settings: Settings, offset: int
) -> Iterator[WarcBlock]:
    """Yield the pages of one archive, with their places in the ZIP."""
    window = Window(handle, member.begin, member.size)
    archive = cast("BinaryIO", io.BufferedReader(window))
    inside = max(0, offset - member.begin)
    for block in archive_blocks(archive, settings, inside):
        place = member.begin + block.offset
        yield replace(block, offset=place)


def _members(handle: BinaryIO) -> list[_Member]:
    """List the web archives in the order of their places. Raises UnfitError."""
    try:
        with zipfile.ZipFile(handle) as whole:
            found = [info for info in whole.infolist() if _is_archive(info)]
        members = [_member(handle, info) for info in found]
    except FAULTS as error:
        detail = f"cannot be read as a ZIP: {error}"
        raise UnfitError(Reason.BROKEN_RECORD, detail) from error
    return sorted(members, key=lambda member: member.begin)


def _is_archive(info: zipfile.ZipInfo) -> bool:
    name = info.filename
    return name.startswith(FOLDER) and name.endswith(SUFFIXES) and info.file_size > 0


def _member(handle: BinaryIO, info: zipfile.ZipInfo) -> _Member:
    """Find the bytes of a member. Raises UnfitError where they are compressed once more."""
    if info.compress_type != zipfile.ZIP_STORED:
        detail = f"{info.filename} is compressed in it; store it as the format asks for"
        raise UnfitError(Reason.BROKEN_RECORD, detail)
    handle.seek(info.header_offset)
    header = handle.read(LOCAL_HEADER.size)
    name_bytes, extra = LOCAL_HEADER.unpack(header)
    begin = handle.tell() + name_bytes + extra
    name = info.filename
    size = info.file_size
    return _Member(name, begin, size)


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    with open_seekable(file, settings) as handle:
        starts = block_starts(_blocks_in(handle, settings, 0), handle)
        yield from cut_at(starts, settings.shard_bytes)


def is_web_archive(head: bytes) -> bool:
    """Recognise a ZIP among whose first members is one that web archives have."""
    return head.startswith(b"PK\x03\x04") and bool(MEMBERS.search(head))


WACZ = Reader(
    format="wacz",
    suffixes=(".wacz",),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=is_web_archive,
    description="a ZIP with a WARC in its folder archive",
)
