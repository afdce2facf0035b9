"""Compare two texts that have candidate links: as copies, and for what else they share."""

from __future__ import annotations

from dataclasses import replace

from cleaners.duplicates.retelling import is_retelling
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verification import compare_passages, verify


def compare(one: TextWords, other: TextWords) -> Verification:
    """Return what two texts have in common."""
    verification = verify(one, other)
    if verification.are_copies(spun=False):
        return verification
    if not verification.is_verified:
        verification = compare_passages(one, other)
    if verification.retells:
        return verification
    retells = is_retelling(one.own, other.own, verification)
    return replace(verification, retells=retells)
