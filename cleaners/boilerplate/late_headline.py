"""Lift the title from a line that the model removes, where no line was surely the headline.

The line goes in any case, so less is asked of it: on the labelled scrapes, six of nine such lines
are the headline.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.boilerplate.headline import find_headline
from cleaners.boilerplate.page import Removal, ScannedPage
from cleaners.boilerplate.removal import propose_by_rule

THRESHOLD = -1.0  # log-odds that a line is the headline; set by hand


def with_late_title(
    page: ScannedPage, removals: Iterable[Removal]
) -> tuple[Removal, ...]:
    """Return the removals, with the title lifted from a line above the body if it is there."""
    found = tuple(removals)
    if any(removal.is_title for removal in found):
        return found
    index = _index_of_headline(page)
    result: list[Removal] = []
    for removal in found:
        is_headline = removal.line.index == index
        lifted = _lifting(removal) if is_headline else removal
        result.append(lifted)
    return tuple(result)


def _index_of_headline(page: ScannedPage) -> int:
    """Return the index of the line that is likely the headline; -1 without one."""
    proposed = propose_by_rule(page)
    headline = find_headline(page, proposed, threshold=THRESHOLD)
    return headline.line.index if headline else -1


def _lifting(removal: Removal) -> Removal:
    text = removal.line.text
    return removal._replace(rule="headline/title", column="title", value=text)
