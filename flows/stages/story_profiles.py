"""Make the profiles of articles, as stories are made of them; workers make those of a shard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import tee
from pathlib import Path
from typing import Any

import numpy as np

from cleaners.paraphrase import language_model
from cleaners.sorted_search import contains
from cleaners.stories import (
    Frequencies,
    ProfileTable,
    Source,
    StoryArticle,
    StoryTable,
    make_profiles,
)
from flows.snapshots import CleanedRun
from flows.storage import parquet
from flows.storage.shards import Shard

ENGLISH = "en"  # the language whose frequencies are known
COLUMNS = ("article_id", "title", "text", "language", "published_at", "fetched_at")
CLEANED, REVISED = "profiles", "revised-profiles"  # names of files, by their texts
PROFILE = ("words", "weights", "contexts", "kinds", "starts")
OTHERS = ("ids", "at", "is_published", "stories")
BATCH = 1_000  # articles that are objects at once: a guard on memory, not tuned


def story_articles(rows: Iterable[Mapping[str, Any]]) -> Iterator[StoryArticle]:
    """Make the profiles of articles; `rows` may have their stories."""
    kept, read = tee(rows)
    profiles = make_profiles(map(_source, read))
    for row, profile in zip(kept, profiles, strict=True):
        yield StoryArticle(
            article_id=row["article_id"],
            profile=profile,
            at=row["published_at"] or row["fetched_at"],
            story_id=row.get("story_id"),
            is_published=row["published_at"] is not None,
        )


def tables(rows: Iterable[Mapping[str, Any]]) -> Iterator[StoryTable]:
    """Make the profiles of articles, some at a time."""
    for batch in _batched(story_articles(rows)):
        yield StoryTable.of(batch)


def write(
    shard: Shard, folder: Path, name: str, rows: Iterable[Mapping[str, Any]]
) -> None:
    """Write the profiles of the articles of a shard."""
    articles = list(story_articles(rows))
    table = StoryTable.of(articles)
    arrays = {each: getattr(table, each) for each in OTHERS}
    arrays |= {each: getattr(table.profiles, each) for each in PROFILE}
    path = _path(shard, folder, name)
    with parquet.unsynced(path) as file:
        np.savez(file, allow_pickle=False, **arrays)


def read(shard: Shard, folder: Path, name: str) -> StoryTable | None:
    """Read what was written; None where nothing was."""
    path = _path(shard, folder, name)
    if not path.exists():
        return None
    with np.load(path) as file:
        arrays = dict(file)
    profiles = ProfileTable(**{each: arrays.pop(each) for each in PROFILE})
    return StoryTable(**arrays, profiles=profiles)


def of_articles(run: CleanedRun, article_ids: Iterable[str]) -> Iterator[StoryTable]:
    """Yield the profiles of some articles as cleaning left them, some at a time."""
    missing = set(article_ids)
    for table in of_shards(run, CLEANED, missing):
        missing.difference_update(names_of(table))
        yield table
    yield from tables(run.find(COLUMNS, missing))


def of_shards(
    run: CleanedRun, name: str, article_ids: Iterable[str]
) -> Iterator[StoryTable]:
    """Yield the profiles of some articles that workers have made, shard by shard."""
    wanted = np.array(sorted(each.encode() for each in article_ids), np.bytes_)
    for shard in run.shards:
        table = read(shard, run.folder, name)
        if table is not None and len(wanted):
            rows = np.flatnonzero(contains(wanted, table.ids))
            yield table.take(rows)


def names_of(table: StoryTable) -> list[str]:
    """Return the ids of articles."""
    return [name.decode() for name in table.ids.tolist()]


def _path(shard: Shard, folder: Path, name: str) -> Path:
    return folder / f"{shard.key[:32]}-{name}.npz"


def _batched(articles: Iterable[StoryArticle]) -> Iterator[list[StoryArticle]]:
    batch: list[StoryArticle] = []
    for article in articles:
        batch.append(article)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _source(row: Mapping[str, Any]) -> Source:
    """Return what the profile of an article is made of."""
    frequencies = _english_frequencies() if row["language"] == ENGLISH else None
    return Source(row["text"], row["title"], frequencies)


@cache
def _english_frequencies() -> Frequencies:
    """Read how common the words of English are."""
    log_shares = language_model.word_log_probs()
    return Frequencies.of(log_shares)
