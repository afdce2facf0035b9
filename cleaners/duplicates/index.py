"""The duplicate index: what is known of all texts so far, without the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import (
    BoolArray,
    Float32Array,
    Int64Array,
    Scalar,
    UInt32Array,
    UInt64Array,
    repeats,
)
from cleaners.duplicates.postings import Bands
from cleaners.duplicates.repeated_lines import LinePostings
from cleaners.duplicates.standings import Standing, ids_of
from cleaners.duplicates.verified_pairs import VerifiedPairs

# The columns of `Articles` that have the fields of `Standing`, but for its id.
STANDING_COLUMNS = tuple(item.name for item in fields(Standing))[1:]
_MAX_LENGTH = (1 << 24) - 1  # words; longer texts rank as equally long (not tuned)
# Bits: 24 for the length, and 40 for the first of the key.
_LENGTH_SHIFT, _KEY_SHIFT = np.uint64(40), np.uint64(24)


@dataclass(frozen=True, slots=True)
class Texts:
    """One row for each text: articles with the same words are one text.

    A text's number is its row. `key_head` and `key_tail` are the halves of its key (see
    `WordBatch`), `signature_size` is the number of hashes in its signature. `line_breaks`
    is a hash of where its lines end, SEVERAL if its articles differ in that. A text that
    is not `alive` has no articles any more.
    """

    key_head: UInt64Array
    key_tail: UInt64Array
    word_count: UInt32Array
    signature_size: UInt32Array
    line_breaks: UInt32Array
    alive: BoolArray

    @classmethod
    def empty(cls) -> Texts:
        """Return a table without rows."""
        halves = np.empty(0, np.uint64)
        counts = np.empty(0, np.uint32)
        return cls(halves, halves, counts, counts, counts, alive=np.empty(0, np.bool_))

    def __len__(self) -> int:
        """Return the number of texts, alive or not."""
        return len(self.word_count)

    def anchor_ranks(self) -> UInt32Array:
        """Return the rank of each text as an anchor: longest first, then by key."""
        order = self._anchor_order()
        ranks = np.empty(len(order), np.uint32)
        ranks[order] = np.arange(len(order), dtype=np.uint32)
        return ranks

    def _anchor_order(self) -> Int64Array:
        """Sort by one number, which nearly always decides; then those that have the same one."""
        numbers = self._length_and_key()
        order = np.argsort(numbers)
        tied = repeats(numbers[order])
        rows = order[tied]
        keys = (self.key_tail[rows], self.key_head[rows], numbers[rows])
        order[tied] = rows[np.lexsort(keys)]
        return order

    def _length_and_key(self) -> UInt64Array:
        """Return a number for each text, lower for longer ones, with the first bits of its key."""
        lengths = np.minimum(self.word_count, _MAX_LENGTH)
        shortness = (_MAX_LENGTH - lengths).astype(np.uint64)
        return shortness << _LENGTH_SHIFT | self.key_head >> _KEY_SHIFT


@dataclass(frozen=True, slots=True)
class Articles:
    """One row for each article: its id, the number of its text, and its `Standing`."""

    ids: NDArray[np.bytes_]
    text: UInt32Array
    spun: BoolArray
    spun_score: Float32Array
    has_title: BoolArray
    published: Int64Array
    fetched: Int64Array
    length: UInt32Array
    outlet: UInt32Array
    credit: UInt32Array
    address: UInt32Array
    series: UInt32Array
    has_notice: BoolArray

    @classmethod
    def of(cls, standings: Sequence[Standing], texts: Int64Array) -> Articles:
        """Build a table from the standings of articles and the numbers of their texts."""

        def column(name: str, kind: type[Scalar]) -> NDArray[Scalar]:
            values = [getattr(each, name) for each in standings]
            return np.array(values, kind)

        return cls(
            ids_of(standings) if standings else np.empty(0, "S1"),
            texts.astype(np.uint32),
            column("spun", np.bool_),
            column("spun_score", np.float32),
            column("has_title", np.bool_),
            column("published", np.int64),
            column("fetched", np.int64),
            column("length", np.uint32),
            column("outlet", np.uint32),
            column("credit", np.uint32),
            column("address", np.uint32),
            column("series", np.uint32),
            column("has_notice", np.bool_),
        )

    @classmethod
    def empty(cls) -> Articles:
        """Return a table without rows."""
        return cls.of((), np.empty(0, np.int64))

    def standings(self) -> Iterator[Standing]:
        """Yield the standing of each article."""
        columns = [getattr(self, name).tolist() for name in STANDING_COLUMNS]
        for article_id, *values in zip(self.ids.tolist(), *columns, strict=True):
            yield Standing(article_id.decode(), *values)


@dataclass(frozen=True, slots=True)
class ArticlesById:
    """A look-up of articles by id. `order` has their rows, sorted by id."""

    articles: Articles
    order: Int64Array

    @classmethod
    def of(cls, articles: Articles) -> ArticlesById:
        """Sort articles by id."""
        return cls(articles, np.argsort(articles.ids, kind="stable"))

    def text(self, article_id: str) -> int:
        """Return the number of an article's text. The article must be there."""
        return int(self.articles.text[self.order[self._place(article_id)]])

    def __contains__(self, article_id: str) -> bool:
        """Return whether an article is there."""
        place = self._place(article_id)
        if place == len(self.order):
            return False
        return bool(self.articles.ids[self.order[place]] == article_id.encode())

    def _place(self, article_id: str) -> int:
        key = np.bytes_(article_id.encode())
        return int(np.searchsorted(self.articles.ids, key, sorter=self.order))


@dataclass(frozen=True, slots=True)
class DuplicateIndex:
    """All that earlier searches found out.

    `postings` and `lines` are sorted runs, one or more of each search.
    """

    texts: Texts
    articles: Articles
    verified_pairs: VerifiedPairs
    repeated_lines: UInt64Array
    postings: tuple[Bands, ...] = ()
    lines: tuple[LinePostings, ...] = ()

    @classmethod
    def empty(cls) -> DuplicateIndex:
        """Return an empty index."""
        return cls(
            Texts.empty(),
            Articles.empty(),
            VerifiedPairs.empty(),
            repeated_lines=np.empty(0, np.uint64),
        )
