"""Tell texts of one form from texts on one event.

A template has its words in the same contexts, and other names and figures among them.
Edited copies of one text have the same names and figures there too. Independent articles
on one event have few words in the same contexts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.stories.contexts import NO_CONTEXT
from cleaners.stories.profile_table import (
    Floats,
    Keys,
    ProfileTable,
    expand_ranges,
    find_keys,
    first_keys,
    is_kind,
    join_keys,
    may_be_names,
    sum_by,
)
from cleaners.stories.terms import SIGNS, WORD, Kinds
from cleaners.stories.tokens import Bools, Ints

# Chosen on labelled events and on news by templates: tests/bench/stories.py.
# Share of the words in common that are in the same contexts. Of pairs of articles on one
# event 90 % have less than .47; of pairs by one template 98 % have more than .6.
FREE, FORM = 0.35, 0.7  # what is shared counts in full, and not at all
# The same in scripts without spaces, where the contexts of words are wide: of reports on one
# event all have .18 and less, of texts by one template .6 and more (chosen on a dozen).
FREE_SIGNS, FORM_SIGNS = 0.3, 0.55
MIN_SIGNS = (
    0.5  # share of the words, of which a text in such a script has hardly others
)
SMALLEST = 1e-12  # of what is divided by
MIN_WORDS = 3  # in the same contexts; fewer show no form
# Slots are contexts of names that both texts have. Edited copies have the same names in
# them; texts by one template differ in a tenth of them and more.
MIN_SAME_SLOTS = 2  # fewer show nothing
MAX_OTHER_SLOTS = 1 / 16  # share of slots with other names, of two texts of one source


def freedom_of_pairs(profiles: ProfileTable, ones: Ints, others: Ints) -> Floats:
    """Return how far pairs of articles are from having one form (0..1)."""
    articles, numbers = np.unique(np.concatenate([ones, others]), return_inverse=True)
    forms = Forms.of(profiles.take(articles))
    return forms.freedom(numbers[: len(ones)], numbers[len(ones) :])


@dataclass(frozen=True, slots=True)
class Forms:
    """The words, names and contexts of articles, to compare any two."""

    table: ProfileTable
    keys: Keys
    slots: Keys
    slot_starts: Ints  # of each article, and the end

    @classmethod
    def of(cls, table: ProfileTable) -> Forms:
        """Sort terms and slots by article."""
        slots = table.slots()
        numbers = np.arange(table.article_count + 1)
        slot_starts = np.searchsorted(slots, first_keys(numbers))
        return cls(table, table.keys(), slots, slot_starts)

    def freedom(self, ones: Ints, others: Ints) -> Floats:
        """Return how far pairs of articles are from having one form (0..1)."""
        shared = self._shared_terms(ones, others)
        freedom = shared.freedom()
        same_slots = shared.sum(shared.is_same_slot)
        freedom[self._are_edited(ones, others, same_slots)] = 1
        return freedom

    def _shared_terms(self, ones: Ints, others: Ints) -> _SharedTerms:
        """Return the terms that both articles of each pair have."""
        table = self.table
        pairs, rows = _rows_of(table.starts, ones)
        wanted = join_keys(others[pairs], table.words[rows])
        other_rows = find_keys(self.keys, wanted)
        found = np.flatnonzero(other_rows >= 0)
        return _SharedTerms(
            table=table,
            pairs=pairs[found],
            rows=rows[found],
            other_rows=other_rows[found],
            pair_count=len(ones),
        )

    def _are_edited(self, ones: Ints, others: Ints, same_slots: Floats) -> Bools:
        """Return which pairs are edited from one text: the same names in its slots."""
        slots = self._count_slots(ones, others)
        other_slots = slots - same_slots
        has_few_others = other_slots <= MAX_OTHER_SLOTS * slots
        return (same_slots >= MIN_SAME_SLOTS) & has_few_others

    def _count_slots(self, ones: Ints, others: Ints) -> Floats:
        """Return how many slots both articles of each pair have."""
        pairs, rows = _rows_of(self.slot_starts, ones)
        contexts = self.slots[rows].astype(np.uint32)
        wanted = join_keys(others[pairs], contexts)
        is_shared = find_keys(self.slots, wanted) >= 0
        return sum_by(pairs, is_shared, len(ones))


@dataclass(frozen=True, slots=True)
class _SharedTerms:
    """Terms that two articles share: the number of the pair, and the rows of both."""

    table: ProfileTable
    pairs: Ints
    rows: Ints
    other_rows: Ints
    pair_count: int

    def freedom(self) -> Floats:
        """Return how far pairs are from having one form, by the contexts of their words."""
        are_signs = is_kind(self._shared_kinds(), SIGNS)
        is_unspaced = self._shares(are_signs) > MIN_SIGNS
        form = np.where(is_unspaced, FORM_SIGNS, FORM)
        free = np.where(is_unspaced, FREE_SIGNS, FREE)
        shares = self._shares(self.is_formal)
        freedom: Floats = np.clip((form - shares) / (form - free), 0, 1)
        freedom[self.sum(self.is_formal) < MIN_WORDS] = 1
        return freedom

    def _shares(self, of_words: Bools) -> Floats:
        """Return the share of each pair's words that some of them are, by weight."""
        weights = self.table.weights.astype(np.float64)
        products = weights[self.rows] * weights[self.other_rows]
        words = self.sum(products * is_kind(self._shared_kinds(), WORD))
        shares: Floats = self.sum(products * of_words) / np.maximum(words, SMALLEST)
        return shares

    @property
    def is_formal(self) -> Bools:
        """Return which words are in the same contexts."""
        return is_kind(self._shared_kinds(), WORD) & self._is_same_context()

    @property
    def is_same_slot(self) -> Bools:
        """Return which names are in the same contexts."""
        are_names: Bools = may_be_names(self._shared_kinds())
        return are_names & self._is_same_context()

    def sum(self, values: NDArray[Any]) -> Floats:
        """Sum values of shared terms for each pair."""
        return sum_by(self.pairs, values, self.pair_count)

    def _shared_kinds(self) -> Kinds:
        kinds: Kinds = self.table.kinds[self.rows] & self.table.kinds[self.other_rows]
        return kinds

    def _is_same_context(self) -> Bools:
        contexts = self.table.contexts[self.rows]
        other_contexts = self.table.contexts[self.other_rows]
        is_same: Bools = (contexts == other_contexts) & (contexts != NO_CONTEXT)
        return is_same


def _rows_of(starts: Ints, articles: Ints) -> tuple[Ints, Ints]:
    """Return the rows of articles, and for each row the number of its article here."""
    firsts = starts[articles]
    counts = starts[articles + 1] - firsts
    numbers = np.arange(len(articles))
    return np.repeat(numbers, counts), expand_ranges(firsts, counts)
