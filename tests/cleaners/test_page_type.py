"""A page's type is told; a listing is refused with its evidence, and an article never is."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from cleaners import pipeline
from cleaners.article import Article, PageType, Reason, Record, Rejection
from cleaners.extraction.blocks import HtmlPage, read_blocks
from cleaners.extraction.page import parse
from cleaners.extraction.page_type import (
    KINDS,
    LISTING,
    classify_page,
    decide,
    find_evidence,
)
from cleaners.extraction.page_types.address import measure_address, read_address
from cleaners.extraction.page_types.arrays import read_arrays
from cleaners.extraction.page_types.declarations import read_declarations
from cleaners.extraction.page_types.features import page_features
from cleaners.extraction.page_types.prose import Features

FOLDER = Path(__file__).parents[1] / "cases/page_types"
PAGES: dict[str, dict[str, Any]] = json.loads((FOLDER / "pages.json").read_text())
LISTINGS = [name for name, case in PAGES.items() if case["refused"]]
SURE_OF_LISTING = dict.fromkeys(KINDS, -9.0) | {LISTING: 9.0}
STORY = "The ferry sails again, the harbour office said in a note on Monday."
TEXT = "The ferry sails again after the storm, the harbour office said on Monday. "
TAGS = st.sampled_from(["div", "p", "li", "h2", "a", "td", "article", "nav", "br"])
NODES = st.lists(st.tuples(TAGS, st.text(max_size=90)), max_size=30)


def markup(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text("utf-8")


def classified(html: str, url: str | None = None) -> PageType:
    tree = parse(html)
    assert tree is not None
    return classify_page(tree, read_blocks(tree), url)


def features_of(html: str, url: str | None = None) -> Features:
    tree = parse(html)
    assert tree is not None
    arrays = read_arrays(read_blocks(tree))
    return page_features(arrays, read_declarations(tree), read_address(url))


def cleaned(name: str, *, keep_listings: bool = False) -> Article | Rejection:
    record = Record(f"{name}.html", "html", 0, markup(name), "0" * 64, is_html=True)
    return pipeline.clean(record, keep_listings=keep_listings)


@pytest.mark.parametrize("name", PAGES)
def test_the_type_of_a_page(name: str) -> None:
    case = PAGES[name]
    found = classified(markup(name), case["url"])
    assert (found.kind, found.evidence is not None) == (case["kind"], case["refused"])


@pytest.mark.parametrize("name", PAGES)
def test_without_its_address_a_page_is_refused_for_the_same_reason(name: str) -> None:
    found = classified(markup(name))
    assert (found.evidence is not None) == PAGES[name]["refused"]


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_is_rejected_with_its_evidence_and_the_setting(name: str) -> None:
    rejected = cleaned(name)
    assert isinstance(rejected, Rejection)
    if rejected.reason is Reason.NO_TEXT:
        return
    assert rejected.reason is Reason.NO_ARTICLE
    assert rejected.detail.startswith("a listing: ")
    assert "keep_listings = true" in rejected.detail


@pytest.mark.parametrize("name", LISTINGS)
def test_the_setting_keeps_listings(name: str) -> None:
    kept = cleaned(name, keep_listings=True)
    if isinstance(kept, Rejection):
        assert kept.reason is Reason.NO_TEXT
    else:
        assert kept.page_type is not None
        assert kept.page_type.kind == LISTING


@pytest.mark.parametrize("name", [name for name in PAGES if name not in LISTINGS])
def test_pages_of_other_types_are_kept_with_their_type(name: str) -> None:
    kept = cleaned(name)
    assert isinstance(kept, Article)
    assert kept.page_type is not None
    assert 0 <= kept.page_type.confidence <= 1


def test_text_has_no_type_of_page() -> None:
    kept = pipeline.clean(Record("a.txt", "text", 0, STORY, "0" * 64))
    assert isinstance(kept, Article)
    assert kept.page_type is None


TEASERS = "".join(
    f"<li><h3><a href='/{n}'>Another story {n}</a></h3><p>In short {n}</p></li>"
    for n in range(30)
)
ONE_BODY = "".join(f"<p>{TEXT * 2}</p>" for _ in range(4))
LINKED_DATA = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
PREVIEW = (
    '<meta property="og:type" content="article">'
    '<meta property="article:published_time" content="2025-01-01">'
)


@pytest.mark.parametrize(
    ("head", "body", "is_refused"),
    [
        ("", f"<ul>{TEASERS}</ul>", True),
        (LINKED_DATA, f"<ul>{TEASERS}</ul>", False),
        (LINKED_DATA * 2, f"<ul>{TEASERS}</ul>", True),
        (PREVIEW, f"<ul>{TEASERS}</ul>", True),
        (PREVIEW, f"<div>{ONE_BODY}</div><ul>{TEASERS}</ul>", False),
        ("", f"<div>{ONE_BODY}</div><ul>{TEASERS}</ul>", True),
        ("", f"<div>{ONE_BODY * 3}</div><ul>{TEASERS}</ul>", False),
        ("", "<p>Nothing here lists anything.</p>", False),
        (
            "",
            f"<nav><ul>{TEASERS.replace('h3', 'b')}</ul></nav><p>{TEXT * 12}</p>",
            False,
        ),
    ],
)
def test_a_plain_article_is_kept_whatever_the_models_say(
    head: str,
    body: str,
    is_refused: bool,  # noqa: FBT001  # a parameter of the case
) -> None:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    found = find_evidence(features_of(html), SURE_OF_LISTING)
    assert (found is not None) == is_refused


def test_a_page_that_is_rather_an_article_is_kept() -> None:
    page = features_of(f"<html><body><ul>{TEASERS}</ul></body></html>")
    doubtful = SURE_OF_LISTING | {"article": 9.5}
    assert decide(page, SURE_OF_LISTING).evidence
    assert decide(page, doubtful) == PageType("article", pytest.approx(0.5, abs=0.01))


@pytest.mark.parametrize(
    "html", ["<html></html>", "<p></p>", "<html><body><br></body>"]
)
def test_an_empty_page_has_a_type_and_is_not_refused(html: str) -> None:
    found = classified(html)
    assert found.kind in KINDS
    assert found.evidence is None


def test_a_page_without_containers_has_a_type() -> None:
    tree = document_fromstring("<html></html>")
    assert classify_page(tree, HtmlPage(), None).kind in KINDS


@given(nodes=NODES, url=st.none() | st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_page_and_address_give_the_same_features_and_a_probability(
    nodes: list[tuple[str, str]], url: str | None
) -> None:
    tree = document_fromstring("<html><body></body></html>")
    body = tree.find("body")
    for tag, text in nodes:
        child = body.makeelement(tag)
        child.text = "".join(letter for letter in text if letter.isprintable())
        body.append(child)
    page = read_blocks(tree)
    found = classify_page(tree, page, url)
    assert found == classify_page(tree, page, url)
    assert found.kind in KINDS
    assert 0 <= found.confidence <= 1
    arrays = read_arrays(page)
    names = page_features(arrays, read_declarations(tree), read_address(url))
    assert list(names) == list(features_of("<html><body>x</body></html>"))


ADDRESSES = {
    "https://a.example/": {"address front page": 1, "address depth": 0},
    "https://a.example/de/?utm_source=x": {"address front page": 1},
    "https://a.example/?p=12": {"address front page": 0},
    "https://a.example/category/boats/page/2": {
        "listing_paths inner": 1,
        "address page": 1,
    },
    "https://docs.a.example/x": {"documentation_paths host": 1},
    "https://a.example/2025/03/01/a-boat-sinks.html": {
        "address date": 1,
        "address last words": 3,
        "address extension": 1,
    },
    "https://a.example/schlagwort/hafen": {"listing_paths inner": 1},
    "https://[": {"address known": 0, "address depth": -1},
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_shows_the_type_of_a_page(url: str) -> None:
    features = measure_address(read_address(url))
    assert {name: features[name] for name in ADDRESSES[url]} == ADDRESSES[url]
