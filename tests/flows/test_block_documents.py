"""Documents of block editors are one text each: spans are joined, lists of articles are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.intake import fields
from flows.intake.field_texts import PARAGRAPH_BREAK, text_of
from flows.intake.readers.json_structure import articles_in
from flows.intake.record_fields import objects_of
from flows.settings import Settings

CASES = Path(__file__).parents[1] / "cases"
DOCUMENTS = json.loads((CASES / "block_documents.json").read_text("utf-8"))
NAMES = Settings().fields
ITEM = {"title": "Two mayors", "author": "Lana Whit", "date": "2025-09-09"}
LINE = {"type": "text", "text": "A line."}
SPANS = [{"type": "text", "text": "One "}, {"type": "text", "text": "line."}]
STORY = {
    "type": "story",
    "headlines": {"basic": "Two mayors"},
    "content_elements": [{"type": "text", "content": "Both won."}],
}
TEASER = {
    "type": "teaser",
    "title": "Two mayors",
    "url": "https://a.example/1",
    "text": "Both.",
}
# Lists whose entries are articles, however much they look like blocks.
LISTS: list[dict[str, Any]] = [
    {"type": "results", "content_elements": [STORY, STORY]},
    {"title": "The Harpole News", "items": [TEASER, TEASER]},
    {"title": "The Harpole News", "articles": [TEASER, TEASER]},
    {"title": "The Harpole News", "content": [TEASER, TEASER]},
    {"title": "The Harpole News", "blocks": [TEASER, TEASER]},
    {"type": "news", "data": [{"type": "news", "title": "A", "text": "B"}] * 2},
]
# Values that are no documents of editors, and stay the paragraphs that they were.
OTHERS: list[tuple[Any, list[str]]] = [
    ([LINE, LINE], ["A line.", "A line."]),
    (["A line.", "Another."], ["A line.", "Another."]),
    ([{"text": "A line."}, {"text": "Another."}], ["A line.", "Another."]),
    ([{"title": "Part one", "text": "A line."}] * 2, ["A line.", "A line."]),
    ({"type": "section", "content": [LINE, LINE]}, ["A line.", "A line."]),
    ({"type": "html", "value": "<p>A line.</p>"}, ["<p>A line.</p>"]),
    ([{"type": "p", "p": "A line."}], ["A line."]),
]
WRITTEN: list[tuple[str, list[str]]] = [
    ("['A line.', \"It's another.\"]", ["A line.", "It's another."]),
    ("['A line.'\n 'Another.']", ["A line.", "Another."]),
    (
        r"['A \'line\'.', 'Two\nrows.', '\xa0', 'Z\u00fcrich', ]",
        ["A 'line'.", "Two\nrows.", "Zürich"],
    ),
    ('["Une ligne.", "L\\u2019autre."]', ["Une ligne.", "L’autre."]),
    (
        json.dumps(
            {"type": "doc", "content": [{"type": "paragraph", "content": SPANS}]}
        ),
        ["One line."],
    ),
]
PROSE = [
    "[Update] The ferry is late. [Ends]",
    '["It is late," she said, "and cold"]',
    "['Late', he said, 'and cold']",
    "['Late'",
    "[1, 2]",
    r"['C:\dir']",
    '{"status": "late"}',
    "{It is late}",
    '[{"question": "Why?", "answer": "Ice."}]',
]  # fmt: skip


@pytest.mark.parametrize("case", DOCUMENTS, ids=[case["name"] for case in DOCUMENTS])
def test_a_document_of_an_editor_is_one_text(case: dict[str, Any]) -> None:
    want = PARAGRAPH_BREAK.join(case["want"])
    document = case["document"]
    for value in (document, json.dumps(document), [document]):
        assert text_of(value) == want
    for name in ("content", "body", "blocks", "content_elements"):
        item = {**ITEM, name: document}
        assert articles_in(item, NAMES) == [item]
        known = fields.metadata(item, NAMES)
        assert (known.title, known.author) == ("Two mayors", "Lana Whit")
        assert fields.article_text(objects_of(item), NAMES) == (want, False)


@pytest.mark.parametrize("item", LISTS)
def test_a_list_of_articles_is_no_document(item: dict[str, Any]) -> None:
    assert len(articles_in(item, NAMES)) == 2


@pytest.mark.parametrize(("value", "want"), OTHERS)
def test_other_values_keep_their_paragraphs(value: object, want: list[str]) -> None:
    assert text_of(value) == PARAGRAPH_BREAK.join(want)


@pytest.mark.parametrize(("text", "want"), WRITTEN)
def test_a_list_that_is_written_as_text_is_read(text: str, want: list[str]) -> None:
    assert text_of(text) == PARAGRAPH_BREAK.join(want)
    assert text_of(f"{text}.") == f"{text}."


@pytest.mark.parametrize("text", PROSE)
def test_prose_in_brackets_stays(text: str) -> None:
    assert text_of(text) == text


def test_comments_and_galleries_are_no_part_of_a_document() -> None:
    comment = {"type": "comment", "text": "First!", "author": "Ned"}
    picture = {"type": "image", "text": "The chain", "url": "https://a.example/c.jpg"}
    document = {"blocks": [picture, LINE, comment], "comments": [comment]}
    item = {**ITEM, "content": document, "comments": [comment], "gallery": [picture]}
    assert fields.article_text(objects_of(item), NAMES) == ("A line.", False)
    assert text_of([picture, comment]) is None


def test_nodes_without_end_are_cut() -> None:
    node: dict[str, Any] = LINE
    for _ in range(200):
        node = {"type": "group", "children": [node]}
    assert text_of({"root": node}) is None
    assert text_of([node, {"type": "paragraph", "children": SPANS}]) == "One line."
