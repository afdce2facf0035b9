"""Copies are found, each under one canonical; other articles stay on their own."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.duplicates import Cluster, Document, Kind, find_clusters, word_classes

CASES = Path(__file__).parents[1] / "cases" / "duplicates"
PARAGRAPHS = tomllib.loads((CASES / "paragraphs.toml").read_text(encoding="utf-8"))
ROWS = [
    line.split("\t")
    for line in (CASES / "spun.tsv").read_text(encoding="utf-8").splitlines()
]
PAIRS = [(original, spun, float(weight)) for original, spun, weight in ROWS]

Case = Mapping[str, object]


def cases() -> Iterable[object]:
    """Read the cases; a known failure must fail."""
    for case in tomllib.loads((CASES / "cases.toml").read_text(encoding="utf-8"))[
        "case"
    ]:
        marks = (
            [pytest.mark.xfail(reason=case["known_failure"])]
            if "known_failure" in case
            else []
        )
        yield pytest.param(case, id=case["name"], marks=marks)


def document(row: Mapping[str, object]) -> Document:
    """Build a document from its paragraphs; other names are text themselves."""
    text = "\n\n".join(PARAGRAPHS.get(name, name) for name in row["text"])
    if row.get("change") == "folded":
        text = text.upper().replace(",", " ").replace("\n\n", "  ").rstrip(".")
    return Document(
        row["id"],
        text,
        row.get("spun", False),
        row.get("published_at"),
        row.get("site"),
        spun_score=row.get("spun_score"),
        title=row.get("title"),
        source_credit=row.get("source_credit"),
        fetched_at=row.get("fetched_at"),
        url=row.get("url"),
    )


@pytest.mark.parametrize("case", list(cases()))
def test_the_clusters_are_those_of_the_case(case: Case) -> None:
    documents = [document(row) for row in case["document"]]
    clusters = find_clusters(
        documents, word_classes(PAIRS) if "pairs" in case else None
    )
    found = {
        cluster.canonical_id: {
            copy.article_id: copy.kind.value for copy in cluster.duplicates
        }
        for cluster in clusters
    }
    assert found == {
        row["canonical"]: row.get("duplicates", {}) for row in case["cluster"]
    }


# Documents for the laws: a few paragraphs each, some folded, cut or spun, so that copies abound.
STORIES = sorted(
    name
    for name in PARAGRAPHS
    if name.startswith(("ferry", "bridge", "whale", "tiny", "short", "quake"))
)
MADE = st.builds(
    lambda names, cut, spun, at, site: Document(
        "", "\n".join(PARAGRAPHS[name] for name in names)[cut:], spun, at, site
    ),
    st.lists(st.sampled_from(STORIES), max_size=4),
    st.integers(0, 120),
    st.booleans(),
    st.none() | st.datetimes(),
    st.sampled_from([None, "one.example", "two.example"]),
)
SETS = st.lists(MADE, max_size=12).map(
    lambda made: [
        replace(document, article_id=f"{number:02}")
        for number, document in enumerate(made)
    ]
)
CLASSES = word_classes(PAIRS)


def members(cluster: Cluster) -> list[str]:
    """List the ids of a cluster."""
    return [cluster.canonical_id, *(copy.article_id for copy in cluster.duplicates)]


@settings(max_examples=60, deadline=None)
@given(SETS, st.randoms(use_true_random=False))
def test_every_document_is_in_one_cluster_in_any_input_order(
    documents: list[Document], chance: Random
) -> None:
    clusters = find_clusters(documents, CLASSES)
    ids = sorted(member for cluster in clusters for member in members(cluster))
    assert ids == sorted(document.article_id for document in documents), (
        "none is lost, none is there twice"
    )
    chance.shuffle(documents)
    assert find_clusters(documents, CLASSES) == clusters, (
        "the order of the input does not matter"
    )
    assert find_clusters(iter(documents), CLASSES) == clusters, (
        "a second run gives the same"
    )


@settings(max_examples=60, deadline=None)
@given(SETS)
def test_a_cluster_is_one_canonical_and_its_copies(documents: list[Document]) -> None:
    by_id = {document.article_id: document for document in documents}
    for cluster in find_clusters(documents, CLASSES):
        assert cluster.cluster_id == min(members(cluster))
        assert cluster.copies == len(members(cluster)) - 1
        for copy in cluster.duplicates:
            assert copy.canonical_id == cluster.canonical_id, (
                "a canonical is never a duplicate"
            )
            assert 0 < copy.similarity <= 1
            is_spun = by_id[cluster.canonical_id].spun
            assert is_spun <= by_id[copy.article_id].spun, "what is genuine is kept"


@settings(max_examples=40, deadline=None)
@given(SETS)
def test_a_verbatim_copy_changes_nothing_but_its_own_cluster(
    documents: list[Document],
) -> None:
    before = {
        cluster.canonical_id: members(cluster)
        for cluster in find_clusters(documents, CLASSES)
    }
    again = [
        replace(
            original,
            article_id="~" + original.article_id,
            spun=True,
            published_at=None,
        )
        for original in documents
    ]
    after = find_clusters([*documents, *again], CLASSES)
    assert len(after) == len(before)
    for cluster in after:
        kept = [name for name in members(cluster) if not name.startswith("~")]
        assert sorted(kept) == sorted(before[cluster.canonical_id])


def test_two_documents_with_one_id_are_refused() -> None:
    with pytest.raises(
        ValueError, match="two documents have the id a; every article needs its own"
    ):
        find_clusters([Document("a", "one"), Document("a", "two")])


def test_no_documents_make_no_clusters() -> None:
    assert find_clusters([]) == ()


def test_a_cluster_keeps_its_id_when_a_better_canonical_arrives() -> None:
    texts = (
        PARAGRAPHS["ferry_1"],
        PARAGRAPHS["ferry_1_edited"] + " " + PARAGRAPHS["tiny"],
    )
    first = find_clusters([Document("a", texts[0])])
    second = find_clusters([Document("a", texts[0]), Document("b", texts[1])])
    assert [cluster.canonical_id for cluster in (*first, *second)] == ["a", "b"]
    assert first[0].cluster_id == second[0].cluster_id == "a"


def test_a_story_with_hundreds_of_copies_is_one_cluster() -> None:
    words = " ".join(PARAGRAPHS[f"ferry_{number}"] for number in (1, 2, 3)).split()
    copies = [
        " ".join(word for at, word in enumerate(words) if (at + shift) % 29)
        for shift in range(29)
    ]
    texts = [
        f"{copy} Printed in edition {edition}."
        for copy in copies
        for edition in range(12)
    ]
    clusters = find_clusters(
        [Document(f"{number:03}", text) for number, text in enumerate(texts)]
    )
    assert [cluster.copies for cluster in clusters] == [len(texts) - 1]
    assert {copy.kind for copy in clusters[0].duplicates} == {Kind.NEAR}
