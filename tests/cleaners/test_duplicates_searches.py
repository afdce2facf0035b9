"""However articles come in, the clusters are those of one search among all of them."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.duplicates import (
    Classes,
    Cluster,
    Document,
    Known,
    Tools,
    candidates,
    find_clusters,
    update,
    word_classes,
)
from cleaners.duplicates.in_memory import MemoryLibrary, MemoryShelf

CASES = Path(__file__).parents[1] / "cases" / "duplicates"
PARAGRAPHS = tomllib.loads((CASES / "paragraphs.toml").read_text(encoding="utf-8"))
ROWS = [
    line.split("\t")
    for line in (CASES / "spun.tsv").read_text(encoding="utf-8").splitlines()
]
MAPPING = word_classes(
    (original, spun, float(weight)) for original, spun, weight in ROWS
)
CLASSES = Classes.of(MAPPING)

# So few that lines are often repeated by a site, and shingles stand in many texts.
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
    lambda names, cut, spun, at, site: Document(
        "", "\n".join(PARAGRAPHS[name] for name in names)[cut:], spun, at, site
    ),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    st.integers(0, 90),
    st.booleans(),
    st.none() | st.datetimes(),
    st.sampled_from([None, "one.example", "one.example", "two.example"]),
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
        self.known = Known.nothing()
        self.documents: dict[str, Document] = {}
        self.clusters: dict[str, Cluster] = {}

    def update(self, documents: Sequence[Document], gone: Sequence[str] = ()) -> None:
        """Search once more."""
        tools = Tools(
            CLASSES, MemoryLibrary(self.documents.values()), [], MemoryShelf()
        )
        found = update(self.known, documents, tools, gone)
        self.known = found.known
        self.documents = {
            name: known for name, known in self.documents.items() if name not in gone
        }
        self.documents |= {document.article_id: document for document in documents}
        settled = {
            name for cluster in found.clusters for name in members(cluster)
        } | set(gone)
        old = [
            cluster
            for cluster in self.clusters.values()
            if not settled.intersection(members(cluster))
        ]
        self.clusters = {
            cluster.cluster_id: cluster for cluster in (*old, *found.clusters)
        }

    def sorted(self) -> tuple[Cluster, ...]:
        """Give all clusters."""
        gone = [
            cluster
            for cluster in self.clusters.values()
            if not set(members(cluster)) <= set(self.documents)
        ]
        assert not gone, "what went was told of"
        return tuple(self.clusters[name] for name in sorted(self.clusters))


def members(cluster: Cluster) -> Iterator[str]:
    yield cluster.canonical_id
    yield from (copy.article_id for copy in cluster.duplicates)


# With one anchor a text is tied to few others, and those that come later often take its place.
@pytest.mark.parametrize("anchors", [1, candidates.ANCHORS])
@settings(max_examples=20, deadline=None)
@given(documents=SETS, cuts=st.lists(st.integers(0, 24), max_size=9))
def test_many_searches_come_to_what_one_search_does(
    documents: list[Document], cuts: list[int], anchors: int
) -> None:
    dataset = Dataset()
    bounds = [0, *sorted(cuts), len(documents)]
    with patch.object(candidates, "ANCHORS", anchors):
        for start, end in pairwise(bounds):
            dataset.update(documents[start:end])
        assert dataset.sorted() == find_clusters(documents, MAPPING)


STEPS = st.lists(
    st.tuples(st.integers(0, 24), st.sets(st.integers(0, 24), max_size=6)), max_size=5
)


@pytest.mark.parametrize("anchors", [1, candidates.ANCHORS])
@settings(max_examples=20, deadline=None)
@given(documents=SETS, steps=STEPS)
def test_what_goes_leaves_no_trace(
    documents: list[Document], steps: list[tuple[int, set[int]]], anchors: int
) -> None:
    dataset, start = Dataset(), 0
    with patch.object(candidates, "ANCHORS", anchors):
        for end, numbers in [
            *sorted(steps, key=lambda step: step[0]),
            (len(documents), set()),
        ]:
            gone = sorted(
                dataset.documents.keys() & {f"{number:02}" for number in numbers}
            )
            dataset.update(documents[start:end], gone)
            start = max(start, end)
        assert dataset.sorted() == find_clusters(dataset.documents.values(), MAPPING)


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
def test_a_search_for_every_document_comes_to_what_one_search_does(
    documents: list[Document],
) -> None:
    dataset = Dataset()
    for document in documents:
        dataset.update([document])
    assert dataset.sorted() == find_clusters(documents, MAPPING)
