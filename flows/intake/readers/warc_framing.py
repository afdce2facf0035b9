"""Take the records of a WARC one by one, with their lengths checked, past whatever is damaged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, TypeAlias

from fastwarc.warc import ArchiveIterator, WarcRecord

from cleaners.article import Reason
from flows.intake.inputs import UnfitError

SCAN_BYTES = 1 << 20  # read at once when the next record is looked for. Not tuned.
HEAD_BYTES = 8_192  # of a record, by which it is told whether it is wanted. Not tuned.
CHECK_BYTES = 64  # of a compressed record that show whether it is one. Not tuned.
WINDOW_BITS = 31  # zlib's number for gzip
MAX_DAMAGES = (
    1_000  # in a row, before the rest of a file is given up. A guard, not tuned.
)
IDENTITY = ("warc-record-id", "warc-target-uri", "warc-date", "content-length")
GZIP_START = b"\x1f\x8b\x08"
RECORD_START = re.compile(rb"WARC/\d\.\d+\r?\n(?:[\w-]{1,60}:|\Z)")
LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,15})\s", re.IGNORECASE)
HEADERS_END = re.compile(rb"\r?\n\r?\n")
RECORD_END = re.compile(rb"(?:\r?\n){2}|\s*(?:WARC/|\Z)")
TOO_SHORT = "its Content-Length is {size:,}, but only {found:,} bytes are there"
TOO_LONG = "its Content-Length goes beyond the start of the next record"
NOT_ALL = "its Content-Length ends inside of its content"


@dataclass(frozen=True, slots=True)
class WarcBlock:
    """A record: where it begins, its headers, and as much of its content as was asked for.

    `size` is how long it says its content is. Of damage there is only `error`.
    """

    offset: int
    kind: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 0
    content: bytes = b""
    is_wanted: bool = True
    error: UnfitError | None = None


Run: TypeAlias = Generator[WarcBlock, None, int | None]
"""Yields blocks up to a damage; returns where the next may begin, or None."""

Wanted: TypeAlias = Callable[[WarcBlock], bool]
"""Tells by its beginning whether all of a record is to be read."""


@dataclass(slots=True)
class WarcFramer:
    """Takes records from a file that can be moved about in; `limit` bytes of each are read."""

    handle: BinaryIO
    limit: int
    wanted: Wanted
    damages: int = 0  # in a row
    pending: WarcBlock | None = None  # damage before a place where a record may begin

    def blocks(self, offset: int) -> Iterator[WarcBlock]:
        """Yield the records from an offset on, and a block for each damage."""
        position: int | None = offset
        while position is not None:
            if self.damages > MAX_DAMAGES:
                yield _damage(position, "too much damage; the rest is not read")
                return
            position = yield from self._run(position)
        yield from self._release()

    def _release(self) -> Iterator[WarcBlock]:
        if self.pending:
            yield self.pending
        self.pending = None

    def _run(self, begin: int) -> Run:
        """Yield blocks up to the first damage; return where the next may begin, or None."""
        held: WarcBlock | None = None
        fault = ""
        try:
            for block in self._parsed(begin):
                yield from self._release()
                if held:
                    self.damages = 0
                    yield held
                held = block
                if block.error:
                    break
        except (OSError, ValueError, EOFError) as error:
            fault = str(error)
        return (yield from self._end_run(begin, held, fault))

    def _end_run(self, begin: int, held: WarcBlock | None, fault: str) -> Run:
        """Yield the last record before damage or the end, and what is wrong after it."""
        if held and fault and not held.error and not self._is_whole(held):
            held = replace(held, error=UnfitError(Reason.TRUNCATED, NOT_ALL))
        if held:
            yield held
            if fault and not held.error:
                self.pending = _damage(held.offset + 1, fault)
        else:
            self.damages += 1
            self.pending = None
            yield _damage(begin, fault or "the file ends inside of its headers")
        return self._next_start(held.offset if held else begin)

    def _parsed(self, begin: int) -> Iterator[WarcBlock]:
        self.handle.seek(begin)
        for record in ArchiveIterator(self.handle, parse_http=False):
            yield self._block(record)

    def _block(self, record: WarcRecord) -> WarcBlock:
        """Read a record, and check that all of it is there."""
        headers = {name.lower(): value for name, value in record.headers.items()}
        block = WarcBlock(
            offset=record.stream_pos,
            kind=headers.get("warc-type", "").lower(),
            headers=headers,
            size=record.content_length,
            content=record.reader.read(HEAD_BYTES),
        )
        is_wanted = self.wanted(block)
        content = block.content
        if is_wanted and len(content) == HEAD_BYTES:
            content += record.reader.read(self.limit + 1 - HEAD_BYTES)
        error = _length_error(block.size, content, self.limit if is_wanted else 0)
        if "content-length" not in headers:
            error = UnfitError(Reason.TRUNCATED, "its headers have no Content-Length")
        return replace(block, content=content, is_wanted=is_wanted, error=error)

    def _is_whole(self, block: WarcBlock) -> bool:
        """Return whether nothing but the next record follows a record."""
        self.handle.seek(block.offset)
        data = self.handle.read(self.limit)
        if data.startswith(GZIP_START):
            data = zlib.decompressobj(WINDOW_BITS).decompress(data, self.limit)
        return _ends_where_it_says(data)

    def _next_start(self, after: int) -> int | None:
        """Find where the next record after an offset begins."""
        self.handle.seek(0)
        is_packed = self.handle.read(len(GZIP_START)) == GZIP_START
        find = self._find_packed if is_packed else _find_plain
        position = after
        while True:
            self.handle.seek(position)
            data = self.handle.read(SCAN_BYTES)
            found = find(data, 1)
            if found >= 0:
                return position + found
            if len(data) < SCAN_BYTES:
                return None
            position += SCAN_BYTES - CHECK_BYTES

    def _find_packed(self, data: bytes, begin: int) -> int:
        """Find a compressed record in some bytes; -1 if none begins in them."""
        found = data.find(GZIP_START, begin)
        while found >= 0:
            if _unpacks_to_record(data[found : found + HEAD_BYTES]):
                return found
            found = data.find(GZIP_START, found + 1)
        return -1


def begins_at_offset(handle: BinaryIO, block: WarcBlock) -> bool:
    """Return whether reading from a record's offset begins with that record.

    Of several records that are compressed together, offsets are somewhere behind the first.
    """
    data = _peek(handle, block.offset)
    headers, end, _ = _unpacked(data).partition(b"\r\n\r\n")
    if not end or not headers.startswith(b"WARC/"):
        return False
    values = (block.headers.get(name, "") for name in IDENTITY)
    return all(value.encode() in headers for value in values)


def _peek(handle: BinaryIO, offset: int) -> bytes:
    """Read what is at an offset, and go back."""
    before = handle.tell()
    handle.seek(offset)
    data = handle.read(HEAD_BYTES)
    handle.seek(before)
    return data


def _unpacked(data: bytes) -> bytes:
    """Decompress the beginning of a record, if it is compressed; nothing where that fails."""
    if not data.startswith(GZIP_START):
        return data
    try:
        return zlib.decompressobj(WINDOW_BITS).decompress(data, HEAD_BYTES)
    except zlib.error:
        return b""


def _ends_where_it_says(data: bytes) -> bool:
    """Return whether a record is as long as its header says, and nothing else follows it."""
    headers = HEADERS_END.search(data)
    if not headers:
        return False
    length = LENGTH.search(data, 0, headers.end())
    if not length:
        return False
    end = headers.end() + int(length[1])
    return bool(RECORD_END.match(data, end))


def _find_plain(data: bytes, begin: int) -> int:
    found = RECORD_START.search(data, begin)
    return found.start() if found else -1


def _unpacks_to_record(data: bytes) -> bool:
    try:
        head = zlib.decompressobj(WINDOW_BITS).decompress(data, CHECK_BYTES)
    except zlib.error:
        return False
    return head.startswith(b"WARC/") or b"WARC/".startswith(head)


def _length_error(size: int, content: bytes, limit: int) -> UnfitError | None:
    """Return what is wrong with the length of a record of which up to `limit` bytes were read."""
    found = len(content)
    expected = min(size, max(limit, HEAD_BYTES))
    if found < expected:
        detail = TOO_SHORT.format(size=size, found=found)
        return UnfitError(Reason.TRUNCATED, detail)
    has_swallowed = b"WARC/" in content and RECORD_START.search(content)
    if has_swallowed:
        return UnfitError(Reason.TRUNCATED, TOO_LONG)
    return None


def _damage(offset: int, detail: str) -> WarcBlock:
    error = UnfitError(
        Reason.BROKEN_RECORD, f"at byte {offset:,} and after it: {detail}"
    )
    return WarcBlock(offset, error=error)
