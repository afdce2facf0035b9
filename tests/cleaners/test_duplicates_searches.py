"""Many searches give the same clusters as one search among all articles."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from random import Random
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.duplicates import (
    Cluster,
    Document,
    DuplicateIndex,
    WordClasses,
    Workspace,
    candidates,
    find_clusters,
    hash_parts,
    update,
    word_classes,
)
from cleaners.duplicates.in_memory import MemoryCache, MemoryStore
from cleaners.duplicates.relations import related_articles

CASES = Path(__file__).parents[1] / "cases" / "duplicates"
PARAGRAPHS = tomllib.loads((CASES / "paragraphs.toml").read_text(encoding="utf-8"))
ROWS = [
    line.split("\t")
    for line in (CASES / "spun.tsv").read_text(encoding="utf-8").splitlines()
]
MAPPING = word_classes(
    (original, spun, float(weight)) for original, spun, weight in ROWS
)
CLASSES = WordClasses.of(MAPPING)

# So few that lines are often repeated on a site, and shingles are in many texts.
NAMES = [
    "ferry_1",
    "ferry_1_edited",
    "ferry_2",
    "ferry_2_spun",
    "ferry_3",
    "bridge_1",
    "whale_1",
    "statement",
    "boilerplate_1",
    "short_1",
    "tiny",
]
MADE = st.builds(
    lambda names, cut, spun, at, site, line_break: Document(
        "", line_break.join(PARAGRAPHS[name] for name in names)[cut:], spun, at, site
    ),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    st.integers(0, 90),
    st.booleans(),
    st.none() | st.datetimes(),
    st.sampled_from([None, "one.example", "one.example", "two.example"]),
    st.sampled_from(["\n", "\n", " "]),
)
SETS = st.lists(MADE, min_size=1, max_size=24).map(
    lambda made: [
        replace(document, article_id=f"{number:02}")
        for number, document in enumerate(made)
    ]
)


class Dataset:
    """Searches one after the other, and the clusters as they then are."""

    def __init__(self) -> None:
        self.index = DuplicateIndex.empty()
        self.documents: dict[str, Document] = {}
        self.clusters: dict[str, Cluster] = {}

    def update(
        self, documents: Sequence[Document], removed: Sequence[str] = ()
    ) -> None:
        """Search once more."""
        store = MemoryStore(self.documents.values())
        workspace = Workspace(CLASSES, store, [], MemoryCache())
        result = update(self.index, documents, workspace, removed)
        self.index = result.index
        for name in removed:
            del self.documents[name]
        self.documents |= {document.article_id: document for document in documents}
        changed = {name for cluster in result.clusters for name in members(cluster)}
        changed.update(removed)
        unchanged = [
            cluster
            for cluster in self.clusters.values()
            if not changed.intersection(members(cluster))
        ]
        self.clusters = {
            cluster.cluster_id: cluster for cluster in (*unchanged, *result.clusters)
        }

    def sorted(self) -> tuple[Cluster, ...]:
        """Return all clusters."""
        stale = [
            cluster
            for cluster in self.clusters.values()
            if not set(members(cluster)) <= set(self.documents)
        ]
        assert not stale, "no cluster has a removed article"
        return tuple(self.clusters[name] for name in sorted(self.clusters))


Relations = list[tuple[object, ...]]


def relations(index: DuplicateIndex, clusters: Iterable[Cluster]) -> Relations:
    """Return what the kept articles of an index are to one another."""
    kept = [cluster.canonical_id.encode() for cluster in clusters]
    is_kept = np.isin(index.articles.ids, np.array(kept, np.bytes_))
    found = related_articles(index, is_kept)
    columns = [getattr(found, item.name).tolist() for item in fields(found)]
    return sorted(zip(*columns, strict=True))


def in_one_search(
    documents: Iterable[Document],
) -> tuple[tuple[Cluster, ...], Relations]:
    """Return the clusters and relations of one search among all documents."""
    dataset = Dataset()
    dataset.update(sorted(documents, key=lambda document: document.article_id))
    clusters = dataset.sorted()
    return clusters, relations(dataset.index, clusters)


def members(cluster: Cluster) -> Iterator[str]:
    yield cluster.canonical_id
    yield from (copy.article_id for copy in cluster.duplicates)


# With one anchor a text is linked to few others, and later texts often replace it.
@pytest.mark.parametrize("anchors", [1, candidates.ANCHORS])
@settings(max_examples=20, deadline=None)
@given(documents=SETS, cuts=st.lists(st.integers(0, 24), max_size=9))
def test_many_searches_give_the_clusters_of_one_search(
    documents: list[Document], cuts: list[int], anchors: int
) -> None:
    dataset = Dataset()
    bounds = [0, *sorted(cuts), len(documents)]
    with patch.object(candidates, "ANCHORS", anchors):
        for start, end in pairwise(bounds):
            dataset.update(documents[start:end])
        clusters, related = in_one_search(documents)
    assert dataset.sorted() == clusters
    assert relations(dataset.index, clusters) == related


def lines_of(dataset: Dataset) -> list[list[int]]:
    """Return the columns of the lines of an index, and those that are repeated."""
    columns = [dataset.index.repeated_lines]
    for run in dataset.index.lines:
        columns += [run.site_lines, run.texts]
    return [column.tolist() for column in columns]


@settings(max_examples=20, deadline=None)
@given(documents=SETS, cut=st.integers(0, 24), rows=st.integers(1, 9))
def test_lines_in_parts_are_those_that_are_read_at_once(
    documents: list[Document], cut: int, rows: int
) -> None:
    whole, parted = Dataset(), Dataset()
    for batch in (documents[:cut], documents[cut:]):
        whole.update(batch)
        with patch.object(hash_parts, "ROWS_AT_ONCE", rows):
            parted.update(batch)
    assert lines_of(parted) == lines_of(whole)
    assert parted.sorted() == whole.sorted()


STEPS = st.lists(
    st.tuples(st.integers(0, 24), st.sets(st.integers(0, 24), max_size=6)), max_size=5
)


@pytest.mark.parametrize("anchors", [1, candidates.ANCHORS])
@settings(max_examples=20, deadline=None)
@given(documents=SETS, steps=STEPS)
def test_removed_articles_leave_no_trace(
    documents: list[Document], steps: list[tuple[int, set[int]]], anchors: int
) -> None:
    dataset, start = Dataset(), 0
    with patch.object(candidates, "ANCHORS", anchors):
        for end, numbers in [
            *sorted(steps, key=lambda step: step[0]),
            (len(documents), set()),
        ]:
            names = {f"{number:02}" for number in numbers}
            removed = sorted(dataset.documents.keys() & names)
            dataset.update(documents[start:end], removed)
            start = max(start, end)
        clusters, related = in_one_search(dataset.documents.values())
    assert dataset.sorted() == clusters
    assert relations(dataset.index, clusters) == related


@settings(max_examples=40, deadline=None)
@given(documents=SETS, seed=st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(
    documents: list[Document], seed: Random
) -> None:
    shuffled = seed.sample(documents, len(documents))
    assert find_clusters(shuffled, MAPPING) == find_clusters(documents, MAPPING)


# Frames of two sites, which are lines of their own in one article, and not in the other.
BROKEN = [
    Document("00", text.replace("|", line_break), site=site)
    for frame, site in (
        ("boilerplate_1", "one.example"),
        ("boilerplate_2", "two.example"),
    )
    for text in (
        f"{PARAGRAPHS[frame]}|{PARAGRAPHS['short_1']}",
        f"{PARAGRAPHS[frame]}|{PARAGRAPHS['short_2']}",
        f"{PARAGRAPHS[frame]}|{PARAGRAPHS['short_3']}",
    )
    for line_break in ("\n", " ")
]


@settings(max_examples=40, deadline=None)
@given(
    order=st.permutations(range(len(BROKEN))),
    cuts=st.lists(st.integers(0, len(BROKEN)), max_size=4),
)
def test_line_breaks_of_equal_texts_change_nothing(
    order: list[int], cuts: list[int]
) -> None:
    documents = [replace(BROKEN[at], article_id=f"{at:02}") for at in order]
    expected, _ = in_one_search(documents)
    dataset = Dataset()
    for start, end in pairwise([0, *sorted(cuts), len(documents)]):
        dataset.update(documents[start:end])
    assert dataset.sorted() == expected
    assert dataset.index.texts.alive.sum() == len(documents) // 2


def case_documents() -> Iterator[object]:
    """Yield the documents of every case, forwards and backwards."""
    for case in tomllib.loads((CASES / "cases.toml").read_text(encoding="utf-8"))[
        "case"
    ]:
        rows = [
            (row, "\n\n".join(PARAGRAPHS.get(name, name) for name in row["text"]))
            for row in case["document"]
        ]
        made = [
            Document(row["id"], text, row.get("spun", False), None, row.get("site"))
            for row, text in rows
        ]
        yield pytest.param(made, id=case["name"])
        yield pytest.param(made[::-1], id=f"{case['name']}, backwards")


@pytest.mark.parametrize("documents", list(case_documents()))
def test_a_search_for_each_document_gives_the_clusters_of_one_search(
    documents: list[Document],
) -> None:
    dataset = Dataset()
    for document in documents:
        dataset.update([document])
    assert dataset.sorted() == find_clusters(documents, MAPPING)
