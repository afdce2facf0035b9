"""Where words of texts are kept while a run looks for copies: in files, so that memory does not grow with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np

from cleaners.duplicates.hashing import Numbers
from cleaners.duplicates.verification import Text
from cleaners.duplicates.words import Words

KEY = 16  # bytes
BYTES = 8  # of a word: its own number and that of its class


@contextmanager
def kept_words(folder: Path) -> Iterator[tuple[FileSpool, FileShelf]]:
    """Keep words in files that vanish at the end, whatever that is."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as waiting, TemporaryFile(dir=folder) as standing:
        yield FileSpool(waiting), FileShelf(standing)


class FileSpool:
    """Words in the order in which they came."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with none."""
        self._file = file
        self._count = 0

    def append(self, batch: tuple[Numbers, Words]) -> None:
        """Keep the words of some texts with the texts' numbers."""
        numbers, words = batch
        keys = np.frombuffer(b"".join(words.keys), np.uint8)
        columns = (
            words.plain,
            words.classes,
            words.ends,
            words.lines,
            words.line_ends,
            words.ends_in_lines,
        )
        for column in (numbers, *columns, keys):
            np.save(self._file, column)
        self._count += 1

    def __iter__(self) -> Iterator[tuple[Numbers, Words]]:
        """Yield what was kept, in order."""
        self._file.seek(0)
        for _ in range(self._count):
            numbers, plain, classes, ends, lines, line_ends, ends_in_lines, keys = (
                np.load(self._file) for _ in range(8)
            )
            each = keys.tobytes()
            named = tuple(each[at : at + KEY] for at in range(0, len(each), KEY))
            yield (
                numbers,
                Words(plain, classes, ends, lines, line_ends, ends_in_lines, named),
            )
        self._file.seek(0, os.SEEK_END)


class FileShelf:
    """The words of texts, by number."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin with none."""
        self._file = file
        self._places: dict[int, int] = {}  # where a text begins << 32 | its words
        self._end = 0

    def put(self, text: int, words: Text) -> None:
        """Keep the words of a text."""
        self._places[text] = self._end << 32 | len(words)
        self._end += self._file.write(words.plain.tobytes() + words.classes.tobytes())

    def get(self, text: int) -> Text:
        """Give the words of a text back."""
        start, count = divmod(self._places[text], 1 << 32)
        self._file.flush()
        held = np.frombuffer(
            os.pread(self._file.fileno(), count * BYTES, start), np.uint32
        )
        return Text(held[:count], held[count:])

    def __contains__(self, text: int) -> bool:
        """Tell whether a text's words are here."""
        return text in self._places
