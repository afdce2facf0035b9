"""Make the rows of a shard as its snapshot has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from flows.snapshots.selected_shards import SET_ASIDE
from flows.storage import open_articles, parquet, revisions
from flows.storage.open_articles import OpenArticle
from flows.storage.shards import OPEN, SCHEMAS, Shard, in_order
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


def every_row(
    shard: Shard, folder: Path, *, keep_before: bool
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of articles and edits, with those of fetches that are set aside."""
    standing = final_rows(shard, folder, keep_before=keep_before)
    set_aside = _set_aside_rows(shard, folder, keep_before=keep_before)
    articles, edits = map(pa.concat_tables, zip(standing, set_aside, strict=True))
    return in_order("articles", articles), in_order("edits", edits)


def _set_aside_rows(
    shard: Shard, folder: Path, *, keep_before: bool
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of fetches that do not stand for their page, and the edits of open ones."""
    closed = _read_set_aside("articles", shard, folder)
    opened = list(
        map(open_articles.read, _read_set_aside(OPEN, shard, folder).to_pylist())
    )
    rows = [article.final_row() for article in opened]
    edits = _edits_of(opened, keep_before=keep_before)
    return _joined("articles", closed, rows), edits


def _edits_of(articles: Iterable[OpenArticle], *, keep_before: bool) -> pa.Table:
    """Return the rows of edits of open articles."""
    rows: list[Row] = []
    for article in articles:
        rows += article.edit_rows(keep_before=keep_before)
    return pa.Table.from_pylist(rows, schema=SCHEMAS["edits"])


def _read_set_aside(table: str, shard: Shard, folder: Path) -> pa.Table:
    """Read the rows that were set aside of a table, if any were."""
    path = shard.output(folder, SET_ASIDE[table])
    return parquet.read(path) if path.exists() else SCHEMAS[table].empty_table()


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
