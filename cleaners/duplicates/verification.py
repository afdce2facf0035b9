"""Verify candidate pairs: compare the words of two texts to decide if one is a copy.

Candidates only share hashes. Verification aligns the texts themselves (see
`alignment`) and measures how much of the shorter one is in the longer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cleaners.duplicates.alignment import Alignment, align, align_copies
from cleaners.duplicates.marks import compare_marks
from cleaners.duplicates.reordering import align_reordered, may_be_reordered
from cleaners.duplicates.rewriting import is_rewritten
from cleaners.duplicates.shared_words import (
    LEAD,
    MIN_LEAD_COVERED,
    MIN_REORDERED_SIMILARITY,
    Verification,
)
from cleaners.duplicates.text_words import TextWords

# Two texts that are mostly repeated lines say different things if each has at least so
# many words of its own that the other has not, this share of its own words, and this
# share of all its words (a frame around a story has less). Chosen on the cases of
# tests/cases/duplicates and on short articles under long boilerplate.
MIN_NEW_WORDS = 10
MIN_NEW_SHARE = 0.5
MIN_NEW_SHARE_OF_ALL = 0.06

# Share of a text outside repeated lines, below which these lines speak for it, too: a
# paragraph that all copies but one site's lack says nothing of the rest (not tuned).
MIN_OWN_SHARE = 0.1

# Share of the long words of the text that has fewer. Of 1,080 articles 95 % have more in
# common between head and tail; of heads and tails of different articles 14 % have.
MIN_SHARED_LONG_WORDS = 0.1


def verify(one: TextWords, other: TextWords) -> Verification:
    """Compare two texts without repeated lines and, if that is not enough, with them."""
    verification = _compare_own(one, other)
    has_repeated = one.own is not one or other.own is not other
    if verification.is_verified or not has_repeated:
        return verification
    whole = _compare_whole(one, other)
    return verification if whole is None else whole


def _compare_own(one: TextWords, other: TextWords) -> Verification:
    """Compare two texts without repeated lines; what has few other lines has nothing."""
    if _has_own(one) and _has_own(other):
        return _compare(one.own, other.own)
    return _nothing(*_by_length(one, other))


def _has_own(text: TextWords) -> bool:
    """Return whether enough of a text is outside repeated lines to speak for all of it."""
    return len(text.own) >= MIN_OWN_SHARE * len(text)


def compare_passages(one: TextWords, other: TextWords) -> Verification:
    """Compare two texts that are no copies, for the passages that they share."""
    if _has_own(one) and _has_own(other):
        one, other = one.own, other.own
    shorter, longer = _by_length(one, other)
    return _measure(shorter, longer, align_copies(shorter, longer))


def _compare(one: TextWords, other: TextWords) -> Verification:
    """Align two texts, and count the words in common."""
    shorter, longer = _by_length(one, other)
    found = _measure(shorter, longer, align(shorter, longer))
    if found.is_verified or not may_be_reordered(shorter, longer):
        return found
    reordered = _measure(shorter, longer, align_reordered(shorter, longer))
    is_copy = reordered.similarity >= MIN_REORDERED_SIMILARITY
    return reordered if is_copy else found


def _compare_whole(one: TextWords, other: TextWords) -> Verification | None:
    """Compare two texts with repeated lines; None if each says something new."""
    shorter, longer = _by_length(one, other)
    alignment = align(shorter, longer)
    if _are_different(shorter, longer, alignment):
        return None
    return _measure(shorter, longer, alignment)


def may_share_story(one: TextWords, other: TextWords) -> bool:
    """Return whether two texts may be parts of one article, by their long words."""
    return share_story(one, other) >= MIN_SHARED_LONG_WORDS


def share_story(one: TextWords, other: TextWords) -> float:
    """Return the share of long words in common, of those of the text that has fewer."""
    shared = len(one.long_words & other.long_words)
    fewer = min(len(one.long_words), len(other.long_words))
    return shared / max(1, fewer)


def _by_length(one: TextWords, other: TextWords) -> tuple[TextWords, TextWords]:
    """Return the shorter and the longer text."""
    return (one, other) if len(one) <= len(other) else (other, one)


def _measure(
    shorter: TextWords, longer: TextWords, alignment: Alignment
) -> Verification:
    """Count the words in common; if only some were aligned, extrapolate."""
    if not alignment.matches:
        return _nothing(shorter, longer)
    scale = len(shorter) / max(1, alignment.aligned)
    marks = compare_marks(shorter, longer, alignment)
    verification = Verification(
        covered=int(scale * alignment.covered),
        matched=int(scale * alignment.matched),
        same_words=int(scale * marks.same_words),
        shorter=len(shorter),
        longer=len(longer),
        passage=alignment.longest,
        same_marks=marks.same,
        slots=marks.differing,
        swapped=marks.swapped,
        revised=marks.revised,
        new_leads=_have_new_leads(alignment),
    )
    if not verification.is_verified:
        return verification
    retells = is_rewritten(shorter, longer, alignment)
    return replace(verification, retells=retells)


def _nothing(shorter: TextWords, longer: TextWords) -> Verification:
    """Return the verification of two texts that have nothing in common."""
    return Verification(
        covered=0,
        matched=0,
        same_words=0,
        shorter=len(shorter),
        longer=len(longer),
        passage=0,
        same_marks=0,
        slots=0,
        swapped=0,
        revised=False,
        new_leads=True,
    )


def _have_new_leads(alignment: Alignment) -> bool:
    """Return whether neither text has the lead of the other."""
    places, others = alignment.places
    covered = int((places < LEAD).sum())
    covered_in_longer = int((others < LEAD).sum())
    return max(covered, covered_in_longer) < MIN_LEAD_COVERED * LEAD


def _are_different(shorter: TextWords, longer: TextWords, alignment: Alignment) -> bool:
    """Return whether each text says something that the other does not."""
    matches = alignment.matches
    left = [(block.a, block.size) for block in matches]
    right = [(block.b, block.size) for block in matches]
    return _has_new_words(shorter, left) and _has_new_words(longer, right)


def _has_new_words(text: TextWords, matches: Iterable[tuple[int, int]]) -> bool:
    """Return whether a text has enough words of its own outside (start, size) ranges."""
    is_new = text.repeated == 0
    own = int(is_new.sum())
    for start, size in matches:
        is_new[start : start + size] = False
    required = max(MIN_NEW_WORDS, MIN_NEW_SHARE * own, MIN_NEW_SHARE_OF_ALL * len(text))
    return int(is_new.sum()) >= required
