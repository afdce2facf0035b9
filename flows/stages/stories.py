"""Give every article its story: that of its cluster if it has one, else that of the articles most like it.

What the grouping needs of earlier articles lies in the index, one row an article, and is committed with
the snapshot. Where it is lost, or was made in another way, it is made anew from the texts.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from cleaners.paraphrase import language_model
from cleaners.stories import REACH, Profile, StoryArticle, group, profile, stamp
from flows.snapshots import Current, read_articles
from flows.stages.article_rows import read
from flows.stages.clean_shard import Shard
from flows.storage import parquet
from flows.storage.tables import WHEN, Decision, Decisions, IndexFiles

NAME = "stories.arrow"
STAMP = b"unspun.stories"
READ = ("article_id", "title", "text", "language", "published_at", "fetched_at")
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("story_id", pa.string()),
        pa.field("at", WHEN),
        pa.field("words", pa.list_(pa.uint32())),
        pa.field("weights", pa.list_(pa.float32())),
    ],
    metadata={STAMP: stamp()},
)


def tell(
    current: Current | None, shards: Sequence[Shard], folder: Path, decisions: Decisions
) -> Decisions:
    """Add the story to every decision, and the next index of stories to the index, below `folder`."""
    begun = time.perf_counter()
    stories = _told_before(current, decisions.by_article)
    untold = frozenset(
        cluster
        for cluster in _canonicals(decisions.by_article)
        if cluster not in stories
    )
    new = {
        row["article_id"]: _told(row)
        for row in read(current, shards, folder, READ, untold)
    }
    known = [told for told in _known(current) if told.article_id not in new]
    found = group(new.values(), known)
    stories |= found
    joined = [
        replace(told, story_id=found[told.article_id])
        for told in sorted(new.values(), key=lambda told: told.order)
    ]
    _write(folder / "index" / NAME, [*known, *joined][-REACH:])
    return replace(
        decisions,
        by_article={
            article_id: replace(
                decision, story_id=stories[decision.canonical_id or article_id]
            )
            for article_id, decision in decisions.by_article.items()
        },
        story_seconds=time.perf_counter() - begun,
        index=IndexFiles((*decisions.index.new, f"index/{NAME}"), decisions.index.kept),
    )


def read_written(folder: Path) -> list[StoryArticle]:
    """Read the index of stories that was just written below `folder`: no copies, in the order of their telling."""
    return _read(folder / "index" / NAME) or []


def _canonicals(decisions: Mapping[str, Decision]) -> Iterator[str]:
    return (
        article_id
        for article_id, decision in decisions.items()
        if decision.canonical_id is None
    )


def _told_before(
    current: Current | None, decisions: Mapping[str, Decision]
) -> dict[str, str]:
    """Give each canonical the story that it, or else the first of its copies, had in the snapshot built upon."""
    if current is None:
        return {}
    held = read_articles(current, ("article_id", "story_id"), frozenset(decisions))
    before = {row["article_id"]: row["story_id"] for row in held if row["story_id"]}
    stories: dict[str, str] = {}
    for article_id in sorted(before):
        stories.setdefault(
            decisions[article_id].canonical_id or article_id, before[article_id]
        )
    return stories | {
        name: before[name] for name in before if decisions[name].canonical_id is None
    }


def _told(row: Mapping[str, Any], story_id: str | None = None) -> StoryArticle:
    commonness = _english() if row["language"] == "en" else None
    made = profile(row["title"], row["text"], commonness)
    return StoryArticle(
        row["article_id"], made, row["published_at"] or row["fetched_at"], story_id
    )


@cache
def _english() -> Mapping[str, float]:
    """Say how common each word of English is, as the logarithm of its share."""
    model = language_model.load()
    return {word: model.alone(number) for word, number in model.number.items()}


def _known(current: Current | None) -> list[StoryArticle]:
    """Read the articles that have a story, in the order in which they got it."""
    if current is None:
        return []
    path = next(
        (current.folder / name for name in current.index if name.endswith(f"-{NAME}")),
        None,
    )
    held = _read(path) if path and path.exists() else None
    return held if held is not None else _recall(current)


def _recall(current: Current) -> list[StoryArticle]:
    """Make the profiles of the kept articles anew."""
    rows = read_articles(current, (*READ, "story_id", "copies"))
    told = (_told(row, row["story_id"]) for row in rows if row["story_id"])
    return sorted(told, key=lambda each: each.order)[-REACH:]


def _read(path: Path) -> list[StoryArticle] | None:
    """Read an index of stories; None where it was made in another way."""
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
    if (table.schema.metadata or {}).get(STAMP) != SCHEMA.metadata[STAMP]:
        return None
    words, weights = (
        table.column("words").combine_chunks(),
        table.column("weights").combine_chunks(),
    )
    ends = words.offsets.to_numpy()[1:-1]
    parted = (
        np.split(column.flatten().to_numpy(), ends) for column in (words, weights)
    )
    named = (
        table.column(name).to_pylist() for name in ("article_id", "story_id", "at")
    )
    rows = zip(*named, *parted, strict=True)
    return [
        StoryArticle(article_id, Profile(own, weight), at, story_id)
        for article_id, story_id, at, own, weight in rows
    ]


def _write(path: Path, told: Sequence[StoryArticle]) -> None:
    columns: dict[str, Iterable[object]] = {
        "article_id": [each.article_id for each in told],
        "story_id": [each.story_id for each in told],
        "at": [_aware(each.at) for each in told],
    }
    arrays = [
        pa.array(values, SCHEMA.field(name).type) for name, values in columns.items()
    ]
    ends = np.cumsum([0, *(len(each.profile.words) for each in told)]).astype(np.int32)
    words = np.concatenate(
        [np.empty(0, np.uint32), *(each.profile.words for each in told)]
    )
    weights = np.concatenate(
        [np.empty(0, np.float32), *(each.profile.weights for each in told)]
    )
    arrays += [
        pa.ListArray.from_arrays(ends, pa.array(column)) for column in (words, weights)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        parquet.replacing(path) as beside,
        pa.OSFile(str(beside), "wb") as file,
        pa.ipc.new_file(file, SCHEMA) as out,
    ):
        out.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
