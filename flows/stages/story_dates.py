"""The order in which the articles of a run join their stories: that of their dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from cleaners.stories.story_article import EPOCH
from cleaners.stories.story_table import MICROSECOND, UNDATED
from flows.snapshots import CleanedRun

COLUMNS = ("article_id", "published_at", "fetched_at")


def dates_of(run: CleanedRun, article_ids: Iterable[str]) -> list[str]:
    """Return the ids of articles by date, undated ones last, then by id."""
    dates = {}
    for row in run.find(COLUMNS, article_ids):
        at = row["published_at"] or row["fetched_at"]
        dates[row["article_id"]] = _timestamp(at)
    return _in_order(dates)


def _in_order(dates: Mapping[str, int]) -> list[str]:
    """Return ids by date, then by id."""
    ids = np.array(list(dates))
    at = np.fromiter(dates.values(), np.int64)
    ordered: list[str] = ids[np.lexsort((ids, at))].tolist()
    return ordered


def _timestamp(at: Any) -> int:  # noqa: ANN401  # a date or None
    """Return a date in microseconds since 1970."""
    if at is None:
        return int(UNDATED)
    assert isinstance(at, datetime)
    return (at - EPOCH) // MICROSECOND
