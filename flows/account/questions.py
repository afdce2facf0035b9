"""Questions to the tables of a snapshot: which rows pass a test of one column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cleaners.url_key import url_key
from flows.snapshots.current import Current
from flows.snapshots.reading import stands
from flows.storage import parquet

PATH = "source_path"
ARTICLES = ("articles", "duplicates")
QUARANTINE = ("quarantine",)
TABLES = (*ARTICLES, *QUARANTINE)
STANDING = ("url_key", "versions")
Test: TypeAlias = Callable[[pa.ChunkedArray], pa.ChunkedArray]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a snapshot that was asked for; `stands` for the fetch that speaks for its page."""

    table: str
    article_id: str | None
    source_path: str
    record_number: int
    url: str | None
    title: str | None
    stands: bool


NAMES = tuple(item.name for item in fields(Match))
SHOWN = frozenset((*NAMES, *STANDING))


@dataclass(frozen=True, slots=True)
class Question:
    """A column of some tables, what its values must pass, and the number that the record must have.

    Files that have the column `unless` are passed over: it answers the same, and faster.
    """

    column: str
    test: Test
    tables: tuple[str, ...] = ARTICLES
    number: int | None = None
    unless: str | None = None


def answers(current: Current, question: Question) -> Iterator[Match]:
    """Yield the rows that pass, table by table."""
    for table in question.tables:
        if table in current.tables:
            for path in current.parts(table):
                yield from _matches(table, path, question)


def _matches(table: str, path: Path, question: Question) -> Iterator[Match]:
    """Yield the rows of a file that answer; of row groups without any, one column is read."""
    with parquet.opened(path) as file:
        known = file.schema_arrow.names
        if question.column not in known or question.unless in known:
            return
        columns = [name for name in known if name in SHOWN]
        for group in range(file.num_row_groups):
            is_wanted = _tested(file, group, question)
            if not pc.any(is_wanted).as_py():
                continue
            read = file.read_row_group(group, columns)
            rows = read.filter(is_wanted).to_pylist()
            for row in rows:
                if question.number in {None, row["record_number"]}:
                    yield _match(table, row)


def _tested(file: pq.ParquetFile, group: int, question: Question) -> pa.BooleanArray:
    """Return which rows of a row group answer a question."""
    column = question.column
    values = file.read_row_group(group, [column])[column]
    tested = question.test(values)
    return pc.fill_null(tested, fill_value=False)


def _match(table: str, row: dict[str, Any]) -> Match:
    return Match(
        table=table,
        article_id=row.get("article_id"),
        source_path=row["source_path"],
        record_number=row["record_number"],
        url=row.get("url"),
        title=row.get("title"),
        stands=stands(row),
    )


def starting(beginning: str) -> Test:
    """Return a test for values that begin so."""
    return lambda values: pc.starts_with(values, beginning)


def ending(end: str) -> Test:
    """Return a test for values that end so."""
    return lambda values: pc.ends_with(values, end)


def among(wanted: Sequence[str]) -> Test:
    """Return a test for values that are one of these."""
    allowed = pa.array(wanted, pa.string())
    return lambda values: pc.is_in(values, value_set=allowed)


def containing(part: str) -> Test:
    """Return a test for values that have this in them."""
    return lambda values: pc.match_substring(values, part)


def of_page(key: str) -> Test:
    """Return a test for addresses of a page, for files that do not say which page a row is of."""

    def test(values: pa.ChunkedArray) -> pa.ChunkedArray:
        keys = [url_key(value) == key for value in values.to_pylist()]
        return pa.chunked_array([keys], pa.bool_())

    return test
