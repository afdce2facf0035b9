"""Keep the words of texts in files during a search, so that memory does not grow with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import Int64Array
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import WordBatch

KEY = 16  # bytes of the key of a text
WORD = 8  # bytes of a word: 4 of its own number and 4 of that of its class
# The columns of WordBatch but for the keys, which come last.
COLUMNS = tuple(item.name for item in fields(WordBatch))[:-1]


@contextmanager
def kept_words(folder: Path) -> Iterator[tuple[FileBuffer, FileCache]]:
    """Open two files in `folder` to keep words in; they vanish at the end, even that of a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as waiting, TemporaryFile(dir=folder) as cached:
        yield FileBuffer(waiting), FileCache(cached)


class FileBuffer:
    """Words of texts in the order in which they came."""

    def __init__(self, file: BinaryIO) -> None:
        """Start empty."""
        self._file = file
        self._count = 0

    def append(self, batch: tuple[Int64Array, WordBatch]) -> None:
        """Add the words of some texts with the texts' numbers."""
        numbers, words = batch
        np.save(self._file, numbers)
        for name in COLUMNS:
            np.save(self._file, getattr(words, name))
        np.save(self._file, np.frombuffer(b"".join(words.keys), np.uint8))
        self._count += 1

    def __iter__(self) -> Iterator[tuple[Int64Array, WordBatch]]:
        """Yield the batches, in order."""
        self._file.seek(0)
        for _ in range(self._count):
            yield self._load()
        self._file.seek(0, os.SEEK_END)

    def _load(self) -> tuple[Int64Array, WordBatch]:
        """Read the next batch."""
        numbers = np.load(self._file)
        columns = {name: np.load(self._file) for name in COLUMNS}
        keys = _split_keys(np.load(self._file))
        return numbers, WordBatch(**columns, keys=keys)


def _split_keys(column: NDArray[np.uint8]) -> tuple[bytes, ...]:
    keys = column.tobytes()
    starts = range(0, len(keys), KEY)
    return tuple(keys[start : start + KEY] for start in starts)


class FileCache:
    """The words of texts, by the number of the text."""

    def __init__(self, file: BinaryIO) -> None:
        """Start empty."""
        self._file = file
        self._places: dict[int, int] = {}  # offset in bytes << 32 | count of words
        self._end = 0

    def put(self, text: int, words: TextWords) -> None:
        """Keep the words of a text."""
        self._places[text] = self._end << 32 | len(words)
        self._end += self._file.write(words.words.tobytes() + words.classes.tobytes())

    def get(self, text: int) -> TextWords:
        """Return the words of a text."""
        start, count = divmod(self._places[text], 1 << 32)
        self._file.flush()
        data = os.pread(self._file.fileno(), count * WORD, start)
        numbers = np.frombuffer(data, np.uint32)
        return TextWords(numbers[:count], numbers[count:])

    def __contains__(self, text: int) -> bool:
        """Whether the words of a text are here."""
        return text in self._places
