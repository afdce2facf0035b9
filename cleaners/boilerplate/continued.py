"""Find where an article goes on below an advertisement: "Story continues below"."""

from __future__ import annotations

from itertools import pairwise

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import ends_sentence

BRIDGE = "advertisement/continues-below"


def continued(page: ScannedPage) -> frozenset[int]:
    """Return the positions of the sentences right below the words that the story continues."""
    lines = enumerate(pairwise(page.scanned), 1)
    return frozenset(
        number
        for number, (above, below) in lines
        if _is_bridge(above) and _is_own_sentence(below)
    )


def _is_bridge(scanned: ScannedLine) -> bool:
    if not scanned.hits:
        return False  # as for most lines, at once
    return any(hit.rule.id == BRIDGE for hit in scanned.hits)


def _is_own_sentence(scanned: ScannedLine) -> bool:
    """Whether a line ends a sentence, and no rule matches it."""
    return not scanned.hits and ends_sentence(scanned.line.text)
