"""A connection to DuckDB that can read the tables of a snapshot and nothing else."""

from __future__ import annotations

import shutil
import tempfile
import weakref

import duckdb

from flows.snapshots import Current
from flows.sql.views import JOINED, TABLES, VIEWS, View, comments, quoted
from flows.storage import parquet
from flows.storage.tables import SCHEMAS

# DuckDB's query() and query_table() put names together as they run.
NAMES_LATER = "query"
SEALED = (  # settings of DuckDB, in this order; the last makes them final
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "python_enable_replacements = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
SQL_TYPES = {  # of Arrow's types in SCHEMAS
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    "list<item: string>": "VARCHAR[]",
    "list<element: string>": "VARCHAR[]",
}


def connect(
    current: Current, *, described: bool = False, memory: str | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the tables of a snapshot as views; with `described`, they have comments.

    Other files, the network and DuckDB's settings are out of reach. What does not fit into a
    `memory`, such as "256MB", goes to files; without one, DuckDB takes what the machine has.
    """
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    if memory:
        connection.execute(f"SET memory_limit = {quoted(memory)}")
    _add_views(connection, current)
    if described:
        stored = [TABLES[table] for table in current.tables if table in TABLES]
        _describe(connection, [*stored, *_joined(current)])
    _allow(connection, current)
    _seal(connection)
    return connection


def _add_views(connection: duckdb.DuckDBPyConnection, current: Current) -> None:
    for table in current.tables:
        connection.execute(f"CREATE VIEW {table} AS {select(current, table)}")
    for view in _joined(current):
        connection.execute(f"CREATE VIEW {view.name} AS {view.select}")


def _describe(connection: duckdb.DuckDBPyConnection, views: list[View]) -> None:
    statements = ";".join(comments(views))
    connection.execute(statements)


def _allow(connection: duckdb.DuckDBPyConnection, current: Current) -> None:
    """Let a connection read the files of the tables."""
    allowed = [path for table in current.tables for path in _paths(current, table)]
    connection.execute(f"SET allowed_paths = [{', '.join(allowed)}]")


def _seal(connection: duckdb.DuckDBPyConnection) -> None:
    """Close a connection to what is not its own."""
    set_spill_folder(connection)
    for setting in SEALED:
        connection.execute(f"SET {setting}")


def set_spill_folder(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection a folder for what memory has no room for, as long as it lives.

    DuckDB's own is `.tmp` in the current folder, which it leaves behind.
    """
    folder = tempfile.mkdtemp(prefix="unspun-sql-")
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    connection.execute(f"SET temp_directory = {quoted(folder)}")


def tables_of(sql: str, current: Current) -> list[str]:
    """Name the tables that a query may read: those that it mentions, or else all of them."""
    written = sql.lower()
    named = {table for name in _mentioned(written) for table in VIEWS[name].reads}
    found = [table for table in current.tables if table in named or table in written]
    if not found or NAMES_LATER in written:
        return list(current.tables)
    return found


def _mentioned(written: str) -> list[str]:
    return [name for name in VIEWS if name in written]


def _joined(current: Current) -> list[View]:
    """List the views over tables that this snapshot has."""
    tables = current.tables
    return [
        view for view in JOINED.values() if all(name in tables for name in view.reads)
    ]


def select(current: Current, table: str) -> str:
    """Select a table; columns that an older version did not write are null."""
    missing = _missing(current, table)
    columns = ", ".join(["SELECT *", *missing])
    return f"{columns} FROM read_parquet([{', '.join(_paths(current, table))}])"


def _paths(current: Current, table: str) -> list[str]:
    """Write the paths of a table's files as literals of SQL."""
    return [quoted(str(path.absolute())) for path in current.parts(table)]


def _missing(current: Current, table: str) -> list[str]:
    """List the columns that the files of a table lack, as nulls of their type."""
    if table not in SCHEMAS:
        return []
    there = set(parquet.names(current.parts(table)[0]))
    absent = [field for field in SCHEMAS[table] if field.name not in there]
    return [f'NULL::{SQL_TYPES[str(field.type)]} AS "{field.name}"' for field in absent]
