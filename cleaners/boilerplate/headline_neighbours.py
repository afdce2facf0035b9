"""Describe what rules say of a line that may be the headline, and of the lines around it."""

from __future__ import annotations

from collections.abc import Sequence

from cleaners.boilerplate.headline_form import HeadlineFeatures
from cleaners.boilerplate.scan import ScannedLine

NEAR = 4  # lines above and below in which a byline or date is looked for
METADATA_KINDS = frozenset({"byline", "date", "author", "counters", "share"})
CAPTION_KINDS = frozenset({"caption"})
LABEL_KINDS = frozenset({"section", "navigation", "tags"})
LIST_KINDS = frozenset({"related", "pagination", "widget", "promo"})
GROUPS = {
    "metadata": METADATA_KINDS,
    "caption": CAPTION_KINDS,
    "label": LABEL_KINDS,
    "list": LIST_KINDS,
}


def rule_features(scanned: ScannedLine | None, suffix: str) -> HeadlineFeatures:
    """Return which groups of rules match a line, and whether it is running text."""
    kinds = _kinds_of(scanned)
    is_prose = scanned is not None and scanned.line.is_prose
    row = {f"is hit{suffix}": float(bool(kinds)), f"is prose{suffix}": float(is_prose)}
    for name, own in GROUPS.items():
        row[f"is {name}{suffix}"] = float(not own.isdisjoint(kinds))
    return row


def _kinds_of(scanned: ScannedLine | None) -> set[str]:
    return {hit.rule.kind for hit in scanned.hits} if scanned else set()


def neighbour_features(scanned: Sequence[ScannedLine], number: int) -> HeadlineFeatures:
    """Return what rules say of the lines around a line."""
    row = rule_features(_at(scanned, number - 1), " above")
    row |= rule_features(_at(scanned, number + 1), " below")
    row |= rule_features(_at(scanned, number + 2), " below 2")
    return row | _metadata_near(scanned, number)


def _metadata_near(scanned: Sequence[ScannedLine], number: int) -> HeadlineFeatures:
    above = scanned[max(0, number - NEAR) : number]
    below = scanned[number + 1 : number + 1 + NEAR]
    return {
        "metadata near below": float(any(map(_has_metadata, below))),
        "metadata near above": float(any(map(_has_metadata, above))),
    }


def _at(scanned: Sequence[ScannedLine], number: int) -> ScannedLine | None:
    return scanned[number] if 0 <= number < len(scanned) else None


def _has_metadata(scanned: ScannedLine) -> bool:
    return not METADATA_KINDS.isdisjoint(_kinds_of(scanned))
