"""What two articles are to each other, if neither is kept in place of the other."""

from __future__ import annotations

from enum import IntEnum

from cleaners.duplicates.shared_words import (
    MIN_SLOTS,
    Verification,
)

# Share of the shorter text in runs. All but 1 in 900 pairs of forms have so much; outlets'
# articles on one event that share a passage, and name a person in two ways, seldom.
MIN_FORM_COVERED = 0.5
# Share of slots in a form whose other words differ too. A translator changes some names: up
# to .16 of them in retellings, against .18 and more in forms (see `marks`). Where fewer marks
# are the same, one slot is enough: of 29 rewritten texts the fewest have 9.
MIN_REWRITTEN_SLOT_SHARE = 0.17
MIN_REWRITTEN_MARKS = 8


class Relation(IntEnum):
    """What one article is to the other."""

    NONE = 0
    COPY = 1  # it is kept in place of the other, or the other way round
    CONTAINS = 2  # it has all of the other, beside other stories or more of one
    QUOTES = 3  # both have one passage: a statement, a background section
    RETELLS = 4  # it tells the same in other words
    SAME_FORM = 5  # both fill in one template

    @property
    def label(self) -> str:
        """Return the name in the table of relations."""
        return self.name.lower()


def relation_of(verification: Verification) -> Relation:
    """Return what two texts are to each other, if both of them are kept."""
    if verification.is_verified and verification.retells:
        return _relation_of_rewritten(verification)
    if _is_form(verification):
        return Relation.SAME_FORM
    if _is_contained(verification):
        return Relation.CONTAINS
    if verification.retells:
        return Relation.RETELLS
    return Relation.QUOTES if verification.has_passage else Relation.NONE


def _relation_of_rewritten(verification: Verification) -> Relation:
    """Return what two texts are to each other that share most of their sentences' words."""
    if _is_contained(verification):
        return Relation.CONTAINS
    has_few_marks = verification.same_marks < MIN_REWRITTEN_MARKS
    are_other = verification.slot_share >= MIN_REWRITTEN_SLOT_SHARE
    if verification.slots and (has_few_marks or are_other):
        return Relation.SAME_FORM
    return Relation.RETELLS


def _is_form(verification: Verification) -> bool:
    """Return whether two texts fill in one form: in most of them, not in a passage."""
    has_slots = verification.is_verified or verification.slots >= MIN_SLOTS
    is_covered = verification.coverage >= MIN_FORM_COVERED
    return has_slots and is_covered and verification.is_form


def _is_contained(verification: Verification) -> bool:
    """Return whether one text has all of the other, without being its copy."""
    if not verification.may_be_copies:
        return False
    return verification.is_spun or verification.has_same_words
