"""The table of pairs that share enough to be remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    take_rows,
)
from cleaners.duplicates.relation import relation_of
from cleaners.duplicates.shared_words import Verification


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """One row for each pair of texts that is verified or shares a passage, sorted by pair.

    A pair is packed as text << 32 | anchor, the anchor being the longer one. `links` is
    the number of hashes that link the pair, `relation` what the texts are to each other
    if both are kept; the other columns are the fields of `Verification`.
    """

    pairs: UInt64Array
    links: UInt32Array
    covered: UInt32Array
    matched: UInt32Array
    same_words: UInt32Array
    shorter: UInt32Array
    longer: UInt32Array
    passage: UInt32Array
    same_marks: UInt32Array
    slots: UInt32Array
    swapped: UInt32Array
    revised: BoolArray
    new_leads: BoolArray
    retells: BoolArray
    may_be_copies: BoolArray
    relation: UInt32Array

    @classmethod
    def of(
        cls,
        pairs: UInt64Array,
        links: Int64Array | UInt32Array,
        verifications: Sequence[Verification],
    ) -> VerifiedPairs:
        """Build a table from pairs, the number of their links, and verifications."""

        def column(name: str) -> UInt32Array:
            values = [getattr(each, name) for each in verifications]
            return np.array(values, np.uint32)

        return cls(
            pairs,
            links.astype(np.uint32),
            column("covered"),
            column("matched"),
            column("same_words"),
            column("shorter"),
            column("longer"),
            column("passage"),
            column("same_marks"),
            column("slots"),
            column("swapped"),
            column("revised").astype(np.bool_),
            column("new_leads").astype(np.bool_),
            column("retells").astype(np.bool_),
            np.array([each.may_be_copies for each in verifications], np.bool_),
            np.array([relation_of(each) for each in verifications], np.uint32),
        )

    @classmethod
    def empty(cls) -> VerifiedPairs:
        """Return a table without rows."""
        return cls.of(np.empty(0, np.uint64), np.empty(0, np.int64), ())

    def verification(self, row: int) -> Verification:
        """Return the verification of a row."""
        return Verification(
            covered=int(self.covered[row]),
            matched=int(self.matched[row]),
            same_words=int(self.same_words[row]),
            shorter=int(self.shorter[row]),
            longer=int(self.longer[row]),
            passage=int(self.passage[row]),
            same_marks=int(self.same_marks[row]),
            slots=int(self.slots[row]),
            swapped=int(self.swapped[row]),
            revised=bool(self.revised[row]),
            new_leads=bool(self.new_leads[row]),
            retells=bool(self.retells[row]),
        )

    def copies(self) -> VerifiedPairs:
        """Return the rows of texts that may be copies."""
        return take_rows(self, self.may_be_copies)

    def with_rows(self, other: VerifiedPairs) -> VerifiedPairs:
        """Return the rows of both tables, sorted by pair."""
        both = concat_tables(self, other)
        return take_rows(both, np.argsort(both.pairs))
