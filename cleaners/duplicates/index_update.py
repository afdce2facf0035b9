"""Add texts to an index: number them, and find the lines that are repeated in them.

When other texts come or go, a line can become a repeated one or stop being one. Texts
that have it are then removed, and read again under a new number. So what the index has
for a number never changes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from cleaners.duplicates.article_rows import ids_of_articles
from cleaners.duplicates.columns import (
    AnyArray,
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    take_rows,
)
from cleaners.duplicates.index import Articles, DuplicateIndex, Texts
from cleaners.duplicates.key_lookup import NOT_FOUND, KeyLookup, Keys, NewKeys
from cleaners.duplicates.line_breaks import LineBreaks, OtherLines
from cleaners.duplicates.line_changes import LineChanges
from cleaners.duplicates.reading import ReadTexts, in_batches, read_texts
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import (
    LinePostings,
)
from cleaners.duplicates.word_stores import NewTexts
from cleaners.duplicates.words import WordBatch
from cleaners.duplicates.workspace import Workspace
from cleaners.sorted_search import contains


@dataclass(slots=True)
class IndexUpdate:
    """The texts and articles that one update adds to an index, and those it removes.

    The numbers of new texts follow those of the index: `keys` has their keys, and `word_counts`
    their lengths. `moved` maps the old numbers of texts that were read again to their new ones.
    """

    index: DuplicateIndex
    workspace: Workspace
    alive: BoolArray = field(init=False)
    moved: dict[int, int] = field(default_factory=dict)
    keys: NewKeys = field(default_factory=NewKeys)
    word_counts: array[int] = field(default_factory=partial(array, "I"))
    articles: list[Articles] = field(default_factory=list)
    lines: list[LinePostings] = field(default_factory=list)
    line_breaks: LineBreaks = field(init=False)
    _earlier: KeyLookup = field(init=False)

    def __post_init__(self) -> None:
        self.alive = self.index.texts.alive.copy()
        self.line_breaks = LineBreaks(self.index.texts.line_breaks)
        self._earlier = KeyLookup.of(self.index.texts)

    @property
    def first_new(self) -> int:
        """Return the number of the first new text."""
        return len(self.index.texts)

    @property
    def new_count(self) -> int:
        """Return how many texts are new."""
        return self.keys.count

    @property
    def new_numbers(self) -> range:
        """Return the numbers of the new texts."""
        return range(self.first_new, self.first_new + self.new_count)

    def add(self, documents: Iterable[Document]) -> None:
        """Read articles, and buffer the words of those with a new text."""
        for batch in in_batches(documents):
            self.add_read(read_texts(batch, self.workspace.classes))

    def add_read(self, read: ReadTexts) -> None:
        """Add articles that were read, and buffer the words of those with a new text."""
        numbers, is_new = self._number(read.words)
        self.word_counts.extend(read.words.word_counts[is_new].tolist())
        self._add_rows(read, numbers.astype(np.uint32))
        self.line_breaks.add(numbers, is_new, read.words)
        new = NewTexts(numbers, is_new, read.words, read.source)
        self.workspace.buffer.append(new)

    def _add_rows(self, read: ReadTexts, numbers: UInt32Array) -> None:
        """Add the rows of articles and lines, with the numbers of their texts."""
        of_articles = numbers[read.articles.text]
        self.articles.append(replace(read.articles, text=of_articles))
        of_lines = numbers[read.lines.texts]
        self.lines.append(replace(read.lines, texts=of_lines))

    def read_other_breaks(self) -> None:
        """Read the earlier texts again of which a new article has other line breaks."""
        earlier = np.array(self.line_breaks.earlier(), np.int64)
        living = earlier[self.alive[earlier]]
        if len(living):
            self.read_again(living)

    def other_lines(self) -> OtherLines:
        """Return the lines of articles that break the lines of their text elsewhere."""
        return self.line_breaks.renumbered(self.moved)

    def remove(self, article_ids: frozenset[str]) -> None:
        """Remove articles; read other articles with the same words again."""
        if not article_ids:
            return
        names = np.array(sorted(article_ids)).astype(np.bytes_)
        rows = contains(names, self.index.articles.ids)
        texts = np.unique(self.index.articles.text[rows])
        self.read_again(texts, article_ids)

    def read_again(
        self, texts: AnyArray, removed: frozenset[str] = frozenset()
    ) -> None:
        """Remove texts, and read all their articles again that are not `removed`."""
        self.alive[texts] = False
        article_ids = ids_of_articles(self.index.articles, texts)
        wanted = [each for each in article_ids if each not in removed]
        self.add(self.workspace.store.fetch(wanted))

    def find_repeated_lines(self) -> UInt64Array:
        """Return all repeated lines. Read texts again in which they have changed."""
        found = self._line_changes().repeated()
        if len(found.texts):
            self.read_again(found.texts)
        return found.lines

    def new_lines(self) -> LinePostings:
        """Return the lines of new articles."""
        return self._line_changes().new_lines()

    def _line_changes(self) -> LineChanges:
        new_alive = np.ones(self.new_count, np.bool_)
        return LineChanges(
            self.index,
            tables=self.lines,
            alive=np.concatenate([self.alive, new_alive]),
            renumber=self._renumber,
        )

    def all_texts(self, signature_sizes: UInt32Array) -> Texts:
        """Return the table of all texts. `signature_sizes` are those of new texts."""
        keys = self.keys.every()
        new = Texts(
            keys.heads,
            keys.tails,
            word_count=np.array(self.word_counts, np.uint32),
            signature_size=signature_sizes,
            line_breaks=self.line_breaks.hashes(self.other_lines()),
            alive=np.ones(self.new_count, np.bool_),
        )
        texts = concat_tables(self.index.texts, new)
        texts.alive[: self.first_new] = self.alive
        return texts

    def all_articles(self) -> Articles:
        """Return the table of all articles that are there now, new ones last."""
        earlier = self.index.articles
        kept = take_rows(earlier, self.alive[earlier.text])
        every = concat_tables(kept, *self.articles)
        new_texts = self._renumber(every.text[len(kept.text) :])
        return replace(every, text=np.concatenate([kept.text, new_texts]))

    def _number(self, batch: WordBatch) -> tuple[Int64Array, BoolArray]:
        """Return the numbers of the texts of a batch, and a mask of the new texts."""
        keys = Keys.of(batch.keys)
        numbers = self._earlier.find(keys)
        is_other = ~self._are_alive(numbers)
        is_new = is_other.copy()
        is_new[is_other] = self._number_others(keys, numbers, is_other)
        return numbers, is_new

    def _number_others(
        self, keys: Keys, numbers: Int64Array, is_other: BoolArray
    ) -> BoolArray:
        """Put the numbers of texts that are not alive in place; return a mask of the new ones."""
        places, is_new = self.keys.number(take_rows(keys, is_other))
        new_numbers = self.first_new + places
        self._note_moved(numbers[is_other], new_numbers)
        numbers[is_other] = new_numbers
        return is_new

    def _are_alive(self, numbers: Int64Array) -> BoolArray:
        """Return a mask of the earlier texts that are alive; NOT_FOUND is not."""
        is_alive: BoolArray = numbers != NOT_FOUND
        is_alive[is_alive] = self.alive[numbers[is_alive]]
        return is_alive

    def _note_moved(self, earlier: Int64Array, new: Int64Array) -> None:
        """Note the new numbers of earlier texts, where there was one."""
        is_known = earlier != NOT_FOUND
        pairs = zip(earlier[is_known].tolist(), new[is_known].tolist(), strict=True)
        self.moved.update(pairs)

    def _renumber(self, texts: UInt32Array) -> UInt32Array:
        """Replace the old numbers of texts that were read again."""
        numbers = np.arange(self.first_new + self.new_count, dtype=np.uint32)
        numbers[list(self.moved)] = list(self.moved.values())
        return numbers[texts]
