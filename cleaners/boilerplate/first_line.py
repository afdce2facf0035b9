"""Keep the only line above the text of a page that has no title: a subhead, or its headline.

Other boilerplate would have company there. On the labelled pages, all seven such lines that the
model removes are the article's.
"""

from __future__ import annotations

from dataclasses import replace

from cleaners.boilerplate.fact_lists import fact_lists
from cleaners.boilerplate.headline_form import BULLET
from cleaners.boilerplate.page import Classification, Doubt, Removal, ScannedPage
from cleaners.boilerplate.ticker import entry_heads
from cleaners.lines import count_words

# Probability from which the model is believed about such a line; set by hand.
BELIEVED = 0.9
THRESHOLD = 2.2  # the same in log-odds
DASHES = ("-", "–", "—")


def with_first_line(page: ScannedPage, found: Classification) -> Classification:
    """Return what was found, with the first line kept, and in doubt, if it is such a line."""
    if not found.removals:
        return found
    removal, *others = found.removals
    if not _is_alone(page, removal) or not _may_be_of_article(removal):
        return found
    doubts = (_doubt(removal), *found.doubts)
    return replace(found, removals=tuple(others), doubts=doubts)


def _is_alone(page: ScannedPage, removal: Removal) -> bool:
    """Whether a line that no rule matches is the first of a page, right above its text."""
    first, *below = page.scanned
    if removal.line.index != first.line.index or first.hits:
        return False
    return below[0].is_core or _heads_text(page)


def _heads_text(page: ScannedPage) -> bool:
    """Whether the second line is a subhead, or the time of an entry of a live report."""
    heads = {*fact_lists(page, {}), *entry_heads(page)}
    return 1 in heads


def _may_be_of_article(removal: Removal) -> bool:
    """Whether the model alone removes a line, is not sure, and it is no label and no place."""
    text = removal.line.text
    is_guess = removal.rule.endswith("/model") and removal.confidence < BELIEVED
    is_open = text[0].islower() or text.endswith(DASHES)
    return is_guess and not is_open and _has_words(text)


def _has_words(text: str) -> bool:
    """Whether a line has two words or more, and is no item of a list."""
    return BULLET.match(text) is None and count_words(text) > 1


def _doubt(removal: Removal) -> Doubt:
    return Doubt(
        line=removal.line,
        kind=removal.kind,
        probability=removal.confidence,
        place="head",
        threshold=THRESHOLD,
    )
