"""The index of stories: profiles of all articles that have a story, in a file of the snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cleaners.stories import MAX_LOOKBACK, Profile, StoryArticle, stamp
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


def read(path: Path) -> list[StoryArticle] | None:
    """Read the articles of an index; None where its profiles were made in another way."""
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
    metadata = table.schema.metadata or {}
    if metadata.get(STAMP) != SCHEMA.metadata[STAMP]:
        return None
    columns = [_split(table[name]) for name in PROFILE]
    articles = map(
        StoryArticle,
        table["article_id"].to_pylist(),
        map(Profile, *columns),
        table["at"].to_pylist(),
        table["story_id"].to_pylist(),
        table["is_published"].to_pylist(),
    )
    return list(articles)


def write(folder: Path, articles: Sequence[StoryArticle]) -> None:
    """Write the next index below `folder`: the last MAX_LOOKBACK articles, in their order."""
    table = _table(articles[-MAX_LOOKBACK:])
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        parquet.replacing(path) as temporary,
        pa.OSFile(str(temporary), "wb") as file,
        pa.ipc.new_file(file, SCHEMA) as writer,
    ):
        writer.write_table(table)


def _table(articles: Sequence[StoryArticle]) -> pa.Table:
    names = [article.article_id for article in articles]
    stories = [article.story_id for article in articles]
    dates = [_in_utc(article.at) for article in articles]
    profiles = [article.profile for article in articles]
    columns = {
        "article_id": names,
        "story_id": stories,
        "at": dates,
        "is_published": [article.is_published for article in articles],
        "words": _join([each.words for each in profiles], np.uint32),
        "weights": _join([each.weights for each in profiles], np.float32),
        "contexts": _join([each.contexts for each in profiles], np.uint32),
        "kinds": _join([each.kinds for each in profiles], np.uint8),
    }
    return pa.Table.from_pydict(columns, schema=SCHEMA)


def _split(column: pa.ChunkedArray) -> list[NDArray[Any]]:
    """Make a numpy array of each list of a column."""
    lists = column.combine_chunks()
    values = lists.flatten().to_numpy()
    offsets = lists.offsets.to_numpy()
    return np.split(values, offsets[1:-1])


def _join(arrays: Sequence[NDArray[Any]], dtype: type[np.generic]) -> pa.ListArray:
    """Make an Arrow array of lists."""
    lengths = [len(array) for array in arrays]
    offsets = np.cumsum([0, *lengths]).astype(np.int32)
    values = np.concatenate([np.empty(0, dtype), *arrays])
    return pa.ListArray.from_arrays(offsets, pa.array(values))


def _in_utc(at: datetime | None) -> datetime | None:
    if at is None or at.tzinfo:
        return at
    return at.replace(tzinfo=UTC)
