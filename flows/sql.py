"""Query one snapshot with SQL that can read its tables and nothing else."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from flows.snapshots import Current, integrity

READING = (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)  # PIVOT is a MULTI
NAMES_LATER = (
    "query"  # DuckDB's query() and query_table() put names together as they run
)
SEALED = (  # settings of DuckDB, in this order; the last makes them final
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "python_enable_replacements = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
FETCHED_ROWS = 1_000  # rows a fetch: few calls, and little memory. Not tuned.


class QueryError(ValueError):
    """A query that DuckDB cannot answer; the message is one line."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The names of the columns, and the rows, which are fetched as they are read."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def connect(current: Current) -> duckdb.DuckDBPyConnection:
    """Open the tables of a snapshot as views.

    Other files, the network and DuckDB's settings are out of reach.
    """
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    allowed: list[str] = []
    for table in current.tables:
        paths = [_quoted(str(path.absolute())) for path in current.parts(table)]
        files = ", ".join(paths)
        connection.execute(f"CREATE VIEW {table} AS FROM read_parquet([{files}])")
        allowed += paths
    connection.execute(f"SET allowed_paths = [{', '.join(allowed)}]")
    _set_spill_folder(connection)
    for setting in SEALED:
        connection.execute(f"SET {setting}")
    return connection


def _set_spill_folder(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection a folder for what memory has no room for, as long as it lives.

    DuckDB's own is `.tmp` in the current folder, which it leaves behind.
    """
    folder = tempfile.mkdtemp(prefix="unspun-sql-")
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    connection.execute(f"SET temp_directory = {_quoted(folder)}")


def run_query(current: Current, sql: str) -> QueryResult:
    """Run one SELECT. Raises QueryError, and DatasetError where a file that it reads is damaged."""
    try:
        _refuse_writing(sql)
        integrity.require_sound(current, _tables_of(sql, current))
        cursor = connect(current).execute(sql)
    except duckdb.Error as error:
        integrity.require_sound(current, current.tables)  # DuckDB opens all of them
        raise QueryError(" ".join(str(error).split())) from error
    columns = tuple(column[0] for column in cursor.description or ())
    return QueryResult(columns, _rows(cursor))


def _refuse_writing(sql: str) -> None:
    """Raise QueryError for anything but one statement that reads."""
    statements = duckdb.extract_statements(sql)
    try:
        is_reading = [statement.type in READING for statement in statements]
    except ValueError:  # Python has no name for the type, as of UPDATE EXTENSIONS
        is_reading = []
    if is_reading != [True]:
        raise QueryError("write one SELECT; the snapshot is there to be read")


def _tables_of(sql: str, current: Current) -> list[str]:
    """Name the tables that a query may read: those that it mentions, or else all of them."""
    written = sql.lower()
    named = [table for table in current.tables if table in written]
    if not named or NAMES_LATER in written:
        return list(current.tables)
    return named


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    """Yield the rows, fetched in batches."""
    while rows := cursor.fetchmany(FETCHED_ROWS):
        yield from rows


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
