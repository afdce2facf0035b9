"""Read articles for a search: their words, their lines, and what speaks for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.article_rows import article_rows, line_rows
from cleaners.duplicates.hashing import BATCH_CHARACTERS
from cleaners.duplicates.index import Articles
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import LinePostings
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.words import WordBatch, tokenise


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """Articles that were read. Texts are numbered by their rows in `words`.

    Where the words are in files already, `source` is the number of these.
    """

    articles: Articles
    lines: LinePostings
    words: WordBatch
    source: int | None = None


def read_texts(documents: Sequence[Document], classes: WordClasses) -> ReadTexts:
    """Read some articles."""
    texts = [document.text for document in documents]
    words = tokenise(texts, classes)
    rows = np.arange(len(texts))
    return ReadTexts(
        articles=article_rows(documents, rows),
        lines=line_rows(documents, words, rows),
        words=words,
    )


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
