"""Write what was chosen of the shards' output into a folder of its own, for the stages to come.

The output itself stays as it is, so that a run that is killed finds its finished shards again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from flows.snapshots.record_rows import PLACE
from flows.snapshots.selection import ShardChoice
from flows.storage import parquet
from flows.storage.ids import Ids
from flows.storage.shards import ARTICLE_TABLES, TABLES, Shard, in_order

FOLDER = "selected"  # below that of the shards' output
SET_ASIDE = {table: f"set_aside_{table}" for table in ARTICLE_TABLES}


def write(
    shards: Iterable[Shard], folder: Path, choices: Mapping[int, ShardChoice]
) -> Path:
    """Write the chosen rows of all shards; return the folder."""
    target = folder / FOLDER
    shutil.rmtree(target, ignore_errors=True)  # of a run that was killed
    target.mkdir(parents=True)
    for shard in shards:
        choice = choices.get(shard.number)
        if choice is None or choice.is_all:
            _link(
                shard,
                folder,
                target,
            )
        else:
            for table in TABLES:
                _write(
                    shard,
                    folder,
                    target,
                    table,
                    choice,
                )
    return target


def _link(shard: Shard, folder: Path, target: Path) -> None:
    """Share the files of a shard that is published as it is."""
    for table in TABLES:
        parquet.share(shard.output(folder, table), shard.output(target, table))


def _write(
    shard: Shard, folder: Path, target: Path, table: str, choice: ShardChoice
) -> None:
    """Write the chosen rows of a table."""
    rows = parquet.read(shard.output(folder, table))
    for name, chosen in _divided(table, rows, choice):
        parquet.write(shard.output(target, name), chosen)


def _divided(
    table: str, rows: pa.Table, choice: ShardChoice
) -> Iterator[tuple[str, pa.Table]]:
    """Yield the chosen rows of a table, those that are set aside under another name."""
    if table == "quarantine":
        yield table, _without_places(rows, choice)
        return
    left_out = Ids.of(choice.left_out)
    published = parquet.without_ids(
        rows,
        left_out,
    )
    for name, part in _by_standing(table, published, choice):
        yield name, _renamed(table, part, choice)


def _by_standing(
    table: str, rows: pa.Table, choice: ShardChoice
) -> Iterator[tuple[str, pa.Table]]:
    """Yield the articles that stand for their page apart from others; edits stay together."""
    if table not in SET_ASIDE:
        yield table, rows
        return
    aside = Ids.of(choice.set_aside)
    yield table, parquet.without_ids(rows, aside)
    yield SET_ASIDE[table], parquet.with_ids(rows, aside)


def _without_places(rows: pa.Table, choice: ShardChoice) -> pa.Table:
    places = zip(*(rows[name].to_pylist() for name in PLACE), strict=True)
    stays = [place not in choice.quarantine_left_out for place in places]
    return rows.filter(pa.array(stays, pa.bool_()))


def _renamed(table: str, rows: pa.Table, choice: ShardChoice) -> pa.Table:
    """Give articles their ids."""
    if not choice.renamed:
        return rows
    place = rows.column_names.index(parquet.ARTICLE_ID)
    ids = _new_ids(rows[parquet.ARTICLE_ID], choice.renamed)
    field = rows.schema.field(place)
    return in_order(table, rows.set_column(place, field, ids))


def _new_ids(ids: pa.ChunkedArray, renamed: Mapping[str, str]) -> pa.Array:
    return pa.array([renamed.get(name, name) for name in ids.to_pylist()], pa.string())
