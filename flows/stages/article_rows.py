"""Read rows of a run's own articles and of those that it builds on, without reading the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots import Current, read_articles
from flows.stages.clean_shard import Shard
from flows.storage import parquet


def rows(
    path: Path, columns: Sequence[str] | None, wanted: Iterable[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield rows of a table: all, or those of some articles."""
    names = None if wanted is None else id_array(wanted)
    for batch in parquet.batches(path, columns):
        chosen = (
            batch
            if names is None
            else batch.filter(pc.is_in(batch["article_id"], value_set=names))
        )
        yield from chosen.to_pylist()


def of_shards(
    plan: Iterable[Shard], folder: Path, table: str, columns: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield rows of a table in the shards' output, shard by shard."""
    for shard in plan:
        yield from rows(shard.output(folder, table), columns)


def read(
    current: Current | None,
    plan: Iterable[Shard],
    folder: Path,
    columns: Sequence[str],
    wanted: Iterable[str],
) -> Iterator[dict[str, Any]]:
    """Yield each of some articles once: from the shards' output, or else from the snapshot."""
    left = set(wanted)
    for shard in plan:
        for row in rows(shard.output(folder, "articles"), columns, left):
            if row["article_id"] in left:
                left.remove(row["article_id"])
                yield row
    if current and left:
        yield from read_articles(current, columns, frozenset(left))


def id_array(names: Iterable[str]) -> pa.Array:
    """Make an Arrow array of article ids, to filter by."""
    return pa.array(sorted(names), pa.string())
