"""Read articles of a snapshot, all or a few of them, without reading the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.snapshots.current import Current
from flows.storage import parquet
from flows.storage.ids import Ids

STANDING = ("url_key", "versions")  # columns that say which fetch stands for its page


def read_articles(
    current: Current, columns: Sequence[str], article_ids: frozenset[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield some columns of articles and duplicates: of all, or of those with these ids.

    Of row groups that hold none of the ids, only the ids are read.
    """
    ids = None if article_ids is None else Ids.of(article_ids)
    for path in current.article_parts():
        for rows in parquet.select(path, columns, ids):
            yield from rows.to_pylist()


def read_standing(current: Current, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield some columns of all articles and duplicates that stand for their page."""
    for path in current.article_parts():
        for row in parquet.read_rows(path, _with_standing(path, columns)):
            if stands(row):
                yield {name: row[name] for name in columns}


def stands(row: Mapping[str, Any]) -> bool:
    """Return whether a row stands for its page; one without a page always does."""
    return row.get("url_key") is None or row.get("versions") is not None


def _with_standing(path: Path, columns: Sequence[str]) -> list[str]:
    """Add the columns by which `stands` decides, as far as a file has them."""
    known = parquet.names(path)
    return [name for name in known if name in columns or name in STANDING]
