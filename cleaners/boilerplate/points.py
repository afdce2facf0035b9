"""Find a headline above the points of its story, which tabloids list before the text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile

from cleaners.boilerplate.headline_form import BULLET, may_be_headline
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.stems import stems_of
from cleaners.lines import Line, count_words, ends_sentence

# Both were set by hand.
MIN_POINTS = 3
MIN_POINT_WORDS = 6  # of a line that is a point of a story, and no link


def headline_of_points(page: ScannedPage, excluded: Collection[int]) -> Line | None:
    """Return the first line of a page that is not excluded, if it heads points of its story."""
    lines = [line for line in page.lines if line.index not in excluded]
    if not lines:
        return None
    head, below = lines[0], lines[1:]
    return head if _heads(head.text, below) else None


def _heads(text: str, below: Sequence[Line]) -> bool:
    """Whether a line may be a headline, and enough points of its story are below it."""
    points = list(takewhile(is_point, below))
    if len(points) < MIN_POINTS:
        return False
    return _may_head(text) and _are_about(points, text)


def is_point(line: Line) -> bool:
    """Whether a line is an item of some words."""
    is_item = BULLET.match(line.text) is not None
    return is_item and count_words(line.text) >= MIN_POINT_WORDS


def _may_head(text: str) -> bool:
    return may_be_headline(text) and not ends_sentence(text)


def _are_about(points: Sequence[Line], headline: str) -> bool:
    """Whether a stem of the headline is in a point."""
    stems = set[str]().union(*(stems_of(point.text) for point in points))
    return not stems.isdisjoint(stems_of(headline))
