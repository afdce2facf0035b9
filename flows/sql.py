"""Questions in SQL over one snapshot, which they can read and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.snapshots import Current

READING = (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)  # PIVOT is a MULTI


class QueryError(ValueError):
    """A question that DuckDB cannot answer, in one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def connect(current: Current) -> duckdb.DuckDBPyConnection:
    """Open the tables of a snapshot as views; other files, the network and settings are out of reach."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    files = {
        table: [_quoted(str(path.absolute())) for path in current.parts(table)]
        for table in current.tables
    }
    for table, paths in files.items():
        connection.execute(
            f"CREATE VIEW {table} AS FROM read_parquet([{', '.join(paths)}])"
        )
    connection.execute(
        f"SET allowed_paths = [{', '.join(path for paths in files.values() for path in paths)}]"
    )
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def ask(current: Current, sql: str) -> Answer:
    """Answer one question. Raises QueryError."""
    try:
        statements = duckdb.extract_statements(sql)
        if len(statements) != 1 or statements[0].type not in READING:
            raise QueryError("write one SELECT; the snapshot is there to be read")
        cursor = connect(current).execute(sql)
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).split())) from error
    return Answer(
        tuple(column[0] for column in cursor.description or ()), _rows(cursor)
    )


def _rows(
    cursor: duckdb.DuckDBPyConnection, batch: int = 1_000
) -> Iterator[tuple[object, ...]]:
    """Fetch the rows, a batch at a time."""
    while rows := cursor.fetchmany(batch):
        yield from rows


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
