"""The compressions that a file of any format may have, recognised by how they begin."""

from __future__ import annotations

import bz2
import io
import lzma
import re
from typing import BinaryIO, Protocol

# gzip, bzip2 (a first block, or an empty stream), zstd (a frame, or one to be skipped), xz.
MAGIC = (
    (re.compile(rb"\x1f\x8b\x08"), "gzip"),
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), "bz2"),
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), "zstd"),
    (re.compile(rb"\xfd7zXZ\x00"), "xz"),
)


class ByteSource(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end. Raises OSError."""


class _StandardSource:
    """Decompresses with a module of Python's own, and raises OSError for all damage."""

    def __init__(self, file: bz2.BZ2File | lzma.LZMAFile) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        """Return at most so many decompressed bytes."""
        try:
            return self._file.read(size)
        except (lzma.LZMAError, EOFError) as error:
            raise OSError(str(error)) from error


def decompressor(handle: BinaryIO, compression: str | None) -> ByteSource:
    """Decompress a stream from its first byte."""
    if compression == "bz2":
        return _StandardSource(bz2.BZ2File(handle))
    if compression == "xz":  # which Arrow does not know
        return _StandardSource(lzma.LZMAFile(handle))
    import pyarrow as pa  # noqa: PLC0415  # takes .1 s that plain files need not pay

    source = pa.PythonFile(handle, mode="r")
    stream: ByteSource = pa.CompressedInputStream(source, compression)
    return stream


def compression_of(head: bytes) -> str | None:
    """Return the compression of bytes that begin like this, None for plain ones."""
    for magic, name in MAGIC:
        if magic.match(head):
            return name
    return None


def decompressed_head(first: bytes, compression: str, size: int) -> bytes:
    """Decompress the first bytes of a file; none where they are damaged."""
    try:
        return decompressor(io.BytesIO(first), compression).read(size)
    except OSError:
        return b""
