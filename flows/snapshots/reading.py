"""Read articles of a snapshot, all or a few of them, without reading the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flows.snapshots.current import Current
from flows.storage import parquet


def read_articles(
    current: Current, columns: Sequence[str], article_ids: frozenset[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield some columns of articles and duplicates: of all, or of those with these ids.

    Of row groups that hold none of the ids, only the ids are read.
    """
    ids = None if article_ids is None else parquet.id_array(article_ids)
    for path in current.article_parts():
        for rows in parquet.select(path, columns, ids):
            yield from rows.to_pylist()
