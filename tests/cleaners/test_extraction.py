"""Extraction returns the same article and metadata every time, and refuses hostile markup."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import Metadata
from cleaners.date_stamps import read_stamp
from cleaners.extraction import Extraction, HostileMarkupError, extract
from cleaners.extraction.headline import choose_title
from cleaners.extraction.hostile_markup import (
    MAX_ATTRIBUTES,
    MAX_CHARACTERS,
    MAX_TAGS,
    refuse_hostile,
)
from cleaners.extraction.json_ld import JsonLdArticle, read_json_ld
from cleaners.extraction.persons import clean_authors

FOLDER = Path(__file__).parents[1] / "cases/extraction"
PAGES = sorted(FOLDER.glob("*.html"))
MANY = " ".join(f"a{number}" for number in range(MAX_ATTRIBUTES + 1))
VALUE = "x" * 100_000


def cases(name: str) -> Any:  # noqa: ANN401 - each file has its own shape
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def extracted(page: Path) -> Extraction:
    return extract(page.read_text("utf-8"), cases(page.stem)["url"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_text_of_a_page(page: Path) -> None:
    text, case = extracted(page).text, cases(page.stem)
    for passage in case["contains"]:
        assert passage in text
    for passage in case["lacks"]:
        assert passage not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_metadata_of_a_page(page: Path) -> None:
    wanted = cases(page.stem)["metadata"]
    wanted["tags"] = tuple(wanted["tags"])
    wanted["published_at"] = wanted["published_at"] and datetime.fromisoformat(
        wanted["published_at"]
    )
    if wanted.get("modified_at"):
        wanted["modified_at"] = datetime.fromisoformat(wanted["modified_at"])
    found = extracted(page).metadata
    assert replace(found, provenance=()) == Metadata(**wanted)
    for mark in found.provenance:
        assert getattr(found, mark.column)
        assert mark.source


def test_a_page_gives_the_same_result_in_any_order() -> None:
    first = [extracted(page) for page in PAGES]
    for _ in range(2):
        assert [extracted(page) for page in reversed(PAGES)] == first[::-1]
    assert [extracted(PAGES[0])] * 3 == [extracted(PAGES[0]) for _ in range(3)]


def test_importing_the_package_does_not_load_trafilatura() -> None:
    program = """
import sys
import cleaners.extraction
sys.exit("trafilatura" in sys.modules or "lxml" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "\0",
        "<!-- note -->",
        "<html></html>",
        "<script>var a = 1;</script>",
        "<p></p>",
    ],
)
def test_a_page_without_text_gives_an_empty_text(html: str) -> None:
    assert extract(html) == Extraction("", (), Metadata())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 2_000 + "deep" + "</div>" * 2_000,
        "\ud800<p>Lone half.</p>",
        "<p>\x00a</p>",
    ],
)
def test_odd_markup_raises_nothing(html: str) -> None:
    assert isinstance(extract(html).text, str)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p {MANY}>", id="attributes"),
        pytest.param(f"<p/{MANY.replace(' ', '/')}>", id="attributes between slashes"),
        pytest.param(f'<p x=">" {MANY}>', id="after a quoted bracket"),
        pytest.param(f'<p ="{MANY} ">', id="after a quote outside a value"),
        pytest.param(f"<!--><p {MANY}>-->", id="after a comment that ends at once"),
        pytest.param(
            f"<!-- x --!><p {MANY}>-->", id="after a comment with a wrong end"
        ),
        pytest.param(
            f"<script>'</script ><p {MANY}>'</script>",
            id="after a script that ends early",
        ),
        pytest.param(f"<noscript><p {MANY}></noscript>", id="where scripts are off"),
        pytest.param("<br>" * (MAX_TAGS + 1), id="tags"),
        pytest.param("<p>" + "word " * (MAX_CHARACTERS // 5) + "</p>", id="characters"),
        pytest.param("<b <b " * MAX_ATTRIBUTES, id="a tag without an end"),
    ],
)
def test_hostile_markup_is_refused(html: str) -> None:
    with pytest.raises(HostileMarkupError, match="the limit is"):
        extract(html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            f'<img src="data:image/png;base64,{VALUE}">', id="an inline picture"
        ),
        pytest.param(
            "<div data-props='" + '{"a": 1}, ' * 20_000 + "'>",
            id="a quoted value full of data",
        ),
        pytest.param(
            f"<script><p {MANY}>{VALUE * 30}</script>",
            id="a long script that writes markup",
        ),
        pytest.param(f"<style>{VALUE * 30}</style>", id="a long style"),
        pytest.param(f"<!-- <p {MANY}> {VALUE * 30} -->", id="a long comment"),
        pytest.param(f"<title><p {MANY}></title>", id="markup in a title is text"),
        pytest.param("a < b, " * 200_001, id="brackets that open no tag"),
        pytest.param("<p>x</p>" * 10_000, id="many tags"),
        pytest.param("<script>" * 50_000, id="a script without an end"),
    ],
)
def test_big_honest_markup_is_not_refused(html: str) -> None:
    refuse_hostile(html)


@pytest.mark.parametrize(("text", "wanted"), cases("dates"))
def test_machine_dates_are_read(text: str, wanted: str | None) -> None:
    found = read_stamp(text)
    assert (found and found.isoformat()) == wanted


@pytest.mark.parametrize(("names", "wanted"), cases("authors"))
def test_authors_are_cleaned(names: list[str | None], wanted: str | None) -> None:
    assert clean_authors(names) == wanted


@pytest.mark.parametrize("case", cases("titles"), ids=lambda case: case["label"])
def test_titles_are_chosen(case: dict[str, Any]) -> None:
    assert (
        choose_title(case["headings"], case["titles"], case["sites"]) == case["title"]
    )


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@graph",
                    "@type",
                    "@id",
                    "name",
                    "author",
                    "headline",
                    "datePublished",
                    "mainEntity",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(JSON_VALUES.map(json.dumps) | st.text(max_size=40), max_size=3),
    JSON_VALUES,
)
def test_json_ld_of_any_shape_raises_nothing(
    scripts: list[str], author: object
) -> None:
    article = json.dumps(
        {"@type": "NewsArticle", "headline": "Ferries return", "author": author}
    )
    assert isinstance(read_json_ld(scripts), JsonLdArticle)
    assert read_json_ld([article, *scripts]).headline == "Ferries return"


def test_json_ld_too_deep_to_parse_is_ignored() -> None:
    deep = '{"@graph":' * 400 + "{}" + "}" * 400
    for script in ("[" * 200_000, deep):
        assert read_json_ld([script]) == JsonLdArticle()


BODILESS = [
    "<title>Rain</title><article><p>{}</p></article>",
    "<!doctype html><meta charset=utf-8><title>Rain</title><main>{}</main>",
    "<html><head><title>Rain</title></head><section>{}</section></html>",
    "<script>let a;</script><news-lead>{}</news-lead>",
    "<!-- a story --><figure></figure>{}",
]


@pytest.mark.parametrize("page", BODILESS)
def test_a_page_need_not_say_where_its_body_begins(page: str) -> None:
    prose = "The swing bridge at Kelmouth will close to cars for six weeks from Monday."
    assert extract(page.format(prose)).text.strip() == prose
