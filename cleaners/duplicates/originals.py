"""Find the texts that a spun one may have been made from: not spun themselves, and proved to share its words.

They need not be in its cluster: an original that was cut off is too short to stand for a whole copy, and
one on a page of several stories stands for none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nsmallest

import numpy as np

from cleaners.duplicates.hashing import Hashes32, Numbers
from cleaners.duplicates.index import ArticlesById, Known

MOST = 3  # originals of one text: more would say the same again
ALL_SPUN = -1
_WORD = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Originals:
    """All articles that a search knows, to be asked for originals.

    `unspun` gives for each text the row of its first article by id that is not spun. `texts`, `others` and
    `matched` have a row for each proof, seen from either side, in the order of the texts.
    """

    known: Known
    by_id: ArticlesById
    unspun: Numbers
    texts: Hashes32
    others: Hashes32
    matched: Hashes32
    _nearest: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Known) -> Originals:
        """Sort articles and proofs."""
        by_id = ArticlesById.of(known.articles)
        unspun = np.full(len(known.texts), ALL_SPUN, np.int64)
        rows = by_id.order[~known.articles.spun[by_id.order]][
            ::-1
        ]  # the last one written is the first by id
        unspun[known.articles.text[rows]] = rows
        pairs = known.proofs.pairs
        later, earlier = (pairs >> _WORD).astype(np.uint32), pairs.astype(np.uint32)
        texts = np.concatenate([later, earlier])
        order = np.argsort(texts, kind="stable")
        others, matched = (
            np.concatenate([earlier, later]),
            np.tile(known.proofs.matched, 2),
        )
        return cls(known, by_id, unspun, texts[order], others[order], matched[order])

    def of_article(self, article_id: str) -> list[str]:
        """Name articles that an article may have been made from, the one with most of its words first.

        A text is tied to few of its copies; so where it is tied to no original, those of its copies count.
        """
        text = self.by_id.text(article_id)
        found = self._of_text(text)
        if not found:
            found = nsmallest(
                MOST,
                {each for copy, _ in self._ties(text) for each in self._of_text(copy)},
            )
        return list(dict.fromkeys(name for _, name in found))

    def has_same_words(self, article_id: str) -> bool:
        """Tell whether an article that is not spun has the very same words."""
        return bool(self.unspun[self.by_id.text(article_id)] != ALL_SPUN)

    def knows(self, article_id: str) -> bool:
        """Tell whether an article is still there."""
        return article_id in self.by_id

    def _of_text(self, text: int) -> list[tuple[int, str]]:
        """List the originals that a text is tied to: minus the words in common, and the article."""
        if text not in self._nearest:
            rows = (
                (self.unspun[other], matched) for other, matched in self._ties(text)
            )
            named = (
                (-matched, self._name(row)) for row, matched in rows if row != ALL_SPUN
            )
            self._nearest[text] = nsmallest(MOST, named)
        return self._nearest[text]

    def _ties(self, text: int) -> Iterator[tuple[int, int]]:
        bounds = np.array(
            [text, text + 1], self.texts.dtype
        )  # of any other type, all texts would be copied first
        start, end = np.searchsorted(self.texts, bounds)
        return zip(
            self.others[start:end].tolist(),
            self.matched[start:end].tolist(),
            strict=True,
        )

    def _name(self, row: int) -> str:
        name: bytes = self.known.articles.ids[row]
        return name.decode()
