"""The tables that readers rely on: their columns, and how rows are made. One file a table."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from flows.storage.tables.articles import (
    ARTICLES,
    DUPLICATES,
    article_row,
    text_row,
)
from flows.storage.tables.columns import WHEN, Row, schema
from flows.storage.tables.dates import date_columns
from flows.storage.tables.decisions import Decision, Decisions, IndexFiles
from flows.storage.tables.edits import EDITS, REMOVING, edit_rows, removed_chars
from flows.storage.tables.quarantine import QUARANTINE, quarantine_row
from flows.storage.tables.relations import RELATIONS
from flows.storage.tables.runs import RUNS, STAGES

__all__ = [
    "DESCRIPTIONS",
    "REMOVING",
    "SCHEMAS",
    "STAGES",
    "WHEN",
    "Decision",
    "Decisions",
    "IndexFiles",
    "Row",
    "article_row",
    "date_columns",
    "edit_rows",
    "quarantine_row",
    "removed_chars",
    "text_row",
]

SCHEMAS: Mapping[str, pa.Schema] = {
    "articles": schema(ARTICLES),
    "duplicates": schema(DUPLICATES),
    "edits": schema(EDITS),
    "quarantine": schema(QUARANTINE),
    "relations": schema(RELATIONS),
    "runs": schema(RUNS),
}
DESCRIPTIONS = {
    "articles": "One row for each kept article.",
    "duplicates": "One row for each copy: the columns of articles, and what it is a copy of.",
    "edits": "One row for each change to the raw text of an article or duplicate.",
    "quarantine": "One row for each input that could not become an article.",
    "relations": "One row for each pair of an article and its copy, its part, or another article"
    " with which it shares a passage or a form; of other articles the strongest.",
    "runs": "One row for each run, oldest first. The only table with clock times of cleaning.",
}
