"""The columns of articles with the dates of publication and of the last change."""

from __future__ import annotations

from datetime import UTC, datetime

from cleaners.moment import day_of, precision_of
from flows.storage.tables.columns import DAY, STRING, WHEN, Column, Row


def date_columns(moment: datetime | None) -> Row:
    """Make the columns of the date of publication."""
    return {
        "published_at": _in_utc(moment),
        "published_on": day_of(moment),
        "published_precision": precision_of(moment),
    }


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC)


DATES = (
    Column(
        "published_at",
        WHEN,
        "When it was published, or last changed where the page states nothing else;"
        " a day without a time is its midnight in UTC, a month the start of its first day; a"
        " time without a zone counts as UTC.",
        of_article=lambda article: _in_utc(article.metadata.published_at),
    ),
    Column(
        "published_on",
        DAY,
        "The day of published_at as it is written: an evening in New York is a day later in UTC."
        " Null where only a month is stated.",
        of_article=lambda article: day_of(article.metadata.published_at),
    ),
    Column(
        "published_precision",
        STRING,
        "How exact published_at is: second, minute, day or month. Midnight counts as a day, since"
        " software writes it where no time is known; so does an hour without its minute.",
        of_article=lambda article: precision_of(article.metadata.published_at),
    ),
    Column(
        "modified_at",
        WHEN,
        "When it was last changed, as the page says.",
        of_article=lambda article: _in_utc(article.metadata.modified_at),
    ),
)
