"""The extractor's lines are corrected with the page, and only text of the page is added."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.decision_tables import Model, Table, load, sigmoid
from cleaners.extraction.alignment import align
from cleaners.extraction.block_measures import mark_blocks, measure_blocks
from cleaners.extraction.blocks import HtmlPage, read_blocks
from cleaners.extraction.body import MODEL, correct_lines
from cleaners.extraction.dom_roles import HINTS, MARKUP_ROLES
from cleaners.extraction.fallback import find_missed_blocks
from cleaners.extraction.features import compute_features
from cleaners.extraction.page import extract, parse
from cleaners.extraction.repeated_paragraphs import drop_repeated_paragraphs

FOLDER = Path(__file__).parents[1] / "cases/extraction"
BODIES: dict[str, dict[str, Any]] = json.loads(
    (FOLDER / "bodies.json").read_text("utf-8")
)
PROSE = (
    "The ferry left the harbour at nine, and nobody on the quay had expected it "
    "to come back before dark."
)
OTHER = (
    "A second boat followed an hour later with the mail, two bicycles and "
    "the teacher of the island school."
)
SHORTER = f"<div><p>{5 * OTHER}</p></div>"


def page_of(body: str) -> HtmlPage:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    return read_blocks(tree)


def texts(body: str) -> list[str]:
    return [block.text for block in page_of(body).blocks]


@pytest.mark.parametrize("name", BODIES)
def test_the_body_of_a_page(name: str) -> None:
    case = BODIES[name]
    text = extract((FOLDER / "bodies" / f"{name}.html").read_text("utf-8")).text
    for passage in case["contains"]:
        assert passage in text
    for passage in case["lacks"]:
        assert passage not in text
    for count, key in ((1, "once"), (2, "twice")):
        for passage in case.get(key, []):
            assert text.count(passage) == count, passage


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>One <b>bold</b> word</p><p>and\n more</p>", ["One bold word", "and more"]),
        ("<div>Loose<p>inside</p>tail</div>", ["Loose", "inside", "tail"]),
        ("<p>one<br>two</p>", ["one", "two"]),
        ("<p>a <script>var x</script>b</p>", ["a b"]),
        ("<p>seen</p><style>p {}</style><noscript>off</noscript>", ["seen"]),
        ("<p>***</p><p> \n</p>", []),
    ],
)
def test_blocks_end_at_the_edges_of_elements(body: str, wanted: list[str]) -> None:
    assert texts(body) == wanted


def test_a_block_has_its_link_share_and_its_containers() -> None:
    page = page_of(
        '<aside class="moreStories"><p>Read <a href="/a">this here</a></p></aside>'
        '<p role="note">x</p>'
    )
    first, second = page.blocks
    assert first.link_share == pytest.approx(9 / 14)
    assert second.link_share == 0
    aside = page.containers[page.containers[first.container].parent]
    assert (aside.start, aside.end) == (0, 1)
    assert aside.markup_roles == 1 << MARKUP_ROLES.index("aside")
    assert aside.class_hints == 1 << list(HINTS).index("related")


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([PROSE, OTHER], [[0], [2]]),
        (["Note", PROSE, "Note"], [[1], [0], [1]]),
        (["| Quay | nine |", f"{PROSE} {OTHER}"], [[3, 4], [0, 2]]),
        (["This is in no block of the page at all."], [[]]),
        (["---"], [[]]),
    ],
)
def test_lines_are_aligned_to_their_blocks(
    lines: list[str], wanted: list[list[int]]
) -> None:
    row = "<table><tr><td>Quay</td><td>nine</td></tr></table>"
    rest = f"<p>{PROSE}</p><p>Note</p><p>{OTHER}</p>{row}"
    assert align(lines, page_of(rest).blocks) == wanted


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([PROSE, OTHER, PROSE], [PROSE, OTHER]),
        (["Head", PROSE, "Head", PROSE, "Head"], ["Head", PROSE, "Head"]),
        (["Chorus", OTHER, "Chorus"], ["Chorus", OTHER, "Chorus"]),
        ([f"- {PROSE}", OTHER, f"- {PROSE}"], [f"- {PROSE}", OTHER, f"- {PROSE}"]),
        ([f"| {PROSE} |", f"| {PROSE} |"], [f"| {PROSE} |", f"| {PROSE} |"]),
    ],
)
def test_repeated_paragraphs_are_dropped(lines: list[str], wanted: list[str]) -> None:
    assert drop_repeated_paragraphs(lines) == wanted


@given(
    st.lists(
        st.sampled_from([PROSE, OTHER, "Head", "", "- item", f"- {PROSE}"]), max_size=12
    )
)
def test_the_first_of_repeated_paragraphs_stays(lines: list[str]) -> None:
    kept = drop_repeated_paragraphs(lines)
    rest = iter(lines)
    assert all(line in rest for line in kept)
    assert {line.removeprefix("- ") for line in kept} == {
        line.removeprefix("- ") for line in lines
    }
    assert drop_repeated_paragraphs(kept) == kept


def test_a_model_adds_up_the_log_odds_of_its_tables() -> None:
    tables = (
        Table(("a", "b"), (0.5, 0.5), (0.0, 1.0, 2.0, 3.0)),
        Table(("b",), (0.5,), (0.0, -1.0)),
    )
    rows = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    log_odds = Model(("a", "b"), 0.0, tables).score(rows)
    assert log_odds == pytest.approx([0.0, 0.0, 2.0, 2.0])
    probability = sigmoid(log_odds)
    assert np.log(probability / (1 - probability)) == pytest.approx(log_odds)


def test_the_shipped_model_uses_only_computed_features() -> None:
    names = compute_features(page_of(f"<p>{PROSE}</p>"), np.array([True]), None).names
    assert {
        column for table in load(MODEL, names).tables for column in table.features
    } <= set(names)


@pytest.mark.parametrize(
    ("body", "lines", "found"),
    [
        pytest.param("<div>{}</div>", [], True, id="nothing extracted"),
        pytest.param(
            '<div class="teasers"><p>Soon more</p></div><div>{}</div>',
            ["Soon more"],
            True,
            id="teasers",
        ),
        pytest.param(
            '<aside class="popup"><p>Join us</p><div>{}</div>',
            [],
            True,
            id="a tag left open",
        ),
        pytest.param("<div>{}</div>", [PROSE] * 6, False, id="extracted"),
        pytest.param(
            "<div>{}</div>",
            ["Text from data. " * 60],
            False,
            id="extracted from elsewhere",
        ),
        pytest.param(
            '<div class="comments"><div>{}</div></div>' + SHORTER,
            [],
            False,
            id="comments",
        ),
        pytest.param(
            "<footer><div>{}</div></footer>" + SHORTER, [], False, id="a long footer"
        ),
    ],
)
def test_the_fallback_finds_missed_text(
    body: str, lines: list[str], *, found: bool
) -> None:
    page = page_of(
        body.format("".join(f"<p>{PROSE} {number}.</p>" for number in range(8)))
    )
    measures = measure_blocks(page, mark_blocks(page, align(lines, page.blocks)))
    missed = find_missed_blocks(
        page, measures, sum(len(line.split()) for line in lines)
    )
    assert (missed is not None) is found
    assert missed is None or missed.sum() == 8


def test_lines_that_are_not_on_the_page_stay() -> None:
    page = page_of(f"<div><p>{OTHER}</p></div>")
    assert (
        correct_lines(page, ["A line from embedded data."], None)[0]
        == "A line from embedded data."
    )
    assert correct_lines(HtmlPage(), ["a", "b"], None) == ["a", "b"]


ELEMENTS = st.recursive(
    st.sampled_from(
        [
            PROSE,
            OTHER,
            "Head",
            "",
            "12 May 2020",
            "<br>",
            "<a href='/x'>More</a>",
            "<td>cell</td>",
        ]
    ),
    lambda inner: st.builds(
        "<{0} class='{1}'>{2}</{0}>".format,
        st.sampled_from(
            ["p", "div", "h2", "ul", "li", "tr", "table", "aside", "span", "a"]
        ),
        st.sampled_from(["", "related", "article-body", "comments"]),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=14,
)


@settings(max_examples=120, deadline=None)
@given(
    ELEMENTS,
    st.lists(
        st.sampled_from([PROSE, OTHER, "Head", "- More", "| cell |", "12 May 2020"]),
        max_size=5,
    ),
)
def test_every_line_is_from_the_extractor_or_the_page(
    body: str, lines: list[str]
) -> None:
    page = page_of(body)
    page_words = " ".join(block.text for block in page.blocks).split()
    corrected = correct_lines(page, lines, "Head")
    assert corrected == correct_lines(page, lines, "Head")
    for line in corrected:
        assert line in lines or set(
            line.replace("|", " ").removeprefix("- ").split()
        ) <= set(page_words)
    if page.blocks:
        rows = compute_features(
            page, np.zeros(len(page.blocks), dtype=bool), "Head"
        ).rows
        assert np.isfinite(rows).all()
