"""The articles of a shard, as cleaning left them and as they were revised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.storage import parquet, revisions
from flows.storage.ids import Ids
from flows.storage.shards import ARTICLE_TABLES, Shard, in_order
from flows.storage.tables import Row


def rows(
    shard: Shard, folder: Path, columns: Sequence[str], ids: Ids | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the articles of a shard, all or some, by id."""
    tables: list[pa.Table] = []
    for name in ARTICLE_TABLES:
        path = shard.output(folder, name)
        if ids is None:
            tables.append(parquet.read(path, columns))
        else:
            tables.extend(parquet.find(path, columns, ids))
    if tables:
        yield from in_order("articles", pa.concat_tables(tables)).to_pylist()


def revised_rows(shard: Shard, folder: Path, ids: Iterable[str]) -> Iterator[Row]:
    """Yield whole rows of revised articles of a shard, as they are now."""
    wanted = frozenset(ids)
    for article in revisions.revised_articles(shard, folder, wanted):
        yield article.final_row()
    # Those that were found to be spun later have their rows already.
    dialects = revisions.labels(shard, folder)
    path = shard.output(folder, "articles")
    for row in parquet.read_rows(path, None, wanted & dialects.keys()):
        revisions.label(row, dialects)
        yield row


def count(shard: Shard, folder: Path) -> int:
    """Count the articles of a shard."""
    return sum(parquet.rows(shard.output(folder, name)) for name in ARTICLE_TABLES)
