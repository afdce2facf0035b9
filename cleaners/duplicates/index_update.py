"""Add texts to an index: number them, and find the lines that are repeated in them.

When other texts come or go, a line can become a repeated one or stop being one. Texts
that have it are then removed, and read again under a new number. So what the index has
for a number never changes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
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
    contains,
    take_rows,
)
from cleaners.duplicates.index import Articles, DuplicateIndex, Texts
from cleaners.duplicates.key_lookup import NOT_FOUND, KeyLookup, split_keys
from cleaners.duplicates.line_breaks import LineBreaks, OtherLines
from cleaners.duplicates.reading import ReadTexts, in_batches, read_texts
from cleaners.duplicates.records import Document
from cleaners.duplicates.repeated_lines import (
    LinePostings,
    find_repeated_lines,
    without_site,
)
from cleaners.duplicates.word_stores import NewTexts
from cleaners.duplicates.words import WordBatch
from cleaners.duplicates.workspace import Workspace

NUMBERED = np.dtype([("number", np.int64), ("is_new", np.bool_)])


@dataclass(slots=True)
class IndexUpdate:
    """The texts and articles that one update adds to an index, and those it removes.

    The numbers of new texts follow those of the index: `numbers` maps their keys to
    them, and `word_counts` has their lengths. `moved` maps the old numbers of texts that
    were read again to their new ones.
    """

    index: DuplicateIndex
    workspace: Workspace
    alive: BoolArray = field(init=False)
    moved: dict[int, int] = field(default_factory=dict)
    numbers: dict[bytes, int] = field(default_factory=dict)
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
        return len(self.word_counts)

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
        rows = np.isin(self.index.articles.ids, names)
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
        known = self.index.repeated_lines
        touched = self._touched_lines()
        before = known[contains(touched, without_site(known))]
        repeated, postings = self._repeated_among(touched)
        self._read_again_with(np.setxor1d(repeated, before), postings)
        unchanged = np.setdiff1d(known, before)
        return np.union1d(unchanged, repeated)

    def _repeated_among(self, lines: UInt64Array) -> tuple[UInt64Array, LinePostings]:
        """Return which of some lines are repeated, and the postings of all of them."""
        runs = [self.new_lines(), *self.index.lines]
        new_alive = np.ones(self.new_count, np.bool_)
        alive = np.concatenate([self.alive, new_alive])
        return find_repeated_lines(lines, runs, alive)

    def _read_again_with(self, lines: UInt64Array, postings: LinePostings) -> None:
        """Read the earlier texts again that have one of some lines."""
        any_site = without_site(postings.site_lines)
        has_line = contains(without_site(lines), any_site)
        texts = postings.texts[has_line]
        earlier = np.unique(texts[texts < self.first_new])
        if len(earlier):
            self.read_again(earlier)

    def all_texts(self, signature_sizes: UInt32Array) -> Texts:
        """Return the table of all texts. `signature_sizes` are those of new texts."""
        key_heads, key_tails = split_keys(list(self.numbers))
        new = Texts(
            key_heads,
            key_tails,
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
        no_rows = take_rows(earlier, slice(0))
        new = concat_tables(no_rows, *self.articles)
        new = replace(new, text=self._renumber(new.text))
        return concat_tables(kept, new)

    def new_lines(self) -> LinePostings:
        """Return the lines of new articles."""
        lines = concat_tables(LinePostings.empty(), *self.lines)
        return LinePostings.of(lines.site_lines, self._renumber(lines.texts))

    def _touched_lines(self) -> UInt64Array:
        """Return the lines of new and removed texts."""
        new_lines = self.new_lines().site_lines
        site_lines = np.concatenate([new_lines, *self._removed_lines()])
        return np.unique(without_site(site_lines))

    def _removed_lines(self) -> Iterator[UInt64Array]:
        """Yield the lines of removed texts on their sites."""
        removed = ~self.alive & self.index.texts.alive
        if removed.any():
            for run in self.index.lines:
                yield run.site_lines[removed[run.texts]]

    def _number(self, batch: WordBatch) -> tuple[Int64Array, BoolArray]:
        """Return the numbers of the texts of a batch, and a mask of the new texts."""
        table = np.fromiter(self._number_texts(batch), NUMBERED)
        return table["number"], table["is_new"]

    def _number_texts(self, batch: WordBatch) -> Iterator[tuple[int, bool]]:
        """Yield the number of each text of a batch, and whether the text is new."""
        earlier = self._earlier.find(batch.keys)
        counts = batch.word_counts.tolist()
        for key, known, count in zip(batch.keys, earlier, counts, strict=True):
            count_before = self.new_count
            number = self._number_text(key, known, count)
            yield number, self.new_count > count_before

    def _number_text(self, key: bytes, known: int, word_count: int) -> int:
        """Return the number of a text. `known` is its number in the index, if any."""
        if known != NOT_FOUND and self.alive[known]:
            return known
        number = self._number_new(key, word_count)
        if known != NOT_FOUND:
            self.moved[known] = number
        return number

    def _number_new(self, key: bytes, word_count: int) -> int:
        """Return the number of a text that this update adds."""
        if key not in self.numbers:
            self.numbers[key] = self.first_new + self.new_count
            self.word_counts.append(word_count)
        return self.numbers[key]

    def _renumber(self, texts: UInt32Array) -> UInt32Array:
        """Replace the old numbers of texts that were read again."""
        numbers = np.arange(self.first_new + self.new_count, dtype=np.uint32)
        numbers[list(self.moved)] = list(self.moved.values())
        return numbers[texts]
