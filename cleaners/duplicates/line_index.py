"""Look lines up in the index: which articles have a line, in all or on one site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from cleaners.duplicates.columns import Int64Array, UInt32Array, UInt64Array
from cleaners.duplicates.index import ArticlesById, DuplicateIndex
from cleaners.duplicates.repeated_lines import on_sites
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.words import tokenise

# Texts of a site that are looked at for a line. A guard on time, not tuned: a line in
# more of them is repeated anyway.
MAX_TEXTS = 200
MIN_RATIO, MAX_RATIO = 0.8, 1.25  # words of texts of similar length (not tuned)
NO_WORDS = 0  # in place of a hash


def line_hashes(lines: Sequence[str], classes: WordClasses) -> UInt64Array:
    """Return the hashes that lines have in the index; NO_WORDS for lines without any."""
    batch = tokenise(lines, classes)
    hashes = np.full(len(lines), NO_WORDS, np.uint64)
    has_words = batch.line_counts > 0
    hashes[has_words] = batch.lines[batch.text_line_ends[has_words] - 1]
    return hashes


@dataclass(frozen=True, slots=True)
class LineIndex:
    """A look-up of lines in a duplicate index.

    `by_text` has the rows of articles, sorted by text, and `texts` their texts.
    """

    index: DuplicateIndex
    by_text: Int64Array
    texts: UInt32Array
    by_id: ArticlesById

    @classmethod
    def of(cls, index: DuplicateIndex) -> LineIndex:
        """Sort the articles of an index."""
        by_text = np.argsort(index.articles.text, kind="stable")
        texts = index.articles.text[by_text]
        return cls(index, by_text, texts, ArticlesById.of(index.articles))

    def on_site(self, line: int, site: str | None) -> list[str]:
        """Return the id of one article for each text with a line on a site.

        The list is empty if the site or the line is unknown.
        """
        if site is None or line == NO_WORDS:
            return []
        key = on_sites(line, [site])
        runs = self.index.lines
        parts = [run.texts_on_site(key, MAX_TEXTS) for run in runs]
        return self._ids_of_texts(self._living(parts))

    def with_line(self, line: int, sites: Mapping[str, str | None]) -> list[str]:
        """Return the ids of those articles that have a line; `sites` are theirs.

        Each is looked for among the lines of its own site: all sites together may have the line
        in every article.
        """
        if line == NO_WORDS or not sites:
            return []
        site_lines = on_sites(line, sites.values())
        texts = self._texts_of(sites)
        masks = [run.have(site_lines, texts) for run in self.index.lines]
        return list(compress(sites, np.logical_or.reduce(masks)))

    def _texts_of(self, article_ids: Iterable[str]) -> UInt32Array:
        """Return the text of each article."""
        return np.array([self.by_id.text(name) for name in article_ids], np.uint32)

    def have_similar_length(self, one: str, other: str) -> bool:
        """Return whether two articles have about the same number of words."""
        ratio = self._word_count(one) / self._word_count(other)
        return MIN_RATIO <= ratio <= MAX_RATIO

    def _word_count(self, article_id: str) -> int:
        """Return the number of words of an article, at least 1."""
        return max(1, int(self.index.texts.word_count[self.by_id.text(article_id)]))

    def _living(self, parts: Sequence[UInt32Array]) -> Int64Array:
        """Return the distinct texts that are alive, sorted."""
        texts = np.concatenate([np.empty(0, np.uint32), *parts])
        texts = np.unique(texts).astype(np.int64)
        living: Int64Array = texts[self.index.texts.alive[texts]]
        return living

    def _ids_of_texts(self, texts: Int64Array) -> list[str]:
        """Return the id of the first article of each text."""
        places = np.searchsorted(self.texts, texts.astype(np.uint32))
        names = self.index.articles.ids[self.by_text[places]]
        return [name.decode() for name in names.tolist()]
