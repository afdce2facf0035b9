"""Read bytes from files that may be links, pipes, bombs or cut short.

Everything comes in chunks, and up to a limit.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from cleaners.article import Reason
from flows.intake.compressions import decompressor
from flows.intake.inputs import InputFile, UnfitError
from flows.intake.stream_codec import HEAD_BYTES, stream_codec, to_utf8
from flows.settings import Settings

CHUNK_BYTES = 1 << 20  # a MiB: few reads, and little memory. Not tuned.
# Bytes that are decompressed at once. A read that meets damage returns nothing, so it is
# repeated in smaller steps, down to the last byte before the damage.
READ_STEPS = (CHUNK_BYTES, 1 << 10, 1)
# Bytes that any file may decompress to, whatever the ratio: small repetitive files are no
# bombs. A guard, not tuned.
ALWAYS_ALLOWED_BYTES = 4 * CHUNK_BYTES


def open_regular(path: Path) -> BinaryIO:
    """Open a file without following a link or waiting for a pipe. Raises OSError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(path, flags)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return os.fdopen(descriptor, "rb")


def chunks(file: InputFile, settings: Settings, offset: int = 0) -> Iterator[bytes]:
    """Yield the decompressed bytes of a file from `offset` on.

    Raises UnfitError where the file is damaged, after all bytes before the damage.
    """
    with open_unchanged(file) as handle:
        if file.compression:
            yield from skip(_decompressed(file, handle, settings), offset)
        else:
            handle.seek(offset)
            yield from _plain(handle)


@contextmanager
def open_seekable(file: InputFile, settings: Settings) -> Iterator[BinaryIO]:
    """Open a file for a reader that jumps in it; a compressed one is decompressed to disk.

    Raises UnfitError as `chunks` does.
    """
    if not file.compression:
        with open_unchanged(file) as handle:
            yield handle
        return
    with TemporaryFile() as spool:
        for chunk in chunks(file, settings):
            spool.write(chunk)
        spool.seek(0)
        yield spool


def utf8_chunks(file: InputFile, settings: Settings, offset: int) -> Iterator[bytes]:
    """Yield the bytes of a file of lines from `offset` on.

    What cannot be cut into lines byte by byte is converted to UTF-8, in which `offset` counts too.
    Raises UnfitError as `chunks` does.
    """
    codec = stream_codec(raw_head(file, settings))
    if codec:
        yield from skip(to_utf8(chunks(file, settings), codec), offset)
    else:
        yield from chunks(file, settings, offset)


def raw_head(file: InputFile, settings: Settings) -> bytes:
    """Read the decompressed bytes by which a file is judged, up to damage."""
    head = bytearray()
    with suppress(UnfitError):
        for chunk in chunks(file, settings):
            head += chunk
            if len(head) >= HEAD_BYTES:
                break
    return bytes(head[:HEAD_BYTES])


def split_lines(source: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Split bytes at newlines.

    A line of more than `limit` bytes is cut, but stays longer than `limit`.
    """
    unfinished = b""
    for chunk in source:
        parts = (unfinished + chunk).split(b"\n")
        unfinished = parts.pop()[: limit + 1]
        yield from parts
    if unfinished:
        yield unfinished


def open_unchanged(file: InputFile) -> BinaryIO:
    """Open a discovered file. Raises UnfitError if it is gone or has changed."""
    if file.descriptor is not None:
        member = os.fdopen(os.dup(file.descriptor), "rb")
        member.seek(0)
        return member
    try:
        handle = open_regular(file.path)
    except OSError as error:
        raise UnfitError(
            Reason.UNREADABLE, f"cannot be opened: {error.strerror or error}"
        ) from error
    status = os.fstat(handle.fileno())
    if (status.st_size, status.st_mtime_ns) != (file.size, file.modified_ns):
        handle.close()
        raise UnfitError(
            Reason.UNREADABLE,
            "changed after it was discovered; the next run reads it again",
        )
    return handle


def _plain(handle: BinaryIO, size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Yield chunks of a file. Raises UnfitError where the disk fails."""
    try:
        while chunk := handle.read(size):
            yield chunk
    except OSError as error:
        raise UnfitError(
            Reason.UNREADABLE, f"cannot be read: {error.strerror or error}"
        ) from error


def _decompressed(
    file: InputFile, handle: BinaryIO, settings: Settings
) -> Iterator[bytes]:
    """Decompress a file. Raises UnfitError at the limit, or where the data is damaged."""
    limit = most_bytes(file, settings)
    done = 0
    damage = ""
    for step in READ_STEPS:
        try:
            for chunk in _decompressed_from(done, step, handle, file.compression):
                done += len(chunk)
                _refuse_bomb(done, limit)
                yield chunk
        except OSError as error:
            _refuse_fault(error)
            damage = str(error)
        else:
            if file.size:
                return
            damage = "an empty file is no compressed file"
    raise UnfitError(
        Reason.TRUNCATED, f"{file.compression} breaks after {done:,} bytes: {damage}"
    )


def most_bytes(file: InputFile, settings: Settings) -> int:
    """Return the most bytes that a file may grow to once it is decompressed."""
    grown = max(ALWAYS_ALLOWED_BYTES, file.size * settings.file_ratio)
    return min(settings.file_bytes, grown)


def _refuse_fault(error: OSError) -> None:
    """Raise UnfitError for a fault of the disk; damaged data has no number of an error."""
    if error.errno:
        raise UnfitError(
            Reason.UNREADABLE, f"cannot be read: {error.strerror or error}"
        ) from error


def _refuse_bomb(size: int, limit: int) -> None:
    if size > limit:
        raise UnfitError(
            Reason.TOO_LARGE,
            f"more than {limit:,} bytes decompressed; raise file_bytes",
        )


def _decompressed_from(
    offset: int, step: int, handle: BinaryIO, compression: str | None
) -> Iterator[bytes]:
    """Yield decompressed bytes from `offset` on, `step` at a time. Raises OSError."""
    again = os.fdopen(os.dup(handle.fileno()), "rb")
    again.seek(0)
    with again:
        stream = decompressor(again, compression)
        while offset:
            offset -= len(stream.read(min(offset, CHUNK_BYTES)))
        while chunk := stream.read(step):
            yield chunk


def skip(source: Iterable[bytes], offset: int) -> Iterator[bytes]:
    """Leave out the first `offset` bytes."""
    for chunk in source:
        if offset < len(chunk):
            yield chunk[offset:]
        offset = max(0, offset - len(chunk))
