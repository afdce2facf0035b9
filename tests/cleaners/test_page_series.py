"""Pages of one article are known by their addresses, and other pages are not taken for them."""

from __future__ import annotations

import pytest

from cleaners.duplicates import Document, find_clusters
from cleaners.page_series import page_series
from tests.cleaners.test_relations import BRIDGE, FERRY, WHALE

SAME = [
    ("https://a.example/long-report", "https://a.example/long-report?page=2"),
    ("https://a.example/long-report/2", "http://www.a.example/long-report/3/"),
    ("https://a.example/long-report/page/2", "https://a.example/long-report/all"),
    ("https://a.example/long-report_2.html", "https://a.example/long-report.html"),
    ("https://a.example/report-on-boats-page-2", "https://a.example/report-on-boats"),
    ("https://a.example/long-report?view=all", "https://a.example/long-report?p=2"),
    ("https://a.example/news/123456?seite=2", "https://a.example/news/123456"),
]
OTHERS = [
    ("https://a.example/long-report", "https://a.example/short-report"),
    ("https://a.example/long-report", "https://b.example/long-report"),
    ("https://a.example/news/123456", "https://a.example/news/123457"),
    ("https://a.example/?p=12345", "https://a.example/?p=12346"),
    ("https://a.example/long-report?id=2", "https://a.example/long-report?id=3"),
    ("https://a.example/top-10-boats", "https://a.example/top-20-boats"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_pages_of_one_article_are_a_series(one: str, other: str) -> None:
    assert page_series(one) is not None
    assert page_series(one) == page_series(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_pages_are_none(one: str, other: str) -> None:
    found, expected = page_series(one), page_series(other)
    assert found is None or found != expected


@pytest.mark.parametrize("url", [None, "", "https://a.example/", "https://a.example/2"])
def test_what_names_no_article_has_no_series(url: str | None) -> None:
    assert page_series(url) is None


def clusters_of_pages(address: str) -> int:
    """Count the clusters of the pages of an article, and of all of it on one page."""
    parts = [FERRY, WHALE, BRIDGE]
    pages = [
        Document(f"{at}", text, url=address.format(at + 1))
        for at, text in enumerate(parts)
    ]
    whole = Document("all", "\n".join(parts), url=address.format("all"))
    return len(find_clusters([*pages, whole]))


def test_pages_that_seem_several_stories_join_by_their_addresses() -> None:
    assert clusters_of_pages("https://a.example/the-long-report/{}") == 1
    assert clusters_of_pages("https://a.example/{}-of-several-stories") == 4
