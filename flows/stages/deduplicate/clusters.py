"""Decide for the articles of a run, and for those of earlier runs whose cluster they change."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from cleaners.duplicates import (
    Classes,
    Cluster,
    Document,
    Found,
    Known,
    Tools,
    update,
    word_classes,
)
from cleaners.paraphrase import lexicon
from flows.settings import Settings
from flows.snapshots import Current, Dataset, Published, Replacements, read_articles
from flows.stages import stories
from flows.stages.clean_shard import Shard
from flows.stages.deduplicate import index_files
from flows.stages.deduplicate.word_files import kept_words
from flows.storage import parquet
from flows.storage.tables import Decision, Decisions

COLUMNS = ("article_id", "text", "spun", "published_at", "site")
MOST_GONE = 0.5  # share of the articles: where more give way, a search among all that stay is cheaper


def decide(
    current: Current | None,
    shards: Sequence[Shard],
    folder: Path,
    *,
    forgotten: frozenset[str] = frozenset(),
    anew: bool = False,
) -> Decisions:
    """Decide for every article whose cluster may have changed. `folder` holds the shards' output.

    Articles that are `forgotten` leave no trace. The next index is written below `folder`. Only texts that
    new ones are held against are read again, unless the index is lost or is to be built `anew`. Raises
    DatasetError where an index was made otherwise.
    """
    begun = time.perf_counter()
    classes = Classes.of(spun_classes())
    succession = Replacements.of(current, shards, folder)
    held = None if anew or not current else index_files.read(current, classes)
    gone = succession.articles | forgotten
    if held and len(gone) > MOST_GONE * len(held.known.articles.ids):
        held = None
    new = _new(shards, succession, folder)
    with kept_words(folder / index_files.FOLDER) as (spool, shelf):
        tools = Tools(classes, _Library(current), spool, shelf)
        if held:
            found = update(held.known, new, tools, gone)
        else:
            found = update(Known.nothing(), _every(current, gone, new), tools)
    written = index_files.write(folder, found.known, held, classes)
    return Decisions(_by_article(found), time.perf_counter() - begun, written)


def rebuild(dataset: Dataset) -> Published | None:
    """Build the index anew from the texts of the newest snapshot, and publish it with what it finds.

    None where there is no snapshot yet. Raises DatasetBusy and DatasetError.
    """
    with dataset.lock():
        current = dataset.current()
        if not current:
            return None
        run = dataset.begin((), Settings())
        decisions = decide(current, (), dataset.shards, anew=True)
        return dataset.publish(
            run, (), stories.tell(current, (), dataset.shards, decisions)
        )


@cache
def spun_classes() -> Mapping[str, str]:
    """Put the spun words of the lexicon in one class with their originals, for matching only."""
    return word_classes(
        (pair.original, pair.spun, pair.weight) for pair in lexicon.shipped_pairs()
    )


class _Library:
    """The articles of the snapshot built upon."""

    def __init__(self, current: Current | None) -> None:
        self._current = current

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids."""
        if self._current and article_ids:
            yield from (
                Document(**row)
                for row in read_articles(self._current, COLUMNS, frozenset(article_ids))
            )


def _every(
    current: Current | None, gone: frozenset[str], new: Iterator[Document]
) -> Iterator[Document]:
    """Yield all articles that will stand in the next snapshot, kept or as a copy."""
    for row in read_articles(current, COLUMNS) if current else ():
        if row["article_id"] not in gone:
            yield Document(**row)
    yield from new


def _new(
    shards: Sequence[Shard], succession: Replacements, folder: Path
) -> Iterator[Document]:
    """Yield the articles of this run."""
    for shard, repeats in zip(shards, succession.repeats, strict=True):
        for batch in parquet.batches(shard.output(folder, "articles"), COLUMNS):
            yield from (
                Document(**row)
                for row in batch.to_pylist()
                if row["article_id"] not in repeats
            )


def _by_article(found: Found) -> dict[str, Decision]:
    return {
        article_id: decision
        for cluster in found.clusters
        for article_id, decision in _decisions(cluster)
    }


def _decisions(cluster: Cluster) -> Iterator[tuple[str, Decision]]:
    yield cluster.canonical_id, Decision(cluster.cluster_id, cluster.copies)
    for copy in cluster.duplicates:
        decision = Decision(
            cluster_id=cluster.cluster_id,
            canonical_id=copy.canonical_id,
            kind=copy.kind.value,
            similarity=float(copy.similarity),
        )
        yield copy.article_id, decision
