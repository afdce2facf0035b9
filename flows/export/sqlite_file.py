"""Tables as a SQLite database with types, indexes and full-text search."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from flows.export.source import Source, described
from flows.storage.tables import DESCRIPTIONS, SCHEMAS

TYPES = {  # of Arrow's types that are no text
    pa.int32(): "INTEGER",
    pa.int64(): "INTEGER",
    pa.float64(): "REAL",
    pa.bool_(): "INTEGER",
}
KEYS = {"articles": "article_id", "duplicates": "article_id"}
INDEXES = {
    "articles": ("site", "published_on", "language", "story_id", "cluster_id", "url"),
    "duplicates": ("canonical_id", "site", "kind", "story_id"),
    "edits": ("article_id", "rule"),
    "quarantine": ("reason", "source_path"),
    "relations": ("article_id", "other_id", "relation"),
    "runs": (),
}
SEARCHED = "articles"  # the table with full-text search


def write_sqlite(source: Source, file: Path) -> None:
    """Write tables into a database."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # the file is no one's yet
        connection.execute("PRAGMA synchronous = OFF")  # it is synced as a whole
        connection.execute("BEGIN")
        for table in source.tables:
            _write_table(connection, source, table)
        if SEARCHED in source.tables:
            _add_search(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA optimize")


def _write_table(connection: sqlite3.Connection, source: Source, table: str) -> None:
    connection.execute(_create(table))
    insert = _insert(table)
    for batch in source.batches(table):
        connection.executemany(insert, _rows(batch))
    for column in INDEXES[table]:
        connection.execute(_index(table, column))


def _insert(table: str) -> str:
    places = ", ".join("?" for _ in SCHEMAS[table])
    return f"INSERT INTO {table} VALUES ({places})"  # noqa: S608 - names of our own


def _index(table: str, column: str) -> str:
    return f"CREATE INDEX {table}_{column} ON {table} ({column})"


def _create(table: str) -> str:
    """Write the statement that makes a table; SQLite keeps its comments."""
    columns = list(_columns(table))
    columns[-1] = columns[-1].replace(",", "", 1)
    body = "\n".join(columns)
    return f"CREATE TABLE {table} ( -- {DESCRIPTIONS[table]}\n{body}\n)"


def _columns(table: str) -> Iterator[str]:
    """Yield the declaration of each column, with its description."""
    meanings = described(table)
    for field in SCHEMAS[table]:
        kind = TYPES.get(field.type, "TEXT")
        key = " PRIMARY KEY" if KEYS.get(table) == field.name else ""
        yield f'  "{field.name}" {kind}{key}, -- {meanings[field.name]}'


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[object, ...]]:
    for row in batch.to_pylist():
        yield tuple(map(_value, row.values()))


def _value(value: object) -> object:
    """Make a value that SQLite has: times in ISO 8601 and UTC, lists as JSON."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def _add_search(connection: sqlite3.Connection) -> None:
    """Add full-text search over title and text, in the words of any language."""
    connection.execute(
        f"CREATE VIRTUAL TABLE {SEARCHED}_fts USING fts5"
        f'(title, text, content="{SEARCHED}", tokenize="unicode61 remove_diacritics 2")'
    )
    connection.execute(f"INSERT INTO {SEARCHED}_fts({SEARCHED}_fts) VALUES('rebuild')")
