"""An article as stories are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cleaners.stories.profiles import Profile

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article to assign to a story. `story_id` is None until it has one."""

    article_id: str
    profile: Profile
    at: datetime | None = None
    story_id: str | None = None

    @property
    def sort_key(self) -> tuple[bool, datetime, str]:
        """Return the sort key by date, with undated articles last."""
        date = _aware(self.at) or datetime.max.replace(tzinfo=UTC)
        return self.at is None, date, self.article_id

    @property
    def content_key(self) -> tuple[bool, datetime, bytes, str]:
        """Return a sort key in which the id decides between equal articles alone."""
        undated, date, article_id = self.sort_key
        return undated, date, self.profile.as_bytes(), article_id

    @property
    def day(self) -> float | None:
        """Return the date in days since 1970, None if it is unknown."""
        date = _aware(self.at)
        return None if date is None else (date - EPOCH) / DAY

    def is_near(self, other: StoryArticle, days: float) -> bool:
        """Return whether two dates are at most so far apart; unknown ones always are."""
        one, two = self.day, other.day
        return one is None or two is None or abs(one - two) <= days


def _aware(date: datetime | None) -> datetime | None:
    """Return a date with a time zone: UTC if it has none."""
    if date is None or date.tzinfo:
        return date
    return date.replace(tzinfo=UTC)
