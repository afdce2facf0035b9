"""The articles that are new, gone or changed, as entries of a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import duckdb

FETCHED_ROWS = 1_000  # rows a fetch: few calls, and little memory. Not tuned.
# What a change of an article is. Measures and ids that follow from others are none, and neither is
# `copies`, which grows with every run.
COMPARED = (
    "text",
    "title",
    "author",
    "published_at",
    "published_precision",
    "modified_at",
    "url",
    "site",
    "publisher",
    "section",
    "tags",
    "image_url",
    "language",
    "page_type",
    "source_credit",
    "spun",
    "spun_dialect",
    "licence",
    "notes",
    "robots_ok",
    "canonical_id",
    "kind",
)


class Status(Enum):
    """What became of an article."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A column that changed, with its values."""

    column: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is new, gone or changed. `earlier_id` is that of the snapshot before."""

    status: Status
    article_id: str
    earlier_id: str | None
    title: str | None
    site: str | None
    published_on: date | None
    changes: tuple[Change, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that changed."""
        return tuple(change.column for change in self.changes)


NEW = """
    SELECT article_id, title, coalesce(site, host), published_on FROM kept_after
    WHERE article_id NOT IN (SELECT after_id FROM pairs) ORDER BY 4, 3, 2, 1
"""
GONE = """
    SELECT article_id, title, coalesce(site, host), published_on FROM kept_before
    WHERE article_id NOT IN (SELECT before_id FROM pairs) ORDER BY 4, 3, 2, 1
"""


def new(connection: duckdb.DuckDBPyConnection) -> Iterator[Entry]:
    """Yield the articles that are new, oldest first."""
    for row in _rows(connection, NEW):
        article_id, title, site, day = row
        yield Entry(Status.NEW, article_id, None, title, site, day)


def gone(connection: duckdb.DuckDBPyConnection) -> Iterator[Entry]:
    """Yield the articles that are neither kept nor a copy now, oldest first."""
    for row in _rows(connection, GONE):
        article_id, title, site, day = row
        yield Entry(Status.GONE, article_id, article_id, title, site, day)


def changed(connection: duckdb.DuckDBPyConnection) -> Iterator[Entry]:
    """Yield the articles and copies that have other values in columns that are compared."""
    for row in _rows(connection, _changed_sql()):
        after_id, before_id, title, site, day, *values = row
        changes = tuple(_changes(values))
        yield Entry(Status.CHANGED, after_id, before_id, title, site, day, changes)


def _changed_sql() -> str:
    values = ", ".join(f"b.{name}, a.{name}" for name in COMPARED)
    differs = " OR ".join(f"b.{name} IS DISTINCT FROM a.{name}" for name in COMPARED)
    return f"""
        SELECT a.article_id, b.article_id, a.title, coalesce(a.site, a.host),
            a.published_on, {values}
        FROM pairs
        JOIN before b ON b.article_id = before_id
        JOIN after a ON a.article_id = after_id
        WHERE {differs}
        ORDER BY 5, 4, 3, 1
    """  # noqa: S608 - names of columns, none from input


def _changes(values: Sequence[object]) -> Iterator[Change]:
    """Yield the columns whose two values differ."""
    pairs = zip(values[::2], values[1::2], strict=True)
    for column, (before, after) in zip(COMPARED, pairs, strict=True):
        if before != after:
            yield Change(column, before, after)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.cursor().execute(sql)
    while rows := cursor.fetchmany(FETCHED_ROWS):
        yield from rows
