"""Compare two snapshots: counts at once, lists as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.differences import entries, pairing
from flows.differences.entries import Entry, Status
from flows.snapshots import Current, integrity

TABLES = ("articles", "duplicates")
COUNTS = {
    "articles": """
        SELECT (SELECT count(*) FROM kept_before), (SELECT count(*) FROM kept_after),
            (SELECT count(*) FROM kept_after WHERE article_id NOT IN (SELECT after_id FROM pairs)),
            (SELECT count(*) FROM kept_before WHERE article_id NOT IN (SELECT before_id FROM pairs))
    """,
    "duplicates": """
        SELECT count(*) FILTER (side = 0), count(*) FILTER (side = 1),
            count(*) FILTER (side = 1 AND article_id NOT IN (SELECT after_id FROM pairs)),
            count(*) FILTER (side = 0 AND article_id NOT IN (SELECT before_id FROM pairs))
        FROM (
            SELECT 0 AS side, article_id FROM before WHERE canonical_id IS NOT NULL
            UNION ALL SELECT 1, article_id FROM after WHERE canonical_id IS NOT NULL
        )
    """,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a table there were and are, and how many of them are new or gone."""

    before: int
    after: int
    new: int
    gone: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two snapshots side by side."""

    before: int
    after: int
    articles: Counts
    duplicates: Counts
    connection: duckdb.DuckDBPyConnection

    def entries(self, status: Status) -> Iterator[Entry]:
        """Yield the articles of a status."""
        read = {
            Status.NEW: entries.new,
            Status.GONE: entries.gone,
            Status.CHANGED: entries.changed,
        }
        return read[status](self.connection)


def compare(before: Current, after: Current) -> Comparison:
    """Compare two snapshots. Raises DatasetError where a file is damaged."""
    for current in (before, after):
        integrity.require_sound(current, TABLES)
    connection = pairing.connect(before, after)
    counts = {table: _counts(connection, table) for table in TABLES}
    return Comparison(
        before=before.snapshot,
        after=after.snapshot,
        articles=counts["articles"],
        duplicates=counts["duplicates"],
        connection=connection,
    )


def _counts(connection: duckdb.DuckDBPyConnection, table: str) -> Counts:
    row = connection.execute(COUNTS[table]).fetchone()
    assert row, "a count has a row"
    return Counts(*row)
