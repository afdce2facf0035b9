"""What a search knows of all texts so far, in columns: as much as an index holds, and no text itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.candidates import Bands
from cleaners.duplicates.hashing import Hashes, Hashes32, Numbers
from cleaners.duplicates.repeated_lines import Lines
from cleaners.duplicates.verification import Proof

_WORD, _PREFIX = np.uint64(32), np.uint64(24)
_LONGEST = (1 << 24) - 1  # words


@dataclass(frozen=True, slots=True)
class Texts:
    """One row for each text: all articles with the same words are one. A text's number is its row.

    `first` and `second` are halves of its key; `words` counts its words; `size` is that of its sketch.
    A text that is not `alive` has no articles any more.
    """

    first: Hashes
    second: Hashes
    words: Hashes32
    size: Hashes32
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.words)

    def places(self) -> Hashes32:
        """Order the texts as anchors: the longest first, those of a length by their keys."""
        length = np.uint64(_LONGEST) - np.minimum(self.words, _LONGEST).astype(
            np.uint64
        )
        order = np.lexsort((self.second, self.first, length))
        places = np.empty(len(order), np.uint32)
        places[order] = np.arange(len(order), dtype=np.uint32)
        return places


@dataclass(frozen=True, slots=True)
class Articles:
    """One row for each article: its id, its text by number, and its rank; `at` as `Document.at`."""

    ids: NDArray[np.bytes_]
    text: Hashes32
    spun: NDArray[np.bool_]
    length: Hashes32
    at: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ArticlesById:
    """Articles that are looked up by their ids: `order` has their rows in the order of these."""

    articles: Articles
    order: Numbers

    @classmethod
    def of(cls, articles: Articles) -> ArticlesById:
        """Sort the articles."""
        return cls(articles, np.argsort(articles.ids, kind="stable"))

    def text(self, article_id: str) -> int:
        """Give the text, by number, of an article that is there."""
        return int(self.articles.text[self.order[self._place(article_id)]])

    def __contains__(self, article_id: str) -> bool:
        """Tell whether an article is there."""
        place = self._place(article_id)
        return (
            place < len(self.order)
            and self.articles.ids[self.order[place]] == article_id.encode()
        )

    def _place(self, article_id: str) -> int:
        return int(
            np.searchsorted(
                self.articles.ids, np.bytes_(article_id.encode()), sorter=self.order
            )
        )


@dataclass(frozen=True, slots=True)
class Proofs:
    """One row for each pair of texts, (later << 32 | earlier), in the order of the pairs: ties and `Proof`."""

    pairs: Hashes
    ties: Hashes32
    covered: Hashes32
    matched: Hashes32
    plain: Hashes32
    shorter: Hashes32
    longer: Hashes32
    same_marks: NDArray[np.bool_]

    def proof(self, row: int) -> Proof:
        """Give the proof of a row."""
        counts = (self.covered, self.matched, self.plain, self.shorter, self.longer)
        covered, matched, plain, shorter, longer = (
            int(column[row]) for column in counts
        )
        return Proof(
            covered, matched, plain, shorter, longer, bool(self.same_marks[row])
        )


@dataclass(frozen=True, slots=True)
class Known:
    """All that earlier searches found out. `postings` and `lines` are sorted runs, one from each search or more."""

    texts: Texts
    articles: Articles
    proofs: Proofs
    furniture: Hashes
    postings: tuple[Bands, ...] = ()
    lines: tuple[Lines, ...] = ()

    @classmethod
    def nothing(cls) -> Known:
        """Begin."""
        wide, narrow, flag = (
            np.empty(0, np.uint64),
            np.empty(0, np.uint32),
            np.empty(0, np.bool_),
        )
        return cls(
            Texts(wide, wide, narrow, narrow, flag),
            Articles(np.empty(0, "S1"), narrow, flag, narrow, np.empty(0, np.int64)),
            Proofs(wide, *(narrow,) * 6, flag),
            wide,
        )
