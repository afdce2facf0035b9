"""The order in which the articles of a run join their stories: that of their dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np

from cleaners.stories.story_article import EPOCH
from cleaners.stories.story_table import MICROSECOND, UNDATED
from flows.snapshots import CleanedRun

COLUMNS = ("article_id", "published_at", "fetched_at")


def dates_of(run: CleanedRun, article_ids: Iterable[str]) -> list[str]:
    """Return the ids of articles by date, undated ones last, then by id."""
    ids: list[str] = []
    dates: list[int] = []
    for row in run.find(COLUMNS, article_ids):
        ids.append(row["article_id"])
        dates.append(_timestamp(row["published_at"] or row["fetched_at"]))
    order = np.lexsort((np.array(ids), np.array(dates, np.int64)))
    return [ids[row] for row in order.tolist()]


def _timestamp(at: Any) -> int:  # noqa: ANN401  # a date or None
    """Return a date in microseconds since 1970."""
    if at is None:
        return int(UNDATED)
    assert isinstance(at, datetime)
    return (at - EPOCH) // MICROSECOND
