"""Say in one line what is wrong with a query, and what was probably meant."""

from __future__ import annotations

import re

from flows.near_names import meant
from flows.sql.views import VIEWS

PLACE = re.compile(r"\s+LINE \d+: .*", re.DOTALL)  # DuckDB prints the line again
CLASS = re.compile(r"^[A-Z]\w+(?: \w+)? Error: ")
NO_COLUMN = re.compile(
    r'Referenced column "(.+?)" (?:not found|was not found)'
    r'|does not have a column named "(.+?)"'
)
OFFERED = re.compile(r'(?<=[:,] )"(\w+)"')  # candidates, as DuckDB lists them
NO_TABLE = re.compile(r"Table with name (.+?) does not exist")
OUT_OF_REACH = ("Permission Error", "Cannot access file", "file system operations")
SEALED = (
    "a query reads the tables of the snapshot, and no other file, setting or address"
)


class QueryError(ValueError):
    """A query that DuckDB cannot answer; the message is one line."""


def explain(error: Exception, sql: str) -> QueryError:
    """Make the error that a user sees of DuckDB's."""
    text = str(error)
    if any(sign in text for sign in OUT_OF_REACH):
        return QueryError(SEALED)
    message = _of_column(text, sql) or _of_table(text) or _shown(text)
    return QueryError(message)


def _of_column(text: str, sql: str) -> str | None:
    found = NO_COLUMN.search(text)
    if not found:
        return None
    return _no_column(found[1] or found[2], OFFERED.findall(text), sql)


def _of_table(text: str) -> str | None:
    found = NO_TABLE.search(text)
    return _no_table(found[1]) if found else None


def _shown(text: str) -> str:
    """Write an error of DuckDB on one line, without its class and place."""
    return " ".join(CLASS.sub("", PLACE.sub("", text)).split())


def _no_column(name: str, offered: list[str], sql: str) -> str:
    """Name a column that does not exist, near ones, and where all of them are listed."""
    tables = _tables_in(sql)
    table = tables[0] if len(tables) == 1 else "TABLE"
    listed = f'"DESCRIBE {table}" lists the columns'
    known = (*offered, *_columns_of(tables))
    return f"column {name} does not exist; {meant(name, known, listed)}"


def _columns_of(tables: list[str]) -> list[str]:
    return [column for table in tables for column in VIEWS[table].columns]


def _no_table(name: str) -> str:
    listed = f"there are {', '.join(VIEWS)}"
    return f"table {name} does not exist; {meant(name, VIEWS, listed)}"


def _tables_in(sql: str) -> list[str]:
    """List the tables that a query names; all where it names none."""
    words = set(re.findall(r"\w+", sql.lower()))
    return [name for name in VIEWS if name in words] or list(VIEWS)
