"""Read articles of a snapshot, all or a few of them, without reading the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.current import Current
from flows.storage import parquet

TABLES = ("articles", "duplicates")


def read_articles(
    current: Current, columns: Sequence[str], article_ids: frozenset[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield some columns of articles and duplicates: of all, or of those with these ids.

    Of parts of a file in which none of the ids stands, only the ids are read.
    """
    wanted = None if article_ids is None else pa.array(sorted(article_ids), pa.string())
    for table in TABLES:
        for path in current.parts(table):
            for batch in (
                parquet.batches(path, columns)
                if wanted is None
                else _chosen(path, columns, wanted)
            ):
                yield from batch.to_pylist()


def _chosen(path: Path, columns: Sequence[str], wanted: pa.Array) -> Iterator[pa.Table]:
    with parquet.opened(path) as file:
        for group in range(file.num_row_groups):
            rows = pc.is_in(
                file.read_row_group(group, columns=["article_id"]).column(0),
                value_set=wanted,
            )
            if pc.any(rows).as_py():
                yield file.read_row_group(group, columns=list(columns)).filter(rows)
