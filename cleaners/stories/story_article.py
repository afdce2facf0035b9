"""An article as stories are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cleaners.stories.profiles import Profile

WINDOW = 10.0  # days between two dated articles that are compared (not tuned)
CLOSE = 2.0  # days within which most reports of an event appear (not tuned)
# Factors of similarity within CLOSE and at the end of the window (not tuned): an event is
# less likely to be the same the more days are between two reports.
CLOSEST, FARTHEST = 1.15, 0.85
DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article to assign to a story. `story_id` is None until it has one."""

    article_id: str
    profile: Profile
    at: datetime | None = None
    story_id: str | None = None
    is_published: bool = True  # at that date; else it was only seen then

    @property
    def sort_key(self) -> tuple[bool, datetime, str]:
        """Return the sort key by date, with undated articles last."""
        date = _aware(self.at) or datetime.max.replace(tzinfo=UTC)
        return self.at is None, date, self.article_id

    @property
    def content_key(self) -> tuple[bool, datetime, bool, bytes, str]:
        """Return a sort key in which the id decides between equal articles alone."""
        undated, date, article_id = self.sort_key
        profile = self.profile.as_bytes()
        return undated, date, self.is_published, profile, article_id

    @property
    def day(self) -> float | None:
        """Return the date in days since 1970, None if it is unknown."""
        date = _aware(self.at)
        return None if date is None else (date - EPOCH) / DAY

    def closeness(self, other: StoryArticle) -> float:
        """Return by what the dates of two articles change their similarity.

        That is 0 outside the window, and 1 of unknown dates. Of two articles that were
        published within CLOSE it is above 1, falling to below 1 at the end of the window.
        """
        one, two = self.day, other.day
        if one is None or two is None:
            return 1.0
        gap = abs(one - two)
        if gap > WINDOW:
            return 0.0
        if not self.is_published or not other.is_published:
            return 1.0
        excess = max(0.0, gap - CLOSE) / (WINDOW - CLOSE)
        return CLOSEST + (FARTHEST - CLOSEST) * excess


def _aware(date: datetime | None) -> datetime | None:
    """Return a date with a time zone: UTC if it has none."""
    if date is None or date.tzinfo:
        return date
    return date.replace(tzinfo=UTC)
