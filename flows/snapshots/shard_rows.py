"""Make the rows of a shard as its snapshot has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from flows.storage import parquet, revisions
from flows.storage.shards import Shard, in_order
from flows.storage.tables import Row


def final_rows(
    shard: Shard, folder: Path, *, keep_before: bool
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of articles and edits of a shard; those of open articles are made here."""
    rows: list[Row] = []
    edit_rows: list[Row] = []
    for article in revisions.revised_articles(shard, folder):
        rows.append(article.final_row())
        edit_rows += article.edit_rows(keep_before=keep_before)
    closed = _labelled_rows(shard, folder)
    closed_edits = parquet.read(shard.output(folder, "edits"))
    articles = _joined("articles", closed, rows)
    edits = _joined("edits", closed_edits, edit_rows)
    return articles, edits


def _labelled_rows(shard: Shard, folder: Path) -> pa.Table:
    """Read the written rows of articles, marked as spun where that was found later."""
    articles = parquet.read(shard.output(folder, "articles"))
    dialects = revisions.labels(shard, folder)
    return _labelled(articles, dialects)


def _labelled(articles: pa.Table, dialects: Mapping[str, str]) -> pa.Table:
    """Mark articles as spun in the dialects that were found."""
    if not dialects:
        return articles
    rows = articles.to_pylist()
    for row in rows:
        revisions.label(row, dialects)
    return pa.Table.from_pylist(rows, schema=articles.schema)


def _joined(table: str, written: pa.Table, rows: list[Row]) -> pa.Table:
    """Add rows to those of a table that are written already, in their order."""
    made = pa.Table.from_pylist(rows, schema=written.schema)
    return in_order(table, pa.concat_tables([written, made]))


def with_run_id(rows: pa.Table, run_id: str) -> pa.Table:
    """Fill the column run_id, which only the run knows."""
    place = rows.column_names.index("run_id")
    run_ids = pa.array([run_id] * rows.num_rows, pa.string())
    return rows.set_column(place, "run_id", run_ids)
