"""Rows of articles with what was decided for each: kept, or a duplicate of another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.storage.tables import SCHEMAS, Decision

COLUMNS = tuple(item.name for item in fields(Decision))


def divided(
    rows: pa.Table, decisions: Mapping[str, Decision]
) -> Iterator[tuple[str, pa.Table]]:
    """Yield the articles and the duplicates among rows, each with the name of its table."""
    made = list(decisions_for(rows, decisions))
    decided = _with_decisions(rows, made)
    is_article = pc.is_null(decided["canonical_id"])
    is_duplicate = pc.invert(is_article)
    yield "articles", decided.filter(is_article)
    yield "duplicates", decided.filter(is_duplicate)


def decisions_for(
    rows: pa.Table, decisions: Mapping[str, Decision]
) -> Iterator[Decision]:
    """Yield the decision for every row; where none was made, the one that it has already."""
    ids = rows["article_id"].to_pylist()
    earlier = decisions_in(rows)
    for article_id, decision in zip(ids, earlier, strict=True):
        yield decisions.get(article_id, decision)


def decisions_in(rows: pa.Table) -> Iterator[Decision]:
    """Yield the decision that each row has; a column that is missing has the default."""
    columns = [name for name in COLUMNS if name in rows.column_names]
    for row in rows.select(columns).to_pylist():
        yield Decision(**row)


def _with_decisions(rows: pa.Table, decisions: Sequence[Decision]) -> pa.Table:
    """Set the columns that say what was decided for each row."""
    for column in COLUMNS:
        values = [getattr(decision, column) for decision in decisions]
        rows = _set_column(rows, column, values)
    return rows


def _set_column(rows: pa.Table, name: str, values: Iterable[Any]) -> pa.Table:
    """Set a column, or append it where the table lacks it."""
    kind = SCHEMAS["duplicates"].field(name).type
    column = pa.array(values, kind)
    if name in rows.column_names:
        at = rows.column_names.index(name)
        return rows.set_column(at, name, column)
    return rows.append_column(name, column)
