"""How a column is declared: its name, type and description, and where its value comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from cleaners.article import Article
from cleaners.draft import Entry
from flows import versions

STRING = pa.string()
STRINGS = pa.list_(STRING)
INT32, INT64 = pa.int32(), pa.int64()
FLOAT = pa.float64()
BOOL = pa.bool_()
DAY = pa.date32()
WHEN = pa.timestamp("us", tz="UTC")

Row: TypeAlias = dict[str, object]  # all columns of a table, or those known so far


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    A column of articles takes its value from the article, or from its clean text and ledger. One
    with neither function is filled in when the run publishes.
    """

    name: str
    type: pa.DataType
    description: str
    of_article: Callable[[Article], object] | None = None
    of_text: Callable[[str, Sequence[Entry]], object] | None = None


def schema(columns: Iterable[Column]) -> pa.Schema:
    """Make the schema of a table, with a description on every field."""
    fields = [
        pa.field(column.name, column.type, metadata={"description": column.description})
        for column in columns
    ]
    metadata = {
        "unspun.schema_version": versions.SCHEMA_VERSION,
        "unspun.pipeline_version": versions.pipeline_version(),
        "unspun.rule_set": versions.rule_set(),
    }
    return pa.schema(fields, metadata=metadata)
