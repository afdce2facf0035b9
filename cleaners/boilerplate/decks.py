"""Find the deck of an article: words between its headline and its byline or date.

One without a full stop looks like a label. Most of its words begin small, other than those of a
name or of a place.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.boilerplate.headline_form import BARS, may_be_headline
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine

# Both were set by hand: on our own scrapes 23 of 24 such lines are decks, and one is a title.
FEWEST_WORDS = 5
SHARE_OF_SMALL = 0.5  # of the words; in other languages than German there are more
BELOW = frozenset({"byline", "author", "date", "counters"})  # kinds of the line below


def decks(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of lines right below a headline and right above a byline or date."""
    for number in range(1, len(page.lines) - 1):
        if _kind(page, number - 1, proposed) != "headline":
            continue
        if _kind(page, number + 1, proposed) not in BELOW:
            continue
        scanned = page.scanned[number]
        is_free = scanned.line.index not in proposed
        if is_free and _may_be_deck(scanned):
            yield number


def _kind(page: ScannedPage, number: int, proposed: Removals) -> str:
    """Return the kind that a line is proposed as, or nothing."""
    line = page.lines[number]
    removal = proposed.get(line.index)
    if removal is None:
        return ""
    return removal.kind


def _may_be_deck(scanned: ScannedLine) -> bool:
    """Whether a line that no rule matches has words of running text."""
    text = scanned.line.text
    if scanned.hits or not may_be_headline(text):
        return False
    if any(sign in text for sign in BARS):
        return False
    words = text.split()
    small = [word for word in words if word[0].islower()]
    count = len(words)
    if count < FEWEST_WORDS:
        return False
    return len(small) >= SHARE_OF_SMALL * count
