"""Tables as a DuckDB database, with comments on tables and columns."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.export.source import Source
from flows.sql.connection import select
from flows.sql.views import JOINED, TABLES, comments


def write_duckdb(source: Source, file: Path) -> None:
    """Write tables, and the views over them, into a database."""
    views = [
        view
        for view in JOINED.values()
        if all(table in source.tables for table in view.reads)
    ]
    with duckdb.connect(file) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in source.tables:
            rows = select(source.current, table)
            connection.execute(f"CREATE TABLE {table} AS {rows}")
            source.advance(source.rows(table))
        for view in views:
            connection.execute(f"CREATE VIEW {view.name} AS {view.select}")
        tables = [TABLES[table] for table in source.tables]
        connection.execute(";".join(comments(tables, "TABLE")))
        if views:
            connection.execute(";".join(comments(views)))
