"""Find the lists below running text whose items begin small: links begin with a capital.

On the labelled pages the model removes one such list, which has settings of a player for items.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cleaners.boilerplate.headline_form import BULLET
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.lines import Line, count_words

# Both were set by hand.
FEWEST_ITEMS = 2
FEWEST_WORDS = 3  # of an item without its bullet


def small_items(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of the items of such lists that no rule proposes to remove."""
    numbers = range(len(page.lines))
    items = [_is_small(line) and line.index not in proposed for line in page.lines]
    for is_list, run in groupby(numbers, key=items.__getitem__):
        if is_list:
            yield from _below_text(page, list(run))


def _below_text(page: ScannedPage, run: list[int]) -> list[int]:
    """Return the positions of a list if it is long enough, and right below running text."""
    above = run[0] - 1
    is_below = above >= 0 and page.scanned[above].is_core
    return run if is_below and len(run) >= FEWEST_ITEMS else []


def _is_small(line: Line) -> bool:
    """Whether a line is an item of some words that begins with a small letter."""
    bullet = BULLET.match(line.text)
    if bullet is None:
        return False  # as most, at once
    bare = line.text[bullet.end() :].strip()
    return bare[:1].islower() and count_words(bare) >= FEWEST_WORDS
