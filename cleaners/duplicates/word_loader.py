"""Load the words of earlier texts into the cache, so that they can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.article_rows import ids_of_articles
from cleaners.duplicates.columns import UInt64Array
from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.line_breaks import SEVERAL, Lines, OtherLines
from cleaners.duplicates.reading import in_batches
from cleaners.duplicates.signing import KnownLines
from cleaners.duplicates.words import WordBatch, tokenise
from cleaners.duplicates.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WordLoader:
    """Reads the texts of an index from the store into the cache."""

    index: DuplicateIndex
    repeated_lines: UInt64Array
    workspace: Workspace

    def load(self, texts: NDArray[np.integer]) -> None:
        """Load those of some texts that are in the index but not yet in the cache."""
        missing = self._missing(texts)
        breaks = self.index.texts.line_breaks
        self._load_first([text for text in missing if breaks[text] != SEVERAL])
        for text in missing:
            if breaks[text] == SEVERAL:
                self._load_all(text)

    def _load_first(self, texts: list[int]) -> None:
        """Load the first article of each text."""
        numbers = self._numbers_by_id(texts)
        for batch in in_batches(self.workspace.store.fetch(list(numbers))):
            contents = [document.text for document in batch]
            words = tokenise(contents, self.workspace.classes)
            batch_numbers = [numbers[document.article_id] for document in batch]
            self._cache(batch_numbers, words, {})

    def _load_all(self, text: int) -> None:
        """Load all articles of a text, which break its lines in different places."""
        names = list(ids_of_articles(self.index.articles, np.array([text])))
        contents = [each.text for each in self.workspace.store.fetch(names)]
        words = tokenise(contents, self.workspace.classes)
        is_first = np.arange(len(contents)) == 0
        others = list(Lines.of(words))
        self._cache([text], words.select_texts(is_first), {text: others})

    def _cache(self, texts: list[int], words: WordBatch, others: OtherLines) -> None:
        known = KnownLines(self.repeated_lines, others)
        self.workspace.cache_words(np.array(texts, np.int64), words, known)

    def _missing(self, texts: NDArray[np.integer]) -> list[int]:
        """Return the texts of the index that are not in the cache."""
        count = len(self.index.texts)
        cache = self.workspace.cache
        return [text for text in texts.tolist() if text < count and text not in cache]

    def _numbers_by_id(self, texts: list[int]) -> dict[str, int]:
        """Return the id of one article of each text, with the text's number."""
        articles = self.index.articles
        rows = np.flatnonzero(np.isin(articles.text, np.array(texts, np.uint32)))
        numbers, first = np.unique(articles.text[rows], return_index=True)
        names = articles.ids[rows[first]].tolist()
        ids = [name.decode() for name in names]
        return dict(zip(ids, numbers.tolist(), strict=True))
