"""Decide for the articles of a run, and for those of earlier runs whose cluster they change."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cleaners.duplicates import Cluster, Document, DuplicateIndex
from cleaners.duplicates.workspace import ArticleStore
from flows.snapshots import CleanedRun, Current, read_articles, read_standing
from flows.stages.deduplicate import index_files
from flows.stages.deduplicate.divided_labour import DividedLabour
from flows.stages.deduplicate.searching import searching
from flows.stages.deduplicate.shard_reading import (
    DOCUMENT,
    matching_classes,
    read_all,
    read_cleaned,
    read_revised,
)
from flows.stages.division import Workers, helpers
from flows.storage.tables import Decision, Decisions

# Share of the articles of an index. Where more of them go, a search among all that stay is cheaper
# than an update, which reads what goes and what comes. A guard, not tuned.
MOST_GONE = 0.5


def assign_clusters(
    articles: CleanedRun,
    workers: Workers | None = None,
    *,
    forgotten: frozenset[str] = frozenset(),
    from_scratch: bool = False,
) -> Decisions:
    """Decide for every article whose cluster may have changed, and write the next index.

    Articles that are `forgotten` leave no trace. The index goes below the shards' output. Only
    texts that new ones are compared with are read again, unless the index of the snapshot is lost
    or is to be built `from_scratch`. The search of many articles is divided among `workers`.
    Raises DatasetError where it was made by other rules, and StageError.
    """
    started = time.perf_counter()
    classes = matching_classes()
    current = articles.current
    gone = articles.gone | forgotten
    earlier = None
    if current and not from_scratch:
        earlier = index_files.read(current, classes)
    if earlier and _are_most(gone, earlier.index):
        earlier = None
    store = _SnapshotArticles(current)
    labour = _divided(articles, workers)
    with searching(articles.folder, store, labour) as search:
        read = labour.read(read_cleaned) if labour else ()
        new = _promoted(articles) if labour else _new_documents(articles)
        if earlier:
            found = search.update(earlier.index, new, gone, read)
        else:
            every = _all_documents(current, gone, new)
            found = search.among(every, read)
        files = index_files.write(articles.folder, found.index, earlier, classes)
        by_article = _decided(found.clusters)
    seconds = time.perf_counter() - started
    return Decisions(by_article, seconds, files)


def revise(
    articles: CleanedRun,
    decisions: Decisions,
    revised: Collection[str],
    store: ArticleStore,
    workers: Workers | None = None,
) -> Decisions:
    """Decide again for articles that were revised, and for those whose cluster this changes.

    `revised` has ids of articles of this run; `decisions` were made before. The index that belongs
    to them, below the shards' output, is replaced file by file. `store` fetches any articles of
    the run, as they are now, and of the snapshot that it builds on. A decision that changes keeps
    its story id: see `stories.revise`.

    The clusters are those of deciding from scratch on the texts as they are now.
    """
    started = time.perf_counter()
    classes = matching_classes()
    labour = _divided(articles, workers, len(revised))
    written = index_files.open_written(
        articles.folder, articles.current, decisions.index, classes
    )
    is_new = _are_most(revised, written.index)
    with searching(articles.folder, store, labour) as search:
        if is_new:
            read = labour.read(read_all) if labour else ()
            names = _unread(articles, written.index, is_read=bool(labour))
            found = search.among(store.fetch(names), read)
        else:
            read = labour.read(read_revised) if labour else ()
            names = [] if labour else sorted(revised)
            new, gone = store.fetch(names), frozenset(revised)
            found = search.update(written.index, new, gone, read)
        earlier = None if is_new else written
        files = index_files.write(articles.folder, found.index, earlier, classes)
        changed = _decided(found.clusters)
    seconds = time.perf_counter() - started
    return replace(
        decisions,
        by_article=_merged(decisions.by_article, changed),
        seconds=decisions.seconds + seconds,
        index=files.joined(decisions.index.new),
    )


class _SnapshotArticles:
    """The articles of the snapshot built upon, as a store."""

    def __init__(self, current: Current | None) -> None:
        self._current = current

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids."""
        if self._current and article_ids:
            ids = frozenset(article_ids)
            for row in read_articles(self._current, DOCUMENT, ids):
                yield Document(**row)


def _divided(
    articles: CleanedRun, workers: Workers | None, count: int | None = None
) -> DividedLabour | None:
    """Return how the search of many articles, `count` or all of the run, is divided."""
    those = helpers(articles, workers, count)
    return DividedLabour(those, articles.shards, articles.folder) if those else None


def _unread(articles: CleanedRun, index: DuplicateIndex, *, is_read: bool) -> list[str]:
    """List the articles of an index, without those of the run where these `is_read` already."""
    names = [name.decode() for name in index.articles.ids.tolist()]
    if not is_read:
        return names
    own = {row["article_id"] for row in articles.rows(("article_id",))}
    return [name for name in names if name not in own]


def _are_most(gone: Collection[str], index: DuplicateIndex) -> bool:
    return len(gone) > MOST_GONE * len(index.articles.ids)


def _all_documents(
    current: Current | None, gone: frozenset[str], new: Iterator[Document]
) -> Iterator[Document]:
    """Yield all articles of the next snapshot that stand for their page, kept or as a copy."""
    if current:
        for row in read_standing(current, DOCUMENT):
            if row["article_id"] not in gone:
                yield Document(**row)
    yield from new


def _new_documents(articles: CleanedRun) -> Iterator[Document]:
    """Yield the articles of this run, and those that come to stand for their page."""
    for row in articles.rows(DOCUMENT):
        yield Document(**row)
    yield from _promoted(articles)


def _promoted(articles: CleanedRun) -> Iterator[Document]:
    """Yield the articles of the snapshot that come to stand for their page."""
    promoted = articles.selection.pages.promoted
    if articles.current and promoted:
        for row in read_articles(articles.current, DOCUMENT, promoted):
            yield Document(**row)


def _decided(clusters: Iterable[Cluster]) -> dict[str, Decision]:
    """Return the decisions on the articles of clusters.

    Of a million articles they take 250 MB, so the index is written before them.
    """
    decisions: dict[str, Decision] = {}
    for cluster in clusters:
        decisions.update(_decisions(cluster))
    return decisions


def _decisions(cluster: Cluster) -> Iterator[tuple[str, Decision]]:
    """Yield the decisions for a canonical and its copies."""
    yield cluster.canonical_id, Decision(cluster.cluster_id, cluster.copies)
    for copy in cluster.duplicates:
        decision = Decision(
            cluster_id=cluster.cluster_id,
            canonical_id=copy.canonical_id,
            kind=copy.kind.value,
            similarity=float(copy.similarity),
        )
        yield copy.article_id, decision


def _merged(
    before: Mapping[str, Decision], changed: dict[str, Decision]
) -> dict[str, Decision]:
    """Replace decisions that changed; an article that had a story keeps it.

    `changed` is emptied meanwhile: of a million articles, two of each decision take 200 MB.
    """
    merged = dict(before)
    for article_id in list(changed):
        decision = changed.pop(article_id)
        merged[article_id] = _with_story_of(before.get(article_id), decision)
    return merged


def _with_story_of(before: Decision | None, decision: Decision) -> Decision:
    """Return a decision with the story that the article had; the one before, if it is the same."""
    if before is None:
        return decision
    cluster_id = decision.cluster_id
    if cluster_id == before.cluster_id:
        cluster_id = before.cluster_id  # one string of two that are equal
    revised = replace(decision, cluster_id=cluster_id, story_id=before.story_id)
    return before if revised == before else revised
