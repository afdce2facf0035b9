"""Bytes from files that may be links, pipes, bombs or cut short: always in pieces, always with a limit."""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cleaners.article import Reason
from flows.intake.inputs import InputFile, UnfitError
from flows.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 1 << 20
STEPS = (CHUNK, 1 << 10, 1)
SLACK = 4 * CHUNK  # small files may decompress to this much, whatever the ratio
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def open_regular(path: Path) -> BinaryIO:
    """Open a file without following a link or waiting for a pipe. Raises OSError."""
    descriptor = os.open(
        path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    )
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return os.fdopen(descriptor, "rb")


def chunks(file: InputFile, settings: Settings) -> Iterator[bytes]:
    """Yield the decompressed bytes of a file. Raises UnfitError, after all bytes before the break."""
    with _opened(file) as handle:
        yield from (
            _decompressed(file, handle, settings)
            if file.compression
            else _plain(handle)
        )


def utf8_chunks(file: InputFile, settings: Settings, offset: int) -> Iterator[bytes]:
    """Yield the bytes of a file of lines from `offset` on; UTF-16 comes out, and is counted, as UTF-8."""
    with _opened(file) as handle:
        wide = handle.read(2) in UTF_16
        handle.seek(0 if wide or file.compression else offset)
        if wide:
            yield from _dropping(_narrowed(_plain(handle)), offset)
        elif file.compression:
            source = _decompressed(file, handle, settings)
            first = next(source, b"")
            joined = _prefixed(first, source)
            yield from _dropping(
                _narrowed(joined) if first.startswith(UTF_16) else joined, offset
            )
        else:
            yield from _plain(handle)


def lines(source: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Split at newlines. A line longer than `limit` bytes is cut, and still comes out longer than that."""
    held = b""
    for chunk in source:
        *ended, tail = (held + chunk).split(b"\n")
        yield from ended
        held = tail[: limit + 1]
    if held:
        yield held


def _opened(file: InputFile) -> BinaryIO:
    """Open a discovered file. Raises UnfitError where it is gone or no longer what was discovered."""
    try:
        handle = open_regular(file.path)
    except OSError as error:
        raise UnfitError(
            Reason.UNREADABLE, f"cannot be opened: {error.strerror or error}"
        ) from error
    found = os.fstat(handle.fileno())
    if (found.st_size, found.st_mtime_ns) != (file.size, file.modified_ns):
        handle.close()
        raise UnfitError(
            Reason.UNREADABLE,
            "changed after it was discovered; the next run reads it again",
        )
    return handle


def _plain(handle: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := handle.read(CHUNK):
            yield chunk
    except OSError as error:
        raise UnfitError(
            Reason.UNREADABLE, f"cannot be read: {error.strerror or error}"
        ) from error


def _decompressed(
    file: InputFile, handle: BinaryIO, settings: Settings
) -> Iterator[bytes]:
    """Decompress within the limits. Raises UnfitError at a limit, or where the compression breaks.

    A read that meets the break gives nothing at all, so it is made again in ever smaller steps.
    """
    most, done, broken = (
        min(settings.file_bytes, max(SLACK, file.size * settings.file_ratio)),
        0,
        "",
    )
    for step in STEPS:
        try:
            with _decompressor(handle, file.compression) as stream:
                _skip(stream, done)
                while chunk := stream.read(step):
                    done += len(chunk)
                    if done > most:
                        raise UnfitError(
                            Reason.TOO_LARGE,
                            f"more than {most:,} bytes decompressed; raise file_bytes",
                        )
                    yield chunk
            if file.size:
                return
            broken = "an empty file is no compressed file"
        except OSError as error:
            broken = str(error)
    raise UnfitError(
        Reason.TRUNCATED, f"{file.compression} breaks after {done:,} bytes: {broken}"
    )


def _decompressor(
    handle: BinaryIO, compression: str | None
) -> pa.CompressedInputStream:
    """Begin to decompress a file from its first byte, leaving `handle` open at the end."""
    again = os.fdopen(os.dup(handle.fileno()), "rb")
    again.seek(0)
    import pyarrow as pa  # noqa: PLC0415 - a tenth of a second that plain files need not pay

    return pa.CompressedInputStream(pa.PythonFile(again, mode="r"), compression)


def _skip(stream: pa.CompressedInputStream, size: int) -> None:
    while size:
        size -= len(stream.read(min(size, CHUNK)))


def _prefixed(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _narrowed(source: Iterable[bytes]) -> Iterator[bytes]:
    """Turn UTF-16 with a byte order mark into UTF-8 without one."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    for chunk in source:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _dropping(source: Iterable[bytes], offset: int) -> Iterator[bytes]:
    """Leave out the first `offset` bytes."""
    for chunk in source:
        if offset < len(chunk):
            yield chunk[offset:]
        offset = max(0, offset - len(chunk))
