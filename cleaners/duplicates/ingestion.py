"""Number the texts that come in, find out what is furniture in them, and sketch them.

A text whose furniture changes, as other texts come or go, is put away and read again under a new
number; so what is known of a number never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import chosen, holds, joined
from cleaners.duplicates.hashing import BATCH, Hashes, Hashes32, Numbers
from cleaners.duplicates.index import Articles, Known, Texts
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import (
    Lines,
    find_furniture,
    place,
    site_number,
    whole_line,
)
from cleaners.duplicates.verification import Text
from cleaners.duplicates.word_classes import Classes
from cleaners.duplicates.words import Words, read


class Library(Protocol):
    """Where the texts of earlier searches are."""

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids, in any order."""


class Spool(Protocol):
    """Where the words of texts wait until it is known what is furniture in them."""

    def append(self, batch: tuple[Numbers, Words]) -> None:
        """Keep the words of some texts with the texts' numbers."""

    def __iter__(self) -> Iterator[tuple[Numbers, Words]]:
        """Yield what was kept, in order."""


class Shelf(Protocol):
    """Where the words of texts are while they may be compared."""

    def put(self, text: int, words: Text) -> None:
        """Keep the words of a text."""

    def get(self, text: int) -> Text:
        """Give the words of a text back."""

    def __contains__(self, text: int) -> bool:
        """Tell whether a text's words are here."""


@dataclass(slots=True)
class Intake:
    """The texts and articles that came in, by columns in the making. Their numbers follow those of `known`."""

    known: Known
    classes: Classes
    library: Library
    spool: Spool
    alive: NDArray[np.bool_] = field(init=False)
    moved: dict[int, int] = field(
        default_factory=dict
    )  # texts read again, from number to number
    keys: dict[bytes, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)
    articles: list[Articles] = field(default_factory=list)
    lines: list[Lines] = field(default_factory=list)
    _order: Numbers = field(init=False)
    _sorted: Hashes = field(init=False)

    def __post_init__(self) -> None:
        self.alive = self.known.texts.alive.copy()
        living = np.flatnonzero(self.alive)
        self._order = living[np.argsort(self.known.texts.first[living])]
        self._sorted = self.known.texts.first[self._order]

    @property
    def first_fresh(self) -> int:
        """Give the number of the first text that came in."""
        return len(self.known.texts)

    @property
    def count(self) -> int:
        """Count all texts, known and new."""
        return self.first_fresh + len(self.words)

    def read(self, documents: Iterable[Document]) -> None:
        """Take articles in."""
        for batch in in_batches(documents):
            words = read([document.text for document in batch], self.classes)
            numbers, new = self._number(words)
            self.articles.append(_articles(batch, numbers))
            sites = np.array(
                [site_number(document.site) for document in batch], np.uint64
            )
            per_text = np.diff(words.ends_in_lines, prepend=0)
            at = place(words.lines, np.repeat(sites, per_text))
            self.lines.append(
                Lines.of(at, np.repeat(numbers, per_text).astype(np.uint32))
            )
            self.spool.append((numbers[new], words.pick(new)))

    def put_away(
        self, texts: NDArray[np.generic], gone: frozenset[str] = frozenset()
    ) -> None:
        """Let known texts go, and read their articles again but for those that are `gone`."""
        self.alive[texts] = False
        rows = np.isin(self.known.articles.text, texts)
        ids = (name.decode() for name in self.known.articles.ids[rows].tolist())
        self.read(self.library.fetch([name for name in ids if name not in gone]))

    def find_furniture(self) -> Hashes:
        """Find all furniture. Texts in which it has changed are read again."""
        new = self._new_lines()
        left = ~self.alive & self.known.texts.alive
        away = (
            [run.places[left[run.texts]] for run in self.known.lines]
            if left.any()
            else []
        )
        touched = np.unique(whole_line(np.concatenate([new.places, *away])))
        alive = np.r_[self.alive, np.ones(len(self.words), np.bool_)]
        furniture, holders = find_furniture(touched, [new, *self.known.lines], alive)
        before = touched[holds(self.known.furniture, touched)]
        changed = np.setxor1d(furniture, before)
        stale = holders.texts[holds(changed, whole_line(holders.places))]
        if len(stale := np.unique(stale[stale < self.first_fresh])):
            self.put_away(stale)
        return np.union1d(np.setdiff1d(self.known.furniture, before), furniture)

    def finish(self, size: Hashes32) -> tuple[Texts, Articles, Lines]:
        """Give the columns of all texts, all articles, and the new lines."""
        halves = np.frombuffer(b"".join(self.keys), np.uint64).reshape(-1, 2)
        words, fresh = (
            np.array(self.words, np.uint32),
            np.ones(len(self.words), np.bool_),
        )
        texts = joined(
            self.known.texts, Texts(halves[:, 0], halves[:, 1], words, size, fresh)
        )
        texts.alive[: self.first_fresh] = self.alive
        return texts, self._all_articles(texts.alive), self._new_lines()

    def _number(self, words: Words) -> tuple[Numbers, NDArray[np.bool_]]:
        """Give the texts of a batch their numbers; tell which are here for the first time."""
        numbers, new = (
            np.zeros(len(words.keys), np.int64),
            np.zeros(len(words.keys), np.bool_),
        )
        earlier = self._earlier(words.keys)
        for row, (key, known, count) in enumerate(
            zip(words.keys, earlier, words.counts.tolist(), strict=True)
        ):
            if known >= 0 and self.alive[known]:
                numbers[row] = known
                continue
            new[row] = key not in self.keys
            numbers[row] = number = self.keys.setdefault(key, self.count)
            if new[row]:
                self.words.append(count)
            if known >= 0:
                self.moved[known] = number
        return numbers, new

    def _earlier(self, keys: Sequence[bytes]) -> list[int]:
        """Give the number that a text had before this search; -1 where it had none."""
        if not len(self._sorted):
            return [-1] * len(keys)
        halves = np.frombuffer(b"".join(keys), np.uint64).reshape(-1, 2)
        at = self._order[
            np.minimum(
                np.searchsorted(self._sorted, halves[:, 0]), len(self._sorted) - 1
            )
        ]
        texts = self.known.texts
        found: list[int] = np.where(
            (texts.first[at] == halves[:, 0]) & (texts.second[at] == halves[:, 1]),
            at,
            -1,
        ).tolist()
        return found

    def _all_articles(self, alive: NDArray[np.bool_]) -> Articles:
        old = chosen(self.known.articles, alive[self.known.articles.text])
        new = joined(chosen(old, slice(0)), *self.articles)
        return joined(old, replace(new, text=self._renumber(new.text)))

    def _new_lines(self) -> Lines:
        new = joined(
            Lines.of(np.empty(0, np.uint64), np.empty(0, np.uint32)), *self.lines
        )
        return Lines.of(new.places, self._renumber(new.texts))

    def _renumber(self, texts: Hashes32) -> Hashes32:
        """Follow texts that were read again."""
        numbers = np.arange(self.count, dtype=np.uint32)
        numbers[list(self.moved)] = list(self.moved.values())
        return numbers[texts]


def in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Divide articles into lists of about BATCH characters."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _articles(batch: Sequence[Document], numbers: Numbers) -> Articles:
    return Articles(
        np.array([document.article_id.encode() for document in batch], np.bytes_),
        numbers.astype(np.uint32),
        np.array([document.spun for document in batch], np.bool_),
        np.array([len(document.text) for document in batch], np.uint32),
        np.array([document.at for document in batch], np.int64),
    )
