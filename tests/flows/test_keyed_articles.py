"""Articles that are members of an object by their address keep it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaners.article import Record
from tests.flows.reading import keep_the_laws, texts_of

ADDRESSES = [f"https://a.example/news/{n}" for n in range(3)]
ITEMS = [{"headline": f"Ferry {n}", "body": f"The boat left at {n}."} for n in range(3)]
TEXTS = [item["body"] for item in ITEMS]
KEYED = dict(zip(ADDRESSES, ITEMS, strict=True))
LONG = "https://a.example/" + "x" * 900
SHAPES = {
    "by address": json.dumps(KEYED),
    "by address, indented": json.dumps(KEYED, indent=4),
    "slashes with a backslash": json.dumps(KEYED).replace("/", "\\/"),
    "below a name": json.dumps({"status": "ok", "articles": KEYED}),
    "in wrappers": json.dumps({url: {"page": item} for url, item in KEYED.items()}),
    "one after another": "\n".join(json.dumps({url: KEYED[url]}) for url in ADDRESSES),
}


def addresses(data: str, folder: Path, name: str = "export.json") -> list[str | None]:
    rows = keep_the_laws(folder, name, data.encode(), 60)
    return [row.metadata.url for row in rows if isinstance(row, Record)]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_name_of_an_article_is_its_address(tmp_path: Path, shape: str) -> None:
    rows = keep_the_laws(tmp_path, "export.json", SHAPES[shape].encode(), 60)
    assert texts_of(rows) == TEXTS
    assert addresses(SHAPES[shape], tmp_path) == ADDRESSES


def test_lines_and_long_addresses_have_theirs_too(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({url: KEYED[url]}) for url in ADDRESSES)
    assert addresses(lines, tmp_path, "lines.jsonl") == ADDRESSES
    long = json.dumps({LONG: ITEMS[0], ADDRESSES[1]: ITEMS[1]})
    assert addresses(long, tmp_path) == [LONG, ADDRESSES[1]]


LONG_TEXT = "The boat left the harbour on time, and nobody was aboard. " * 5
PLAIN = {url: f"{LONG_TEXT}{number}" for number, url in enumerate(ADDRESSES)}
PLAIN_SHAPES = {
    "export.json": json.dumps(PLAIN),
    "indented.json": json.dumps(PLAIN, indent=4),
    "listed.json": json.dumps([{url: PLAIN[url]} for url in ADDRESSES]),
    "lines.jsonl": "\n".join(json.dumps({url: PLAIN[url]}) for url in ADDRESSES),
}


@pytest.mark.parametrize("name", PLAIN_SHAPES)
def test_texts_have_the_addresses_that_they_are_below(
    tmp_path: Path, name: str
) -> None:
    rows = keep_the_laws(tmp_path, name, PLAIN_SHAPES[name].encode(), 60)
    assert texts_of(rows) == list(PLAIN.values())
    assert addresses(PLAIN_SHAPES[name], tmp_path, name) == ADDRESSES


def test_a_page_below_its_address_is_a_page(tmp_path: Path) -> None:
    page = f"<html><body><p>{LONG_TEXT}</p></body></html>"
    data = json.dumps(dict.fromkeys(ADDRESSES, page)).encode()
    first, *_ = keep_the_laws(tmp_path, "export.json", data, 60)
    assert isinstance(first, Record)
    assert first.is_html


def test_names_without_a_scheme_are_addresses(tmp_path: Path) -> None:
    keyed = {"www.a.example/1": ITEMS[0], "www.a.example/2": ITEMS[1]}
    assert addresses(json.dumps(keyed), tmp_path) == [
        "https://www.a.example/1",
        "https://www.a.example/2",
    ]


NO_TEXTS = [
    {ADDRESSES[0]: "Ferry", ADDRESSES[1]: "Boat"},
    {**PLAIN, "count": "3"},
    {"a": LONG_TEXT, "b": LONG_TEXT},
    {ADDRESSES[0]: len(LONG_TEXT)},
    {},
]


@pytest.mark.parametrize("document", NO_TEXTS)
def test_links_and_other_members_are_no_texts(tmp_path: Path, document: object) -> None:
    rows = keep_the_laws(tmp_path, "export.json", json.dumps(document).encode(), 60)
    assert texts_of(rows) in (["(no_text_field)"], ["(empty)"])


STATED = {**ITEMS[0], "url": "https://b.example/own"}
OTHERS = [
    ({ADDRESSES[0]: STATED, ADDRESSES[1]: STATED}, [STATED["url"]] * 2),
    ({"a1": ITEMS[0], "a2": ITEMS[1]}, [None, None]),
    ({"a.example/1": ITEMS[0], "see https://a.example": ITEMS[1]}, [None, None]),
    ({ADDRESSES[0]: ITEMS}, [None] * 3),
    ({"https://a.example/" + "x" * 3_000: ITEMS[0], "b": ITEMS[1]}, [None, None]),
]


@pytest.mark.parametrize(("document", "urls"), OTHERS)
def test_other_names_are_no_addresses(
    tmp_path: Path, document: object, urls: list[str | None]
) -> None:
    assert addresses(json.dumps(document), tmp_path) == urls
