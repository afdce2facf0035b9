"""How similar articles are in what identifies an event: names, and words beside them.

Similarity is the mean of two cosines: that of all terms, and the geometric mean of that
of names and that of words, since articles on one event have both in common. It is less,
down to 0, where hardly a name or hardly a word is shared, and for texts of one form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.stories.form import freedom_of_pairs
from cleaners.stories.profile_table import (
    Floats,
    ProfileTable,
    is_kind,
    sum_by,
)
from cleaners.stories.profiles import Profile
from cleaners.stories.reach import Reach
from cleaners.stories.shared_terms import SharedTerms
from cleaners.stories.term_table import TermTable
from cleaners.stories.terms import NAME, WORD, Kinds
from cleaners.stories.tokens import Bools, Ints

MIN_COSINE = 0.1  # of all terms; below this, articles are not compared further
MIN_SIMILARITY = 0.05  # below this, articles count as not similar at all
MIN_FORMAL = 0.12  # similarity from which the form is compared; a guard on time
MAX_CELLS = 4_000_000  # pairs of articles compared at once: 32 MB of sums
MIN_HEIGHT = 64  # articles compared at once with all others; not tuned

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

    def select(self, mask: Bools | Ints) -> Pairs:
        """Return only some pairs."""
        return Pairs(self.ones[mask], self.others[mask], self.similarities[mask])


def find_pairs(profiles: Sequence[Profile], first: int) -> Pairs:
    """Return the similar pairs of articles of which one has a number from `first` on."""
    return similar_pairs(ProfileTable.of(profiles), first)


def similar_pairs(
    profiles: ProfileTable, first: int, reach: Reach | None = None
) -> Pairs:
    """Return the same for articles in columns; where there is a reach, those within it."""
    reach = reach or Reach.of_all(profiles.article_count)
    table = TermTable.of(profiles)
    count = profiles.article_count
    height = max(
        MIN_HEIGHT,
        MAX_CELLS // max(1, count),
    )
    parts = []
    for start in range(first, count, height):
        end = min(
            start + height,
            count,
        )
        parts.append(
            _compare(
                table,
                start,
                end,
                reach,
            )
        )
    return Pairs.join(parts)


def _compare(table: TermTable, first: int, end: int, reach: Reach) -> Pairs:
    """Return the similar pairs of the articles from `first` to `end` with those in reach."""
    pairs = _compare_terms(table, first, end, reach)
    doubtful = np.flatnonzero(pairs.similarities >= MIN_FORMAL)
    ones, others = pairs.ones[doubtful], pairs.others[doubtful]
    freedom = freedom_of_pairs(table.profiles, ones, others)
    pairs.similarities[doubtful] *= freedom
    return pairs.select(pairs.similarities >= MIN_SIMILARITY)


def _compare_terms(table: TermTable, first: int, end: int, reach: Reach) -> Pairs:
    """Return pairs with their similarity by terms, whatever their form."""
    shared = SharedTerms.of(
        table,
        first,
        end,
        reach,
    )
    cells, numbers = _number_cells(
        shared.cells(first, end),
        (end - first) * end,
    )
    cosines = sum_by(
        numbers,
        shared.products,
        len(cells),
    )
    is_candidate = cosines >= MIN_COSINE
    chosen = np.flatnonzero(is_candidate)
    ones, others = np.divmod(
        cells[chosen],
        end,
    )
    pairs = Pairs(
        ones + first,
        others,
        cosines[chosen],
    )
    terms = np.flatnonzero(is_candidate[numbers])
    of_pairs = np.searchsorted(
        chosen,
        numbers[terms],
    )
    of_candidates = shared.select(terms)
    sums = _Sums(of_candidates, of_candidates.kinds(), of_pairs, len(chosen))
    return _weigh_kinds(table, pairs, sums)


def _number_cells(cells: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the cells in which there are terms, sorted, and the place of each term's there.

    Of a table of few cells, all are returned: that is faster.
    """
    if size <= MAX_CELLS:
        return np.arange(size), cells
    distinct, numbers = np.unique(cells, return_inverse=True)
    return distinct, numbers


def _weigh_kinds(table: TermTable, pairs: Pairs, sums: _Sums) -> Pairs:
    """Return pairs with their similarity by names and words, not by all terms alone."""
    similarities = _combine(
        cosines=pairs.similarities,
        names=_divide(sums.products(NAME), pairs.product(table.name_norms)),
        words=_divide(sums.products(WORD), pairs.product(table.word_norms)),
        word_counts=sums.counts(WORD),
    )
    return Pairs(pairs.ones, pairs.others, similarities)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over the terms that pairs share; `numbers` are the pairs of the terms."""

    shared: SharedTerms
    kinds: Kinds
    numbers: Ints
    pair_count: int

    def products(self, kind: int) -> Floats:
        """Sum the products of the weights of terms that may be of a kind."""
        products = self.shared.products * is_kind(self.kinds, kind)
        return sum_by(self.numbers, products, self.pair_count)

    def counts(self, kind: int) -> Floats:
        """Count the terms that may be of a kind."""
        return sum_by(self.numbers, is_kind(self.kinds, kind), self.pair_count)


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
