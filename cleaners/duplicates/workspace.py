"""What a search works with: word classes, places to read and keep texts, and who helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cleaners.duplicates.columns import Int64Array
from cleaners.duplicates.labour import Labour, OwnLabour, cache_words
from cleaners.duplicates.records import Document
from cleaners.duplicates.signing import KnownLines, flag_words
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.word_stores import WordBuffer, WordCache
from cleaners.duplicates.words import WordBatch


class ArticleStore(Protocol):
    """The articles of earlier searches."""

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids, in any order."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The word classes of a search, the stores that it reads and writes, and its labour."""

    classes: WordClasses
    store: ArticleStore
    buffer: WordBuffer
    cache: WordCache
    labour: Labour = field(default_factory=OwnLabour)

    def cache_words(
        self, texts: Int64Array, batch: WordBatch, known: KnownLines
    ) -> None:
        """Cache the words of texts, with those of repeated lines flagged."""
        _, _, flagged = flag_words(texts, batch, known)
        cache_words(self.cache, texts.tolist(), flagged)
