"""What articles are to one another, beside being copies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from cleaners.duplicates import (
    Document,
    DuplicateIndex,
    WordClasses,
    Workspace,
    find_clusters,
    relations,
    update,
)
from cleaners.duplicates.in_memory import MemoryCache, MemoryStore
from cleaners.duplicates.relations import RelatedArticles, related_articles
from tests.cleaners.test_duplicates_searches import PARAGRAPHS
from tests.cleaners.test_proof import FLOOD, HALDEN, INSURERS, KESTREL, STATEMENT
from tests.cleaners.test_retelling import (
    ORIGINAL,
    RETELLING,
    ROUND_TRIP,
    SAME_EVENT,
)

DAY = datetime(2024, 5, 1, tzinfo=UTC)
FERRY = "\n".join(PARAGRAPHS[f"ferry_{number}"] for number in (1, 2, 3))
WHALE = "\n".join(PARAGRAPHS[f"whale_{number}"] for number in (1, 2))
BRIDGE = "\n".join(PARAGRAPHS[f"bridge_{number}"] for number in (1, 2))


# A form that was not only filled in, but put in other words.
LISTED = (
    "Halden Lines said its common shares will continue to be included in the market of the exchange"
    " because of an exception from filing requirements, which it failed to meet as of 15 January."
    " The company said while it believes that it can meet the conditions that were imposed for the"
    " exception, there can be no assurance that it will do so."
)
LISTED_TOO = (
    "Kestrel Mining said its common shares will go on to be traded in the market of the exchange"
    " because of an exception from capital requirements, which it failed to meet as of 20 January."
    " The company said it believes that it can meet conditions imposed for the exception, but there"
    " is no assurance that it will be able to do so."
)


def related(texts: Sequence[str]) -> RelatedArticles:
    """Return the relations between texts that were published one a day."""
    documents = [
        Document(f"{at:02}", text, published_at=DAY + timedelta(days=at))
        for at, text in enumerate(texts)
    ]
    workspace = Workspace(WordClasses.of({}), MemoryStore(), [], MemoryCache())
    result = update(DuplicateIndex.empty(), documents, workspace)
    kept = [cluster.canonical_id.encode() for cluster in result.clusters]
    index = result.index
    is_kept = np.isin(index.articles.ids, np.array(kept, np.bytes_))
    return related_articles(index, is_kept)


def rows(texts: Sequence[str]) -> list[tuple[bytes, bytes, str]]:
    found = related(texts)
    ids = zip(found.articles.tolist(), found.others.tolist(), strict=True)
    return sorted(
        (*pair, label) for pair, label in zip(ids, found.labels(), strict=True)
    )


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([HALDEN, KESTREL], [(b"01", b"00", "same_form")]),
        ([KESTREL, HALDEN], [(b"01", b"00", "same_form")]),
        ([LISTED, LISTED_TOO], [(b"01", b"00", "same_form")]),
        (
            [f"{FLOOD} {STATEMENT}", f"{INSURERS} {STATEMENT}"],
            [(b"01", b"00", "quotes")],
        ),
        ([HALDEN, HALDEN.replace("240", "245")], []),
        ([HALDEN, STATEMENT], []),
        ([FERRY, WHALE], []),
    ],
)
def test_kept_articles_are_related(
    texts: list[str], expected: list[tuple[bytes, bytes, str]]
) -> None:
    assert rows(texts) == expected


def test_what_is_shared_is_counted() -> None:
    found = related([f"{FLOOD} {STATEMENT}", f"{INSURERS} {STATEMENT}"])
    words = len(STATEMENT.split())
    assert found.matched.tolist() == [words]
    assert found.passage.tolist() == [words]


def test_a_page_of_several_stories_contains_each_of_them() -> None:
    page = f"{FERRY}\n{WHALE}\n{BRIDGE}"
    expected = [(b"00", b"01", "contains"), (b"00", b"02", "contains")]
    assert rows([page, FERRY, WHALE]) == expected


def test_each_article_has_its_strongest_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "MAX_RELATED", 1)
    texts = [f"{own} {STATEMENT}" for own in (FLOOD, INSURERS, WHALE, BRIDGE)]
    found = rows(texts)
    named = {name for *pair, _ in found for name in pair}
    assert len(named) == len(texts), "none is left without its strongest"
    assert len(found) <= len(texts)


def test_a_retelling_is_labelled_and_kept() -> None:
    assert rows([ORIGINAL, RETELLING]) == [(b"01", b"00", "retells")]
    assert rows([ORIGINAL, ROUND_TRIP]) == [(b"01", b"00", "retells")]
    assert rows([ORIGINAL, SAME_EVENT]) == []


def test_copies_of_a_retelling_are_copies_of_it() -> None:
    copy = ROUND_TRIP.replace("Around", "Some")
    edited = ORIGINAL.replace("Some 4,000", "About 4,000")
    clusters = find_clusters(
        [
            Document(f"{at}", text)
            for at, text in enumerate((ORIGINAL, ROUND_TRIP, edited, copy))
        ]
    )
    members = [
        {each.canonical_id, *(copy.article_id for copy in each.duplicates)}
        for each in clusters
    ]
    assert sorted(map(sorted, members)) == [["0", "2"], ["1", "3"]]
