"""The index of stories: profiles of all articles that have a story, in a file of the snapshot."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cleaners.stories import MAX_LOOKBACK, ProfileTable, StoryArticle, StoryTable, stamp
from cleaners.stories.story_table import UNDATED
from flows.snapshots import Current
from flows.storage import parquet
from flows.storage.tables import WHEN

NAME = "stories.arrow"
FILE = f"index/{NAME}"  # relative to the folder of the shards' output
STAMP = b"unspun.stories"
PROFILE = ("words", "weights", "contexts", "kinds")
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("story_id", pa.string()),
        pa.field("at", WHEN),
        pa.field("is_published", pa.bool_()),
        pa.field("words", pa.list_(pa.uint32())),
        pa.field("weights", pa.list_(pa.float32())),
        pa.field("contexts", pa.list_(pa.uint32())),
        pa.field("kinds", pa.list_(pa.uint8())),
    ],
    metadata={STAMP: stamp()},
)


def find(current: Current) -> Path | None:
    """Find the file that belongs to a snapshot; None where it is lost."""
    for name in current.index:
        path = current.folder / name
        if name.endswith(f"-{NAME}") and path.exists():
            return path
    return None


def read(path: Path) -> StoryTable | None:
    """Map the articles of an index; None where its profiles were made in another way."""
    with pa.memory_map(str(path)) as file:
        rows = pa.ipc.open_file(file).read_all().combine_chunks()
    metadata = rows.schema.metadata or {}
    if metadata.get(STAMP) != SCHEMA.metadata[STAMP]:
        return None
    at = rows["at"].cast(pa.int64()).fill_null(int(UNDATED))
    return StoryTable(
        ids=_names(rows["article_id"]),
        at=at.to_numpy(),
        is_published=rows["is_published"].to_numpy(),
        stories=_names(rows["story_id"]),
        profiles=_profiles(rows),
    )


def objects(table: StoryTable) -> list[StoryArticle]:
    """Make an object of each article."""
    dates = _dates(table).to_pylist()
    return [_object(table, row, at) for row, at in enumerate(dates)]


def _object(table: StoryTable, row: int, at: datetime | None) -> StoryArticle:
    return StoryArticle(
        article_id=table.ids[row].decode(),
        profile=table.profiles.profile(row),
        at=at,
        story_id=table.stories[row].decode(),
        is_published=bool(table.is_published[row]),
    )


def write(folder: Path, known: StoryTable, joined: StoryTable) -> None:
    """Write the next index below `folder`: the last MAX_LOOKBACK articles, in their order.

    Those that `joined` come after those that were known.
    """
    later = _last(joined, MAX_LOOKBACK)
    earlier = _last(known, MAX_LOOKBACK - len(later))
    table = StoryTable.concat([earlier, later]) if len(earlier) else later
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        parquet.replacing(path) as temporary,
        pa.OSFile(str(temporary), "wb") as file,
        pa.ipc.new_file(file, SCHEMA) as writer,
    ):
        writer.write_table(_rows(table))


def _last(table: StoryTable, count: int) -> StoryTable:
    """Return the last articles of a table; a copy only where it has more."""
    first = max(0, len(table) - count)
    return table.take(np.arange(first, len(table))) if first else table


def _rows(table: StoryTable) -> pa.Table:
    profiles = table.profiles
    columns = {
        "article_id": [name.decode() for name in table.ids.tolist()],
        "story_id": [story.decode() for story in table.stories.tolist()],
        "at": _dates(table),
        "is_published": pa.array(table.is_published),
    }
    for name in PROFILE:
        starts = profiles.starts.astype(np.int32)
        values = pa.array(getattr(profiles, name))
        columns[name] = pa.ListArray.from_arrays(starts, values)
    return pa.Table.from_pydict(columns, schema=SCHEMA)


def _dates(table: StoryTable) -> pa.Array:
    """Return dates as Arrow has them; unknown ones are null."""
    is_unknown = table.at == UNDATED
    at = np.where(is_unknown, 0, table.at)
    return pa.array(at, mask=is_unknown).cast(WHEN)


def _names(column: pa.ChunkedArray) -> NDArray[np.bytes_]:
    names = [name.encode() for name in column.to_pylist()]
    return np.array(names, np.bytes_) if names else np.empty(0, "S1")


def _profiles(rows: pa.Table) -> ProfileTable:
    """Map the profiles of some rows."""
    lists = [_combined(rows[name]) for name in PROFILE]
    columns: list[NDArray[Any]] = [each.flatten().to_numpy() for each in lists]
    words, weights, contexts, kinds = columns
    starts = lists[0].offsets.to_numpy().astype(np.int64)
    return ProfileTable(words, weights, contexts, kinds, starts - starts[0])


def _combined(column: pa.ChunkedArray) -> pa.ListArray:
    """Return a column as one array."""
    combined = column.combine_chunks()
    if isinstance(combined, pa.ChunkedArray):
        return pa.concat_arrays([pa.array([], column.type), *combined.chunks])
    return combined
