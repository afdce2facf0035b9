"""Where a search keeps the words of texts: a buffer of new ones, a cache of those to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from cleaners.duplicates.columns import BoolArray, Int64Array
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import WordBatch

# Words that are held at once, of one text or of many: a guard on memory, some 20 MB with what is
# computed of them. Not tuned.
HELD_WORDS = 500_000

ReadWords: TypeAlias = Callable[[int], TextWords]


@dataclass(frozen=True, slots=True)
class NewTexts:
    """The texts of some articles: their numbers, and which of them are new to the search.

    Where the words are in files already, `source` is the number of these.
    """

    numbers: Int64Array
    is_new: BoolArray
    words: WordBatch
    source: int | None = None

    def selected(self) -> tuple[Int64Array, WordBatch]:
        """Return the new texts alone, with their numbers."""
        return self.numbers[self.is_new], self.words.select_texts(self.is_new)


class WordBuffer(Protocol):
    """The words of new texts, until it is known which lines are repeated."""

    def append(self, texts: NewTexts, /) -> None:
        """Add the words of some texts."""

    def __iter__(self) -> Iterator[NewTexts]:
        """Yield all texts, in order."""


class WordCache(Protocol):
    """The words of the texts that may be compared."""

    def put(self, text: int, words: TextWords) -> None:
        """Store the words of a text."""

    def get(self, text: int) -> TextWords:
        """Return the words of a text."""

    def __contains__(self, text: int) -> bool:
        """Return whether a text's words are in the cache."""


class HeldWords:
    """Holds the words that were read last: those of one component are asked for many times."""

    def __init__(self, read_words: ReadWords) -> None:
        """Start empty."""
        self._read_words = read_words
        self._held: dict[int, TextWords] = {}  # what was asked for last is last
        self._count = 0

    def __call__(self, text: int) -> TextWords:
        """Return the words of a text."""
        words = self._held.pop(text, None)
        if words is None:
            words = self._read_words(text)
            self._count += len(words)
        self._held[text] = words
        self._make_room()
        return words

    def _make_room(self) -> None:
        """Forget what was asked for longest ago, but for the last one."""
        while self._count > HELD_WORDS and len(self._held) > 1:
            oldest = next(iter(self._held))
            self._count -= len(self._held.pop(oldest))
