"""Read the members of a ZIP whose directory is lost, by the headers that members have themselves.

The directory is at the end, so that an archive that was cut off has none.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from flows.intake.archives.member import Member
from flows.intake.streams import CHUNK_BYTES

# Signature, flags, method, checksum, both sizes, and the lengths of name and extra field.
HEADER = struct.Struct("<4s2xHH4xIIIHH")
SIGNATURE = b"PK\x03\x04"
ENCRYPTED, SIZES_BEHIND = 0x1, 0x8  # bits of the flags
STORED, DEFLATED = 0, 8  # numbers of the methods
# Bytes of a member that is saved: it is held in memory. A guard, not tuned.
MAX_MEMBER_BYTES = 64 << 20
# Bytes between members in which the next one is looked for: sizes behind a member have 24.
GAP_BYTES = 64


def salvage(handle: BinaryIO, start: int) -> Iterator[Member]:
    """Yield the whole members, in order, up to the first that is damaged."""
    handle.seek(0)
    number = total = 0
    while found := _next_member(handle):
        name, data = found
        size = len(data)
        total += size
        is_wanted = number >= start and not name.endswith("/")
        if is_wanted:
            read = partial(BytesIO, data)
            yield Member(name, number, size, total, read)
        number += 1


def _next_member(handle: BinaryIO) -> tuple[str, bytes] | None:
    """Read the member that begins here or soon; None where there is none, or it is damaged."""
    header = _next_header(handle)
    if header is None:
        return None
    _, flags, method, checksum, packed, _, name_bytes, extra = HEADER.unpack(header)
    name = handle.read(name_bytes)
    handle.seek(extra, 1)
    if flags & ENCRYPTED:
        return None
    is_measured = not flags & SIZES_BEHIND
    data = None
    if method == DEFLATED:
        data = _inflated(handle)
    elif method == STORED and is_measured:
        data = _stored(handle, packed)
    if data is None or (is_measured and zlib.crc32(data) != checksum):
        return None
    return name.decode("utf-8", "replace"), data


def _next_header(handle: BinaryIO) -> bytes | None:
    """Read the header that begins here or soon; None where there is none."""
    position = handle.tell()
    following = handle.read(GAP_BYTES)
    gap = following.find(SIGNATURE)
    if gap < 0:
        return None
    handle.seek(position + gap)
    header = handle.read(HEADER.size)
    return header if len(header) == HEADER.size else None


def _stored(handle: BinaryIO, size: int) -> bytes | None:
    data = handle.read(min(size, MAX_MEMBER_BYTES))
    return data if len(data) == size else None


def _inflated(handle: BinaryIO) -> bytes | None:
    """Decompress up to the end of a member, and stop there; None where it is damaged."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    data = b""
    while chunk := handle.read(CHUNK_BYTES):
        try:
            data += stream.decompress(chunk, MAX_MEMBER_BYTES - len(data))
        except zlib.error:
            return None
        if stream.eof:
            handle.seek(-len(stream.unused_data), 1)
            return data
        if stream.unconsumed_tail:  # larger than what is saved
            return None
    return None
