"""Find the copies among all live articles: those of the snapshot built upon, and those just cleaned."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from cleaners.duplicates import Cluster, Document, find_clusters, word_classes
from cleaners.paraphrase import lexicon
from flows import parquet
from flows.shards import Shard
from flows.snapshots import Current, Succession
from flows.tables import Decision, Decisions

COLUMNS = ("article_id", "text", "spun", "published_at", "site")


def decide(current: Current | None, shards: Sequence[Shard], folder: Path) -> Decisions:
    """Decide for every live article. `folder` holds the shards' output."""
    begun = time.perf_counter()
    clusters = find_clusters(_documents(current, shards, folder), spun_classes())
    by_article = {article_id: decision for cluster in clusters for article_id, decision in _decisions(cluster)}
    return Decisions(by_article, time.perf_counter() - begun)


@cache
def spun_classes() -> Mapping[str, str]:
    """Put the spun words of the lexicon in one class with their originals, for matching only."""
    return word_classes((pair.original, pair.spun, pair.weight) for pair in lexicon.shipped_pairs())


def _documents(current: Current | None, shards: Sequence[Shard], folder: Path) -> Iterator[Document]:
    """Yield every article that will stand in the next snapshot, kept or as a copy."""
    succession = Succession.of(current, shards, folder)
    for path in (*current.parts("articles"), *current.parts("duplicates")) if current else ():
        yield from _read(path, succession.articles)
    for shard, repeats in zip(shards, succession.repeats, strict=True):
        yield from _read(shard.output(folder, "articles"), repeats)


def _read(path: Path, without: frozenset[str]) -> Iterator[Document]:
    for batch in parquet.batches(path, COLUMNS):
        for row in batch.to_pylist():
            if row["article_id"] not in without:
                yield Document(**row)


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
