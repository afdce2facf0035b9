"""Look lines up among all texts that a search knows: which articles have a line, here or on its site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import gather
from cleaners.duplicates.hashing import Hashes, Numbers
from cleaners.duplicates.index import ArticlesById, Known
from cleaners.duplicates.repeated_lines import SITE_BITS, place, site_number, whole_line
from cleaners.duplicates.word_classes import Classes
from cleaners.duplicates.words import read

MOST = 200  # texts of a site that are looked at for a line: one that more have is no less repeated
SHORTER, LONGER = 0.8, 1.25  # between which two texts are of about one length
WORDLESS = 0


def line_hashes(lines: Sequence[str], classes: Classes) -> Hashes:
    """Give whole lines the numbers that those of texts have; a line without words is WORDLESS."""
    words = read(lines, classes)
    hashes = np.full(len(lines), WORDLESS, np.uint64)
    some = np.diff(words.ends_in_lines, prepend=0) > 0
    hashes[some] = words.lines[words.ends_in_lines[some] - 1]
    return hashes


@dataclass(frozen=True, slots=True)
class LineIndex:
    """All articles that a search knows, to be asked about lines; `by_text` has their rows by text."""

    known: Known
    by_text: Numbers
    by_id: ArticlesById

    @classmethod
    def of(cls, known: Known) -> LineIndex:
        """Sort the articles."""
        return cls(
            known,
            np.argsort(known.articles.text, kind="stable"),
            ArticlesById.of(known.articles),
        )

    def on_site(self, line: int, site: str | None) -> list[str]:
        """Name one article for each text that has a line on a site; none where either is not known."""
        if site is None or line == WORDLESS:
            return []
        at = place(_whole(line), np.array([site_number(site)], np.uint64))
        rows = self._rows_of_texts(self._texts(at, at, MOST))
        return [name.decode() for name in self.known.articles.ids[rows].tolist()]

    def having(self, line: int, article_ids: Iterable[str]) -> list[str]:
        """Name those of some articles that have a line."""
        names = list(article_ids)
        if line == WORDLESS or not names:
            return []
        lowest = _whole(line)
        texts = self._texts(
            lowest, lowest | (np.uint64(1) << SITE_BITS) - np.uint64(1), None
        )
        return [name for name in names if self.by_id.text(name) in texts]

    def are_of_a_length(self, one: str, other: str) -> bool:
        """Tell whether two articles have about equally many words."""
        first, second = (
            max(1, int(self.known.texts.words[self.by_id.text(name)]))
            for name in (one, other)
        )
        return SHORTER <= first / second <= LONGER

    def _texts(self, lowest: Hashes, highest: Hashes, most: int | None) -> Numbers:
        found = [
            run.texts[gather(run.places, lowest, highest, most)]
            for run in self.known.lines
        ]
        texts = np.unique(np.concatenate([np.empty(0, np.uint32), *found])).astype(
            np.int64
        )
        return texts[self.known.texts.alive[texts]]

    def _rows_of_texts(self, texts: Numbers) -> Numbers:
        return self.by_text[
            np.searchsorted(self.known.articles.text, texts, sorter=self.by_text)
        ]


def _whole(line: int) -> Hashes:
    return whole_line(np.array([line], np.uint64))
