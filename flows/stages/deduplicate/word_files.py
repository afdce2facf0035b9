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

from cleaners.duplicates.columns import BoolArray, Int64Array, UInt32Array
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.word_stores import NewTexts
from cleaners.duplicates.words import WordBatch

KEY = 16  # bytes of the key of a text
NUMBER = 4  # bytes of the number of a word, or of its class
WORD = 2 * NUMBER  # bytes of a word with its class
# The columns of WordBatch but for the keys, which come last.
COLUMNS = tuple(item.name for item in fields(WordBatch))[:-1]
FIRST_PLACES = 1_024  # texts that a cache has places for at first; doubled as needed
NO_PLACE = -1  # of a text that is not in the cache
OWN_FILE = 0  # the number of the cache's own file; those of shards follow
START_BITS = 40  # of a place: where the words begin, below the number of the file


@contextmanager
def kept_words(folder: Path) -> Iterator[tuple[FileBuffer, FileCache]]:
    """Open two files in `folder` to keep words in; they vanish at the end, even that of a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as waiting, TemporaryFile(dir=folder) as cached:
        yield FileBuffer(waiting), FileCache(cached)


class FileBuffer:
    """Words of texts in the order in which they came.

    Those with a `source` are in files already: only their numbers are kept, and which are new.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Start empty."""
        self.with_source: dict[int, tuple[Int64Array, BoolArray]] = {}
        self._file = file
        self._count = 0

    def append(self, texts: NewTexts, /) -> None:
        """Add the words of some texts."""
        if texts.source is not None:
            self.with_source[texts.source] = (texts.numbers, texts.is_new)
            return
        numbers, words = texts.selected()
        np.save(self._file, numbers)
        for name in COLUMNS:
            np.save(self._file, getattr(words, name))
        np.save(self._file, joined_keys(words))
        self._count += 1

    def __iter__(self) -> Iterator[NewTexts]:
        """Yield the texts that have no source, in order."""
        self._file.seek(0)
        for _ in range(self._count):
            yield self._load()
        self._file.seek(0, os.SEEK_END)

    def _load(self) -> NewTexts:
        """Read the next texts."""
        numbers = np.load(self._file)
        columns = {name: np.load(self._file) for name in COLUMNS}
        keys = split_keys(np.load(self._file))
        words = WordBatch(**columns, keys=keys)
        return NewTexts(numbers, np.ones(len(numbers), np.bool_), words)


def joined_keys(words: WordBatch) -> NDArray[np.uint8]:
    """Put the keys of texts one after the other."""
    return np.frombuffer(b"".join(words.keys), np.uint8)


def split_keys(column: NDArray[np.uint8]) -> tuple[bytes, ...]:
    """Return keys that were put one after the other."""
    keys = column.tobytes()
    starts = range(0, len(keys), KEY)
    return tuple(keys[start : start + KEY] for start in starts)


class FileCache:
    """The words of texts, by the number of the text: in a file of its own, and in those of shards.

    A text has its place in 8 bytes, and its count of words in 4.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Start empty."""
        self._file = file
        self._end = 0
        self._shards: list[tuple[Path, Path]] = []
        self._places = np.full(FIRST_PLACES, NO_PLACE, np.int64)
        self._counts = np.zeros(FIRST_PLACES, np.uint32)

    def put(self, text: int, words: TextWords) -> None:
        """Keep the words of a text."""
        self._make_room(text)
        self._places[text] = self._end
        self._counts[text] = len(words)
        self._end += self._file.write(words.words.tobytes() + words.classes.tobytes())

    def add_files(
        self, texts: Int64Array, ends: Int64Array, words: Path, classes: Path
    ) -> None:
        """Add texts whose words and classes are in files, up to the `ends` of each text."""
        if not len(texts):
            return
        self._make_room(int(texts.max()))
        self._shards.append((words, classes))
        counts = np.diff(ends, prepend=0)
        self._places[texts] = (len(self._shards) << START_BITS) + ends - counts
        self._counts[texts] = counts

    def get(self, text: int) -> TextWords:
        """Return the words of a text."""
        number, start = divmod(int(self._places[text]), 1 << START_BITS)
        count = int(self._counts[text])
        if number == OWN_FILE:
            return self._read(start, count)
        words, classes = self._shards[number - 1]
        return TextWords(_numbers(words, start, count), _numbers(classes, start, count))

    def _read(self, start: int, count: int) -> TextWords:
        """Read words from the cache's own file."""
        self._file.flush()
        data = os.pread(self._file.fileno(), count * WORD, start)
        numbers = np.frombuffer(data, np.uint32)
        return TextWords(numbers[:count], numbers[count:])

    def __contains__(self, text: int) -> bool:
        """Whether the words of a text are here."""
        return text < len(self._places) and bool(self._places[text] != NO_PLACE)

    def _make_room(self, text: int) -> None:
        """Have places for texts up to this one."""
        size = len(self._places)
        if text >= size:
            more = max(size, text + 1 - size)
            self._places = np.append(self._places, np.full(more, NO_PLACE, np.int64))
            self._counts = np.append(self._counts, np.zeros(more, np.uint32))


def _numbers(path: Path, start: int, count: int) -> UInt32Array:
    """Read some of the numbers in a file. What is mapped would stay in memory."""
    # A file that Python or numpy opens takes five times as long.
    file = os.open(path, os.O_RDONLY)
    try:
        data = os.pread(file, count * NUMBER, start * NUMBER)
    finally:
        os.close(file)
    return np.frombuffer(data, np.uint32)
