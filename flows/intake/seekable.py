"""Open input files for readers that need to move about in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from flows.intake.inputs import InputFile, UnfitError
from flows.intake.streams import chunks
from flows.settings import Settings

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@contextmanager
def open_up_to_damage(file: InputFile, settings: Settings) -> Iterator[BinaryIO]:
    """Decompress a file to disk, for a reader that finds records in what is left of it.

    Raises UnfitError where nothing can be read.
    """
    with TemporaryFile() as spool:
        try:
            for chunk in chunks(file, settings):
                spool.write(chunk)
        except UnfitError:
            if not spool.tell():
                raise
        spool.seek(0)
        yield spool


class Window(io.RawIOBase):
    """A stretch of an open file as a file of its own."""

    def __init__(self, file: BinaryIO, begin: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._begin = begin
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to an offset from the beginning, the present place or the end."""
        bases = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}
        self._position = max(0, bases[whence] + offset)
        return self._position

    def tell(self) -> int:
        """Return the present place."""
        return self._position

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read as many bytes as there are, up to the size of a buffer."""
        view = memoryview(buffer).cast("B")
        left = self._size - self._position
        room = len(view)
        wanted = max(0, min(room, left))
        self._file.seek(self._begin + self._position)
        data = self._file.read(wanted)
        found = len(data)
        view[:found] = data
        self._position += found
        return found
