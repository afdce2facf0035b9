"""Query one snapshot with SQL that can read its tables and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from flows.snapshots import Current, integrity
from flows.sql.catalogue import rewritten
from flows.sql.connection import connect, tables_of
from flows.sql.messages import QueryError, explain

READING = (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)  # PIVOT is a MULTI
FETCHED_ROWS = 1_000  # rows a fetch: few calls, and little memory. Not tuned.
HUGE = pa.decimal128(38, 0)  # what Arrow makes of HUGEINT, the type of sum(integer)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The names of the columns, and the rows, which are fetched as they are read."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


def run_query(current: Current, sql: str) -> QueryResult:
    """Run one SELECT. Raises QueryError, and DatasetError where a file that it reads is damaged.

    Reading the rows raises QueryError, too. DESCRIBE and SHOW TABLES tell what things mean.
    """
    asked = rewritten(sql)
    connection = _ready(current, asked)
    try:
        cursor = connection.execute(asked)
    except duckdb.Error as error:
        raise _explained(error, asked, current) from error
    columns = tuple(column[0] for column in cursor.description or ())
    return QueryResult(_distinct(columns), _rows(cursor, asked))


def query_batches(current: Current, sql: str) -> pa.RecordBatchReader:
    """Run one SELECT, and return its rows as batches of Arrow, with their types.

    Raises what run_query raises.
    """
    asked = rewritten(sql)
    connection = _ready(current, asked)
    try:
        relation = connection.sql(asked)
        if relation is None:
            raise QueryError("the query has no result")
        reader = relation.to_arrow_reader(FETCHED_ROWS)
    except duckdb.Error as error:
        raise _explained(error, asked, current) from error
    schema = _schema(reader.schema)
    return pa.RecordBatchReader.from_batches(schema, _batches(reader, schema, asked))


def _ready(current: Current, sql: str) -> duckdb.DuckDBPyConnection:
    """Check a query and the files that it reads, and connect."""
    try:
        _refuse_writing(sql)
    except duckdb.Error as error:
        raise explain(error, sql) from error
    integrity.require_sound(current, tables_of(sql, current))
    try:
        return connect(current, described=_reads_comments(sql))
    except duckdb.Error as error:
        raise _explained(error, sql, current) from error


def _reads_comments(sql: str) -> bool:
    """Whether a query looks into the catalogue; comments take a tenth of a second."""
    written = sql.lower()
    return "comment" in written or "duckdb_" in written


def _explained(error: duckdb.Error, sql: str, current: Current) -> QueryError:
    """Explain an error, unless a damaged file is behind it: DuckDB opens all of them."""
    integrity.require_sound(current, current.tables)
    return explain(error, sql)


def _refuse_writing(sql: str) -> None:
    """Raise QueryError for anything but one statement that reads."""
    statements = duckdb.extract_statements(sql)
    try:
        is_reading = [statement.type in READING for statement in statements]
    except ValueError:  # Python has no name for the type, as of UPDATE EXTENSIONS
        is_reading = []
    if is_reading != [True]:
        raise QueryError("write one SELECT; the snapshot is there to be read")


def _rows(cursor: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows, fetched in batches."""
    try:
        while rows := cursor.fetchmany(FETCHED_ROWS):
            yield from rows
    except (duckdb.Error, ValueError, OverflowError) as error:
        raise explain(error, sql) from error


def _batches(
    reader: pa.RecordBatchReader, schema: pa.Schema, sql: str
) -> Iterator[pa.RecordBatch]:
    try:
        for batch in reader:
            columns = [
                column.cast(field.type)
                for column, field in zip(batch.columns, schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise explain(error, sql) from error


def _schema(found: pa.Schema) -> pa.Schema:
    """Give columns names of their own, and sums of integers the type of an integer."""
    names = _distinct(tuple(found.names))
    kinds = [pa.int64() if field.type == HUGE else field.type for field in found]
    return pa.schema(list(zip(names, kinds, strict=True)))


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Add a number to names that come again: a, a_1, a_2."""
    given: dict[str, None] = {}
    for name in names:
        number, free = 0, name
        while free in given:
            number += 1
            free = f"{name}_{number}"
        given[free] = None
    return tuple(given)
