"""How similar articles are in what identifies an event: names, and words beside them.

Similarity is the mean of two cosines: that of all terms, and the geometric mean of that
of names and that of words, since articles on one event have both in common. It is less,
down to 0, where hardly a name or hardly a word is shared, and for texts of one form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.stories.form import Forms
from cleaners.stories.profiles import Profile
from cleaners.stories.term_table import (
    Floats,
    Postings,
    TermTable,
    expand_ranges,
    sum_by,
)
from cleaners.stories.terms import NAME, WORD
from cleaners.stories.tokens import Bools, Ints

MIN_COSINE = 0.1  # of all terms; below this, articles are not compared further
MIN_SIMILARITY = 0.05  # below this, articles count as not similar at all
MIN_FORMAL = 0.12  # similarity from which the form is compared; a guard on time
MAX_CELLS = 4_000_000  # pairs of articles compared at once: 32 MB of sums

# Chosen on labelled events: tests/bench/stories.py.
ENOUGH_NAMES = 0.4  # cosine of the names; similarity is less below
ENOUGH_WORDS = 0.06  # cosine of the words; similarity is less below
SOME_WORDS = 3  # words in common; with fewer, similarity falls to half


@dataclass(frozen=True, slots=True)
class Pairs:
    """Similar articles, by number: `ones` come after `others`."""

    ones: Ints
    others: Ints
    similarities: Floats

    @classmethod
    def of_cells(cls, cosines: Floats, first: int, width: int) -> Pairs:
        """Return the pairs of a table of cosines of articles from `first` on."""
        cells = np.flatnonzero(cosines >= MIN_COSINE)
        rows, others = np.divmod(cells, width)
        return cls(rows + first, others, cosines[cells])

    @classmethod
    def join(cls, parts: Sequence[Pairs]) -> Pairs:
        """Put pairs one after the other."""
        nothing = np.empty(0, np.int64)
        return cls(
            np.concatenate([nothing, *(part.ones for part in parts)]),
            np.concatenate([nothing, *(part.others for part in parts)]),
            np.concatenate([np.empty(0), *(part.similarities for part in parts)]),
        )

    def rows(self) -> Iterator[tuple[int, int, float]]:
        """Yield the pairs."""
        columns = (self.ones, self.others, self.similarities)
        yield from zip(*(column.tolist() for column in columns), strict=True)

    def product(self, values: Floats) -> Floats:
        """Return the product of the values of both articles of each pair."""
        return values[self.ones] * values[self.others]

    def select(self, mask: Bools) -> Pairs:
        """Return only some pairs."""
        return Pairs(self.ones[mask], self.others[mask], self.similarities[mask])


def find_pairs(profiles: Sequence[Profile], first: int) -> Pairs:
    """Return the similar pairs of articles of which one has a number from `first` on."""
    table = TermTable.of(profiles)
    comparer = _Comparer(
        table=table,
        postings=Postings.of(table),
        forms=Forms.of(table),
        name_norms=table.norms(NAME),
        word_norms=table.norms(WORD),
    )
    height = max(1, MAX_CELLS // max(1, len(profiles)))
    parts = []
    for start in range(first, len(profiles), height):
        end = min(start + height, len(profiles))
        parts.append(comparer.compare(start, end))
    return Pairs.join(parts)


@dataclass(frozen=True, slots=True)
class _Comparer:
    """Compares blocks of articles with all earlier ones."""

    table: TermTable
    postings: Postings
    forms: Forms
    name_norms: Floats
    word_norms: Floats

    def compare(self, first: int, end: int) -> Pairs:
        """Return the similar pairs of the articles from `first` to `end`."""
        pairs = self._compare_terms(first, end)
        doubtful = np.flatnonzero(pairs.similarities >= MIN_FORMAL)
        freedom = self.forms.freedom(pairs.ones[doubtful], pairs.others[doubtful])
        pairs.similarities[doubtful] *= freedom
        return pairs.select(pairs.similarities >= MIN_SIMILARITY)

    def _compare_terms(self, first: int, end: int) -> Pairs:
        """Return pairs with their similarity by terms, whatever their form."""
        shared = self._shared_terms(first, end)
        cells = shared.cells(first, end)
        cosines = sum_by(cells, shared.products, (end - first) * end)
        pairs = Pairs.of_cells(cosines, first, end)
        sums = _Sums.of(shared, cells, cosines)
        return self._weigh_kinds(pairs, sums)

    def _weigh_kinds(self, pairs: Pairs, sums: _Sums) -> Pairs:
        """Return pairs with their similarity by names and words, not by all terms alone."""
        similarities = _combine(
            cosines=pairs.similarities,
            names=_divide(sums.products(NAME), pairs.product(self.name_norms)),
            words=_divide(sums.products(WORD), pairs.product(self.word_norms)),
            word_counts=sums.counts(WORD),
        )
        return Pairs(pairs.ones, pairs.others, similarities)

    def _shared_terms(self, first: int, end: int) -> _SharedTerms:
        """Return the terms that articles share with any earlier ones."""
        table = self.table
        rows = np.arange(table.starts[first], table.starts[end])
        counts = self.postings.ranks[rows]
        places = expand_ranges(self.postings.firsts[rows], counts)
        other_rows = table.order[places]
        return _SharedTerms(table, np.repeat(rows, counts), other_rows)


@dataclass(frozen=True, slots=True)
class _SharedTerms:
    """Terms that two articles share, by their rows in both."""

    table: TermTable
    rows: Ints
    other_rows: Ints

    @property
    def products(self) -> Floats:
        """Return the products of the weights."""
        weights = self.table.weights
        return weights[self.rows] * weights[self.other_rows]

    def cells(self, first: int, width: int) -> Ints:
        """Return the cell of each pair of articles in a table of `width` columns."""
        articles = self.table.articles
        heights = articles[self.rows] - first
        return heights * width + articles[self.other_rows]

    def is_kind(self, kind: int) -> Bools:
        """Return which terms may be of a kind in both articles."""
        kinds = self.table.kinds
        shared_kinds = kinds[self.rows] & kinds[self.other_rows]
        is_kind: Bools = (shared_kinds & kind) > 0
        return is_kind

    def select(self, numbers: Ints) -> _SharedTerms:
        """Return only some terms."""
        return _SharedTerms(self.table, self.rows[numbers], self.other_rows[numbers])


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over the terms that pairs share; `numbers` are the pairs of the terms."""

    shared: _SharedTerms
    numbers: Ints
    pair_count: int

    @classmethod
    def of(cls, shared: _SharedTerms, cells: Ints, cosines: Floats) -> _Sums:
        """Select the terms of cells whose cosine is MIN_COSINE or more."""
        candidates = np.flatnonzero(cosines >= MIN_COSINE)
        rows = np.flatnonzero(cosines[cells] >= MIN_COSINE)
        numbers = np.searchsorted(candidates, cells[rows])
        return cls(shared.select(rows), numbers, len(candidates))

    def products(self, kind: int) -> Floats:
        """Sum the products of the weights of terms that may be of a kind."""
        products = self.shared.products * self.shared.is_kind(kind)
        return sum_by(self.numbers, products, self.pair_count)

    def counts(self, kind: int) -> Floats:
        """Count the terms that may be of a kind."""
        return sum_by(self.numbers, self.shared.is_kind(kind), self.pair_count)


def _divide(sums: Floats, norms: Floats) -> Floats:
    """Return cosines, 0 where a norm is 0."""
    return np.divide(sums, norms, out=np.zeros(len(sums)), where=norms > 0)


def _combine(
    cosines: Floats, names: Floats, words: Floats, word_counts: Floats
) -> Floats:
    """Return similarities by the cosines of all terms, of names, and of words."""
    enough_names = np.minimum(1, names / ENOUGH_NAMES)
    enough_words = np.minimum(1, words / ENOUGH_WORDS)
    some_words = (1 + np.minimum(1, word_counts / SOME_WORDS)) / 2
    both = (cosines + np.sqrt(names * words)) / 2
    similarities: Floats = both * enough_names * enough_words * some_words
    return similarities
