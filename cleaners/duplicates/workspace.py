"""What a search works with: word classes, and places to read and keep texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from cleaners.duplicates.columns import BoolArray, Int64Array, UInt64Array
from cleaners.duplicates.hashing import BATCH_CHARACTERS
from cleaners.duplicates.line_breaks import OtherLines, flag_lines
from cleaners.duplicates.records import Document
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.words import IS_COMMON, IS_REPEATED, WordBatch


class ArticleStore(Protocol):
    """The articles of earlier searches."""

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids, in any order."""


class WordBuffer(Protocol):
    """The words of new texts, until it is known which lines are repeated."""

    def append(self, batch: tuple[Int64Array, WordBatch]) -> None:
        """Add the words of some texts, with the numbers of these texts."""

    def __iter__(self) -> Iterator[tuple[Int64Array, WordBatch]]:
        """Yield all batches, in order."""


class WordCache(Protocol):
    """The words of the texts that may be compared."""

    def put(self, text: int, words: TextWords) -> None:
        """Store the words of a text."""

    def get(self, text: int) -> TextWords:
        """Return the words of a text."""

    def __contains__(self, text: int) -> bool:
        """Return whether a text's words are in the cache."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The word classes of a search, and the stores that it reads and writes."""

    classes: WordClasses
    store: ArticleStore
    buffer: WordBuffer
    cache: WordCache

    def cache_words(
        self,
        texts: Sequence[int],
        batch: WordBatch,
        repeated_lines: UInt64Array,
        others: OtherLines,
    ) -> tuple[WordBatch, BoolArray]:
        """Cache the words of texts; return their lines, and a mask of the common ones.

        `others` are the lines of other articles with the same words.
        """
        cut, levels = flag_lines(batch, texts, others, repeated_lines)
        flagged = cut.flag_words(levels > 0, IS_REPEATED)
        flagged = flagged.flag_words(levels > 1, IS_COMMON)
        self._put(texts, flagged)
        return cut, levels > 1

    def _put(self, texts: Iterable[int], batch: WordBatch) -> None:
        for text, (words, classes) in zip(texts, batch.texts(), strict=True):
            self.cache.put(text, TextWords(words, classes))


def in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Divide documents into lists of about BATCH_CHARACTERS characters."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
