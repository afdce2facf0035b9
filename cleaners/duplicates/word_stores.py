"""Where a search keeps the words of texts: a buffer of new ones, a cache of those to compare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cleaners.duplicates.columns import BoolArray, Int64Array
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.words import WordBatch


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
