"""Lift the title from a line that the model removes, where no line was surely the headline.

The line goes in any case, so less is asked of it: on the labelled scrapes, six of nine such lines
are the headline.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.boilerplate.headline import Headline, find_headline
from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.removal import propose_by_rule
from cleaners.boilerplate.stems import stems_of

# Log-odds that a line is the headline; set by hand. Down to the second, a word of it must be the
# article's, and it must not begin small, as the texts of pictures do.
THRESHOLD = -1.0
DOUBTFUL = -1.6


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
    if headline is None:
        headline = _doubtful_headline(page, proposed)
    return headline.line.index if headline else -1


def _doubtful_headline(page: ScannedPage, proposed: Removals) -> Headline | None:
    headline = find_headline(page, proposed, threshold=DOUBTFUL)
    if headline is None or headline.line.text[0].islower():
        return None
    return headline if _is_of_article(headline.line.text, page) else None


def _is_of_article(text: str, page: ScannedPage) -> bool:
    """Whether a stem of a text is in the running text of a page."""
    core = (scanned.line.text for scanned in page.scanned if scanned.is_core)
    article = set[str]().union(*map(stems_of, core))
    return not article.isdisjoint(stems_of(text))


def _lifting(removal: Removal) -> Removal:
    text = removal.line.text
    return removal._replace(rule="headline/title", column="title", value=text)
