"""Which earlier articles a new one is compared with: the last ones, within a window of days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.stories.story_article import WINDOW
from cleaners.stories.story_table import UNDATED, StoryTable
from cleaners.stories.tokens import Ints

# Earlier articles that new ones are compared with. A guard: time and memory would
# otherwise grow with the corpus.
MAX_LOOKBACK = 100_000
SLACK = 1e-6  # days: the gap between two dates is rounded in other ways elsewhere


@dataclass(frozen=True, slots=True)
class Reach:
    """With which earlier articles each one is compared: the first `known`, and those `since` one.

    `since` has a number for each article, `known` or above.
    """

    known: int
    since: Ints

    @classmethod
    def of_all(cls, count: int) -> Reach:
        """Let each of so many articles be compared with all earlier ones."""
        return cls(0, np.zeros(count, np.int64))

    @classmethod
    def by_dates(cls, table: StoryTable, first_new: int) -> Reach:
        """Let articles be compared with those known, and the new ones within the window.

        New articles are in the order of their dates, undated ones last.
        """
        days = table.days
        starts = np.searchsorted(days[first_new:], days - (WINDOW + SLACK))
        starts[np.isnan(days)] = 0
        if not starts.any():
            return cls.of_all(len(days))
        return cls(first_new, starts + first_new)


def within_reach(known: StoryTable, new: StoryTable) -> Ints:
    """Return the rows of the known articles that count: the last ones, near a new one."""
    rows = np.arange(len(known))[-MAX_LOOKBACK:]
    if not len(new):
        return rows[:0]
    if (new.at == UNDATED).any():
        return rows
    days = known.days[rows]
    first, last = new.days.min() - WINDOW, new.days.max() + WINDOW
    is_near = np.isnan(days) | ((first <= days) & (days <= last))
    near: Ints = rows[is_near]
    return near
