"""Rows seen as records: which record a row comes from, and which page that was fetched from.

Most records of a run have nothing to do with any other row. Those are told apart in Arrow, so that
only the others become objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.current import Current
from flows.storage import parquet
from flows.storage.ids import Ids
from flows.storage.shards import ARTICLE_TABLES, Shard
from flows.storage.tables import SCHEMAS

Place: TypeAlias = tuple[str, int]  # columns PLACE
PLACE = ("source_path", "record_number")
TIES = ("source_path", "url_key", "article_id")  # columns by which rows are related
INPUT_TABLES = ("articles", "duplicates", "quarantine")  # each record has a row in one
SHARD_TABLES = (*ARTICLE_TABLES, "quarantine")
DETOUR = pa.field("detour", pa.int32())
SHARD = pa.field("shard", pa.int64())
# What addresses of one page begin and end with or not, none being plainer for it.
ENDS_OF_ADDRESS = r"(?i)^\s*https?://(?:www\.)?|/?\s*$"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A row of articles, duplicates or quarantine, without its texts.

    `article_id` is None in quarantine, and `reason` and `url` elsewhere. `detour` is by how much
    the address of an article is longer than its page's. `shard` is the number of the shard that has
    a row of this run, None for a row of the snapshot built upon.
    """

    source_path: str
    record_number: int
    raw_sha256: str | None
    article_id: str | None
    reason: str | None
    url: str | None
    url_key: str | None
    content_key: str | None
    fetched_at: datetime | None
    modified_at: datetime | None
    detour: int | None
    host: str | None
    run_id: str | None
    versions: int | None
    shard: int | None

    @property
    def place(self) -> Place:
        """Where the record is: its file, and its number there."""
        return self.source_path, self.record_number

    @property
    def stands(self) -> bool:
        """Whether it is the article of its page, or of no page."""
        return self.url_key is None or self.versions is not None


FIELDS = tuple(item.name for item in fields(RecordRow))
OF_QUARANTINE = ("reason", "url")
OF_ARTICLES = [
    name
    for name in FIELDS
    if name in SCHEMAS["articles"].names and name not in OF_QUARANTINE
]
SCHEMA = pa.schema(
    [
        *(SCHEMAS["articles"].field(name) for name in OF_ARTICLES),
        *(SCHEMAS["quarantine"].field(name) for name in OF_QUARANTINE),
        DETOUR,
        SHARD,
    ]
)


def of_shard(shard: Shard, folder: Path) -> pa.Table:
    """Read the rows of a shard."""
    tables = [_of_shard(shard, folder, name) for name in SHARD_TABLES]
    return pa.concat_tables(tables).combine_chunks()


def _of_shard(shard: Shard, folder: Path, name: str) -> pa.Table:
    rows = _read(shard.output(folder, name))
    number = pa.array([shard.number] * rows.num_rows, SHARD.type)
    return _conform(rows.append_column(SHARD, number))


def of_snapshot(
    current: Current | None, are_related: Callable[[pa.Table], pa.Array]
) -> pa.Table:
    """Read the rows of a snapshot that are found to be related."""
    tables = [SCHEMA.empty_table()]
    for path in _input_parts(current):
        rows = _conform(_read(path))
        tables.append(rows.filter(are_related(rows)))
    return pa.concat_tables(tables).combine_chunks()


def _input_parts(current: Current | None) -> Iterator[Path]:
    """Yield the files of the tables in which records have rows."""
    if current:
        for table in INPUT_TABLES:
            yield from current.parts(table)


def related(rows: pa.Table, others: pa.Table) -> pa.Table:
    """Choose rows that have anything in common with others, or a page or id with one another."""
    is_related = _has_any(
        rows,
        others,
    )
    for name in ("url_key", "article_id"):
        repeated = _repeated(rows[name])
        is_related = pc.or_(is_related, pc.is_in(rows[name], value_set=repeated))
    return rows.filter(is_related)


def of_pages(current: Current | None, url_keys: Iterable[str]) -> list[RecordRow]:
    """Read the rows of a snapshot that were fetched from some pages."""
    keys = Ids.of(url_keys).array
    if not len(keys):
        return []
    columns = {name: pa.nulls(len(keys), SCHEMA.field(name).type) for name in FIELDS}
    wanted = pa.table({**columns, "url_key": keys}, schema=SCHEMA)
    return objects(of_snapshot(current, lambda rows: _has_any(rows, wanted)))


def objects(rows: pa.Table) -> list[RecordRow]:
    """Make an object of each row."""
    return [RecordRow(**row) for row in rows.to_pylist()]


def values(rows: pa.Table, column: str) -> pa.Array:
    """Return the values of a column, each once and without null."""
    return pc.unique(rows[column].combine_chunks()).drop_null()


def _read(path: Path) -> pa.Table:
    """Read the columns that are of use here, as far as a file has them."""
    names = parquet.names(path)
    chosen = [name for name in FIELDS if name in names]
    rows = parquet.read(path, chosen)
    return rows if "reason" in names else _with_detours(rows)


def _with_detours(articles: pa.Table) -> pa.Table:
    """Replace the addresses of articles by how much longer they are than those of their pages."""
    if "url_key" not in articles.column_names:
        return articles.drop_columns("url")
    address = pc.replace_substring_regex(articles["url"], ENDS_OF_ADDRESS, "")
    longer = pc.subtract(pc.utf8_length(address), pc.utf8_length(articles["url_key"]))
    detours = pc.max_element_wise(longer, 0, skip_nulls=False).cast(DETOUR.type)
    return articles.append_column(DETOUR, detours).drop_columns("url")


def _conform(rows: pa.Table) -> pa.Table:
    """Return rows with all columns; one that is missing is null."""
    return pa.Table.from_arrays(list(_columns(rows)), schema=SCHEMA)


def _columns(rows: pa.Table) -> Iterator[pa.Array]:
    for field in SCHEMA:
        if field.name in rows.column_names:
            yield rows[field.name].cast(field.type)
        else:
            yield pa.nulls(
                rows.num_rows,
                field.type,
            )


def _has_any(rows: pa.Table, others: pa.Table) -> pa.Array:
    """Return which rows have a file, page or id that is among those of others."""
    masks = [pc.is_in(rows[name], value_set=values(others, name)) for name in TIES]
    return _any(masks)


def _any(masks: Sequence[pa.Array]) -> pa.Array:
    first, *others = masks
    for mask in others:
        first = pc.or_(
            first,
            mask,
        )
    return first


def _repeated(column: pa.ChunkedArray) -> pa.Array:
    """Return the values that occur more than once."""
    counted = pc.value_counts(column.combine_chunks().drop_null())
    is_repeated = pc.greater(counted.field("counts"), 1)
    return counted.field("values").filter(is_repeated)
