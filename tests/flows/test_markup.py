"""HTML in a text field is read as HTML, whatever its form; a text about HTML is not."""

from __future__ import annotations

import html
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import Article, Record
from cleaners.extraction import extract
from cleaners.pipeline import clean
from flows.intake.discovery import discover
from flows.intake.reading import read
from flows.markup import find_markup
from flows.settings import Settings
from tests.growth import assert_linear

FOLDER = Path(__file__).parents[1] / "cases"
CASES = [
    json.loads(line)
    for line in (FOLDER / "markup/cases.jsonl").read_text("utf-8").splitlines()
]
TEXTS = tomllib.loads((FOLDER / "decoding/texts.toml").read_text("utf-8"))["text"]
LINES = [
    "The swing bridge at Kelmouth will close to cars for six weeks from Monday.",
    "Inspectors first noticed the cracks in March, and the board asked for a report.",
    "Buses will be sent over the upper crossing, which adds twenty minutes to a trip.",
    "Nobody is in danger, the engineer said, and nobody has been.",
]
FORMS = {
    "paragraphs": "".join(f"<p>{line}</p>" for line in LINES),
    "unclosed": "<p>".join(LINES),
    "breaks": "<br>".join(LINES),
    "double breaks": "<br /><br />".join(LINES),
    "blank lines": "\n\n".join(["<b>Kelmouth</b>", *LINES]),
    "lines": "\n".join([*LINES, "<em>The bridge is of 1891.</em>"]),
    "pictures between": "\n\n<img src='/b.jpg'>\n\n".join(LINES),
    "mixed": f"<p>{LINES[0]}</p>\n\n{LINES[1]}\n\n<ul>\n\n<li>{LINES[2]}</li></ul>\n\n{LINES[3]}",
    "quoted": f"<blockquote>{LINES[0]}</blockquote>{''.join(LINES[1:])}",
    "one": f"<p>{LINES[0]}</p>",
    "one bare": f"{LINES[0]}<br>",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_markup_is_told_from_text_about_it(case: dict[str, str]) -> None:
    markup = find_markup(case["text"])
    assert (markup is not None) == case["html"]
    if markup is not None:
        assert "<" in markup
        assert "CDATA" not in markup
        assert find_markup(markup) == markup, "it is found once and for all"


@pytest.mark.parametrize("text", TEXTS, ids=lambda case: case["language"])
def test_plain_text_stays_text(text: dict[str, str]) -> None:
    assert find_markup(text["text"]) is None
    assert find_markup(html.escape(text["text"])) is None


@pytest.mark.parametrize("escapes", [0, 1, 2])
@pytest.mark.parametrize("form", FORMS)
def test_a_fragment_comes_out_whole(form: str, escapes: int) -> None:
    text = FORMS[form]
    for _ in range(escapes):
        text = html.escape(text)
    markup = find_markup(text)
    assert markup is not None
    found = " ".join(extract(markup).text.split())
    wanted = [line for line in LINES if line in FORMS[form]]
    assert all(line in found for line in wanted)
    article = clean(Record("a", "jsonl", 0, markup, "", is_html=True))
    assert isinstance(article, Article)
    assert all(line in article.text for line in wanted)


def test_lines_of_a_fragment_stay_paragraphs() -> None:
    for form in ("blank lines", "lines", "pictures between"):
        markup = find_markup(FORMS[form])
        assert markup is not None
        paragraphs = extract(markup).text.split("\n\n")
        assert set(LINES) <= set(paragraphs)


def test_a_page_keeps_its_line_breaks() -> None:
    page = "<html><body><p>One\n\ntwo</p>\n\n<pre>a\n\nb</pre></body></html>"
    assert find_markup(page) == page


def test_readers_hand_on_the_markup(tmp_path: Path) -> None:
    escaped = html.escape(FORMS["paragraphs"])
    rows = [{"text": escaped}, {"html": f"<![CDATA[{escaped}]]>"}, {"text": LINES[0]}]
    jsonl = "\n".join(map(json.dumps, rows))
    (tmp_path / "a.jsonl").write_text(jsonl, "utf-8")
    (tmp_path / "b.txt").write_text(escaped, "utf-8")
    records = [
        record
        for file in discover([tmp_path]).files
        for record in read(file, Settings())
        if isinstance(record, Record)
    ]
    wanted = FORMS["paragraphs"]
    assert [(each.content, each.is_html) for each in records] == [
        (wanted, True),
        (wanted, True),
        (LINES[0], False),
        (wanted, True),
    ]


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "&lt;p&gt;",
        "&amp;",
        "\n\n",
        " ",
        "word ",
        "End. ",
        "<x>",
        "<!--",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    markup = find_markup(text)
    if "<" not in text and "&" not in text:
        assert markup is None
    if markup is not None:
        assert find_markup(markup) is not None


@pytest.mark.parametrize(
    "text",
    [
        "<",
        "<!--",
        "&lt;",
        "<a ",
        "\n\n",
        '"<b',
        "`",
        "```\n",
        "<b>a</b>\n\n",
        "&amp;",
        "<p>",
    ],
)
def test_large_texts_cost_little(text: str) -> None:
    def search(size: int) -> None:
        find_markup("Words before. " + text * (size // len(text)))

    assert_linear(search, 10_000)
