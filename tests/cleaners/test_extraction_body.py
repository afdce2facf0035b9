"""The article is a choice among the blocks of its page, and the rest is accounted for."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.decision_tables import Model, Table, sigmoid
from cleaners.draft import replay, rewind
from cleaners.extraction.alignment import align
from cleaners.extraction.block_choice import BlockChoice, choose_blocks
from cleaners.extraction.block_groups import BlockGroup, find_groups
from cleaners.extraction.block_measures import measure_blocks
from cleaners.extraction.block_words import load_word_odds
from cleaners.extraction.blocks import HtmlPage, read_blocks
from cleaners.extraction.body import (
    choose_body,
    feature_names,
    shipped_models,
    take_vote,
)
from cleaners.extraction.choice_repairs import (
    continue_runs,
    fill_holes,
    without_repeats,
)
from cleaners.extraction.dom_roles import HINTS, MARKUP_ROLES
from cleaners.extraction.features import MeasuredPage, page_features, vote_features
from cleaners.extraction.left_out_kinds import KINDS, name_kinds
from cleaners.extraction.markup_evidence import markup_log_odds
from cleaners.extraction.page import extract
from cleaners.extraction.page_text import leave_out, write_page
from cleaners.extraction.parsing import parse

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
TWICE = f"{PROSE} {PROSE}"
LINKED = f"<ul><li><a href='/x'>{TWICE}</a></li><li><a href='/y'>{OTHER} {OTHER}</a></li></ul>"
ROW = "<tr><td>{}</td><td>{}</td></tr>"
HEADER = "<tr><th>Quay</th><th>Hour</th></tr>"
TABLE = f"<table>{HEADER}{ROW.format('North', 'nine')}{ROW.format('', 'ten')}</table>"


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


def test_the_shipped_models_use_only_computed_features() -> None:
    models = shipped_models()
    pairs = zip((models.unvoted, models.voted), feature_names(), strict=True)
    for model, names in pairs:
        used = {column for table in model.tables for column in table.features}
        assert used <= set(names)


def test_the_word_table_has_words_and_pairs_of_words() -> None:
    odds = load_word_odds()
    assert {term.count(" ") for term in odds} == {0, 1}
    assert odds["newsletter"] < 0


@pytest.mark.parametrize(
    ("body", "groups"),
    [
        pytest.param(
            f"<p>{PROSE}</p>{TABLE}<p>{OTHER}</p>", [(1, 2, 3, 4, 5)], id="a table"
        ),
        pytest.param(
            f"<p>{PROSE}</p><ul><li>One</li><li>two</li></ul>", [(1, 2)], id="a list"
        ),
        pytest.param(
            f"<p>{PROSE}</p><ul><li>One<ul><li>two</li><li>three</li></ul></li></ul>",
            [(2, 3)],
            id="a list inside a list",
        ),
        pytest.param(f"<p>{PROSE}</p><ul><li>One</li></ul>", [], id="one item"),
        pytest.param(
            f"<table><tr><td><p>{PROSE}</p><p>{OTHER}</p></td><td>Menu</td></tr></table>",
            [],
            id="a table that lays out the page",
        ),
        pytest.param(
            f"<p>Short</p><ul><li>{PROSE} {OTHER}</li><li>{OTHER} {PROSE}</li></ul>",
            [],
            id="a list of paragraphs",
        ),
    ],
)
def test_tables_and_lists_are_groups(body: str, groups: list[tuple[int, ...]]) -> None:
    page = page_of(body)
    found = find_groups(page, measure_blocks(page))
    assert [group.blocks for group in found] == groups


@pytest.mark.parametrize(
    ("log_odds", "words", "groups", "chosen"),
    [
        pytest.param([4, 4, -4], [20, 20, 20], [], [1, 1, 0], id="sure"),
        pytest.param([-3, -3, -8], [20, 20, 300], [], [1, 1, 0], id="all unlikely"),
        pytest.param([4, -1, -4], [200, 5, 50], [], [1, 0, 0], id="a short doubt"),
        pytest.param(
            [4, -1, 2, -4], [200, 5, 5, 50], [(1, 2)], [1, 1, 1, 0], id="a group stays"
        ),
        pytest.param(
            [4, -3, 1, -4], [200, 5, 5, 50], [(1, 2)], [1, 0, 0, 0], id="a group goes"
        ),
    ],
)
def test_blocks_are_chosen_by_expected_f1(
    log_odds: list[float],
    words: list[float],
    groups: list[tuple[int, ...]],
    chosen: list[int],
) -> None:
    choice = choose_blocks(
        np.array(log_odds, float),
        np.array(words, float),
        [BlockGroup(0, blocks) for blocks in groups],
    )
    assert choice.chosen.tolist() == [bool(flag) for flag in chosen]
    assert 0 < choice.confidence <= 1


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(f"<p>{PROSE}</p><p>{OTHER}</p><p>{PROSE}</p>", [0, 1], id="once"),
        pytest.param("<p>Chorus</p><p>Verse</p><p>Chorus</p>", [0, 1, 2], id="short"),
        pytest.param(
            f"<div>{20 * OTHER}</div><ul><li>{PROSE}</li><li>{PROSE}</li><li>a</li></ul>",
            [0, 1, 2, 3],
            id="items of a list",
        ),
        pytest.param(
            f"<h2>Chorus</h2><p>{PROSE}</p><p>Song</p><h2>Chorus</h2><p>{PROSE}</p>",
            [0, 1, 2],
            id="a subhead goes along",
        ),
    ],
)
def test_no_paragraph_appears_twice(body: str, kept: list[int]) -> None:
    page = page_of(body)
    chosen = np.ones(len(page.blocks), dtype=bool)
    groups = find_groups(page, measure_blocks(page))
    once = without_repeats(chosen, page.blocks, groups)
    assert np.flatnonzero(once).tolist() == kept


@pytest.mark.parametrize(
    ("hole", "probability", "is_filled"),
    [
        pytest.param("<h2>Chorus</h2>", 0.15, True, id="a subhead"),
        pytest.param("<h2>Chorus</h2>", 0.05, False, id="an improbable subhead"),
        pytest.param("<p>Chorus</p>", 0.4, False, id="a short line"),
        pytest.param("<ul><li>One</li><li>two</li></ul>", 0.3, True, id="a list"),
        pytest.param("<ul><li>One</li><li>two</li></ul>", 0.1, False, id="a menu"),
        pytest.param("<h2>A</h2><h2>B</h2>", 0.4, False, id="two subheads"),
        pytest.param(LINKED, 0.05, True, id="linked paragraphs"),
        pytest.param(f"{LINKED}<p>Chorus</p>", 0.05, False, id="and a short line"),
        pytest.param("<a href='/x'>Mill sold.</a>", 0.05, False, id="a linked line"),
        pytest.param(f"<p>{TWICE}</p>", 0.05, False, id="a paragraph"),
    ],
)
def test_holes_are_filled(hole: str, probability: float, *, is_filled: bool) -> None:
    page = page_of(f"<p>{PROSE}</p>{hole}<p>{OTHER}</p>")
    chosen = np.ones(len(page.blocks), dtype=bool)
    chosen[1:-1] = False
    probabilities = np.where(chosen, 0.9, probability)
    choice = BlockChoice(chosen, probabilities, 0.9, np.zeros_like(chosen))
    measures = measure_blocks(page)
    filled = fill_holes(choice, measures, page.blocks, find_groups(page, measures))
    assert filled[1:-1].all() == is_filled


LONG = f"<p>{PROSE} {OTHER} {PROSE} {OTHER}</p>"
REST = LONG * 3


@pytest.mark.parametrize(
    ("rest", "is_continued"),
    [
        pytest.param(REST, True, id="the rest of a run"),
        pytest.param(LONG * 2, False, id="two paragraphs"),
        pytest.param(f"<p>{PROSE}</p>" * 3, False, id="few words"),
        pytest.param(REST.replace("<p>", "<p class='note'>"), False, id="other names"),
        pytest.param(f"<div>{REST}</div>", False, id="another element"),
        pytest.param(f"<h2>About us</h2>{REST}", False, id="below a subhead"),
    ],
)
def test_runs_of_paragraphs_are_not_cut(rest: str, *, is_continued: bool) -> None:
    page = page_of(f"<p>{PROSE}</p>{rest}")
    chosen = np.zeros(len(page.blocks), dtype=bool)
    chosen[0] = True
    continued = continue_runs(chosen, page, measure_blocks(page))
    assert continued[-1] == is_continued


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        (f"<p>One</p>{TABLE}", "One\n\n| Quay | Hour |\n| North | nine |\n|  | ten |"),
        ("<ul><li>One</li><li><p>two</p></li></ul>", "- One\n- two"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<pre>  if x:\n    go  \n</pre>", "  if x:\n    go"),
        (
            "<p>Planning c<b>ycle</b></p><div>L<span>ate</span></div>",
            "Planning cycle\n\nLate",
        ),
    ],
)
def test_the_raw_text_of_a_page(body: str, raw: str) -> None:
    page = page_of(f"{body}<p>{PROSE}</p><p>{OTHER}</p>")
    text = write_page(page, find_groups(page, measure_blocks(page)))
    assert text.raw == f"{raw}\n\n{PROSE}\n\n{OTHER}"


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<nav><p>{}</p></nav>", "navigation"),
        ('<div class="comment-list"><p>{}</p></div>', "comments"),
        ('<div class="relatedStories"><p>{}</p></div>', "related"),
        ("<footer><p>{}</p></footer>", "footer"),
        ('<div style="display: none"><p>{}</p></div>', "hidden"),
        ("<aside><p>{}</p></aside>", "aside"),
        ("<div><p>{}</p></div>", "other"),
    ],
)
def test_what_is_left_out_has_a_kind(markup: str, kind: str) -> None:
    page = page_of(f"<div class='comments'><p>{PROSE}</p>{markup.format(OTHER)}</div>")
    chosen = np.array([True, False])
    choice = BlockChoice(chosen, np.array([0.9, 0.1]), 0.9, np.zeros_like(chosen))
    container = measure_blocks(page).container
    assert name_kinds(page, choice, container, np.zeros(2))[1] == kind
    assert name_kinds(page, choice, container, np.ones(2))[1] == "title"
    copied = replace(choice, repeated=~chosen)
    assert name_kinds(page, copied, container, np.zeros(2))[1] == "repeated"
    assert kind in {*KINDS, "other"}


def test_the_extractor_is_asked_only_in_doubt() -> None:
    asked: list[bool] = []

    def ask() -> list[str]:
        asked.append(True)
        return [PROSE]

    page = page_of(f"<article><p>{PROSE}</p><p>{OTHER}</p></article>")
    measured = MeasuredPage.of(page, None)
    choose_body(measured, ask, asking=-1.0)
    assert not asked
    choose_body(measured, ask, asking=2.0)
    assert asked == [True]


TWO = f"<p>{PROSE} {OTHER}</p><p>{OTHER} {PROSE}</p>"


@pytest.mark.parametrize(
    ("body", "signs"),
    [
        pytest.param(
            f"<article><h1>Ferry late</h1>{TWO}</article>"
            f"<article><h1>Mill sold</h1>{TWO}</article>",
            "000---",
            id="a second article",
        ),
        pytest.param(
            f"<div class=a><h2>Ferry late</h2>{TWO}</div>"
            f"<div class=a><h2>Mill sold</h2>{TWO}</div>",
            "000---",
            id="a second element of the same class",
        ),
        pytest.param(
            f"<h1>Ferry late</h1><article><h2>At nine</h2>{TWO}</article>"
            f"<article><h2>At ten</h2>{TWO}</article>",
            "0000000",
            id="posts below the headline",
        ),
        pytest.param(
            f"<section><h1>Ferry late</h1>{TWO}</section>"
            f"<section><h2>At ten</h2>{TWO}</section>",
            "000000",
            id="a section with a subhead",
        ),
        pytest.param(
            f"<article><h1>Ferry late</h1>{TWO}</article>"
            "<article><h1>Mill sold</h1><p>Soon.</p></article>",
            "00000",
            id="a teaser, which the model knows",
        ),
        pytest.param(
            f"{TWO}<ol class='wp-block-footnotes'><li>At low tide.</li></ol>",
            "00+",
            id="footnotes",
        ),
        pytest.param(
            f"{TWO}<div class='form-footnote'>No spam.</div>", "000", id="small print"
        ),
        pytest.param(
            f"{TWO}<footer class='article-amendments'><p>Amended on 3 May.</p></footer>",
            "00+",
            id="a note of what was amended",
        ),
        pytest.param(
            f"{TWO}<div class='correction'><p>The weir is 9 m wide.</p></div>",
            "00+",
            id="a correction",
        ),
        pytest.param(
            f"<div>{TWO}<div class='poll-box'><h4>Was it late?</h4>"
            "<label><input type='radio'>Yes</label><button>Vote</button></div></div>",
            "00---",
            id="a poll",
        ),
        pytest.param(
            f"<div>{TWO}<div class='poll'><p>Half of them would sail.</p></div></div>",
            "000",
            id="the result of a poll",
        ),
        pytest.param(
            f"<div class='news-poll'><label>Listen</label>{TWO}{TWO}{TWO}</div>",
            "0000000",
            id="an article on a poll",
        ),
        pytest.param(
            f"{TWO}<div class='kg-card kg-signup-card'><h2>The Harbour Letter</h2>"
            "<p>Each Friday.</p><form><button>Go</button></form></div>",
            "00---",
            id="a form for a newsletter",
        ),
        pytest.param(
            f"{TWO}<div class='subscriber-text'><p>{OTHER}</p><button>Hear</button></div>",
            "0000",
            id="paragraphs for subscribers",
        ),
        pytest.param(
            f"<div class='tag-poll'><p>{TWICE}</p><button>Hear</button></div>",
            "00",
            id="a short article on a poll",
        ),
        pytest.param(
            f"{TWO}<div class='newsletter-history'><p>It was printed.</p></div>",
            "000",
            id="a newsletter without a form",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><div class='encadré'><h3>Repères</h3>"
            f"<ul><li>1937</li><li>2018</li></ul></div><p>{OTHER}</p></div>",
            "0+++0",
            id="a box of facts",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><aside class='recuadro-datos'><p>La sala, en cifras</p>"
            f"</aside><p>{OTHER}</p></div>",
            "0+0",
            id="a box of facts in Spanish",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><aside class='article-fakta'><p>Fergen i tall</p>"
            f"</aside><p>{OTHER}</p></div>",
            "0+0",
            id="a box of facts in Norwegian",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><div class='fact-checked-by'><p>The ferry desk</p>"
            f"</div><p>{OTHER}</p></div>",
            "000",
            id="a box with another name",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><div class='encadre encadre-abonnement'><p>Lisez-nous</p>"
            f"</div><p>{OTHER}</p></div>",
            "000",
            id="a box of an offer",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><div class='encadre'><a href='/a'>La salle</a></div>"
            f"<p>{OTHER}</p></div>",
            "000",
            id="a box of links",
        ),
        pytest.param(
            f"<div><p>{TWICE}</p><p>{OTHER}</p><div class='encadre'>La salle</div></div>",
            "000",
            id="a box below the text",
        ),
        pytest.param(
            f"{TWO}<div class='corrections-policy'><p>How we correct.</p></div>",
            "000",
            id="a link to a policy of corrections",
        ),
        pytest.param(
            f"<div id='cookie-consent'>{TWO}</div><h1>Ferry late</h1>{TWO}",
            "--000",
            id="a question for consent",
        ),
        pytest.param(
            f"<div class='category-privacy'><h1>Ferry late</h1>{TWO}</div>",
            "000",
            id="a category called privacy",
        ),
        pytest.param(
            f"<article class='tag-cookies'>{TWO}</article><h2 id='privacy'>A</h2>",
            "000",
            id="an article and a heading called cookies and privacy",
        ),
        pytest.param(
            f"{TWO}{TWO}<ol class='commentlist'><li class='comment even'>{TWO}</li></ol>",
            "0000--",
            id="comments",
        ),
        pytest.param(
            f"<div class='comment-content'>{TWO}{TWO}</div>",
            "0000",
            id="comments without an article",
        ),
        pytest.param(
            f"{TWO}{TWO}<div class='comment-and-analysis'>{TWO}</div>",
            "000000",
            id="a section of opinions",
        ),
    ],
)
def test_markup_decides_what_it_says(body: str, signs: str) -> None:
    measured = MeasuredPage.of(page_of(body), "Ferry late")
    found = np.sign(markup_log_odds(measured)).astype(int)
    assert "".join("0+-"[sign] for sign in found) == signs


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
@given(ELEMENTS, st.lists(st.booleans(), min_size=1))
def test_every_choice_of_blocks_is_accounted_for(body: str, flags: list[bool]) -> None:
    page = page_of(body)
    count = len(page.blocks)
    chosen = np.resize(np.array(flags), count)
    groups = find_groups(page, measure_blocks(page)) if count else []
    text = write_page(page, groups)
    units = [number for unit in text.units for number in unit.blocks]
    assert units == list(range(count))
    runs = list(leave_out(text, chosen))
    gone = "".join(text.raw[run.start : run.end] for run in runs)
    for unit in text.units:
        written = text.raw[unit.start : unit.end]
        assert (written in gone) or chosen[unit.blocks[0]]
    assert all(one.end <= other.start for one, other in pairwise(runs))


@settings(max_examples=80, deadline=None)
@given(ELEMENTS)
def test_the_ledger_of_a_page_is_whole(body: str) -> None:
    found = extract(f"<html><body>{body}</body></html>")
    assert found == extract(f"<html><body>{body}</body></html>")
    ledger = list(found.draft.ledger())
    assert replay(found.raw, ledger) == found.text
    assert rewind(found.text, ledger) == found.raw


@settings(max_examples=60, deadline=None)
@given(ELEMENTS)
def test_all_features_are_finite(body: str) -> None:
    page = page_of(body)
    if not page.blocks:
        return
    measured = MeasuredPage.of(page, "Head")
    taken = take_vote(page, [PROSE])
    features = page_features(measured, {"head": 1.0})
    both = features.beside(vote_features(measured, taken))
    assert np.isfinite(both.rows).all()
    assert (features.names, both.names) == feature_names()


def test_an_article_in_a_text_box_is_read() -> None:
    paragraphs = [f"{PROSE} {OTHER}", f"{OTHER} {PROSE}"]
    box = "<textarea readonly>" + "\n\n".join(paragraphs) + "</textarea>"
    assert extract(f"<h1>Ferry late</h1>{box}").text.endswith("\n\n".join(paragraphs))


def test_a_text_box_beside_an_article_is_not_read() -> None:
    box = f"<textarea>{OTHER} {OTHER}</textarea>"
    text = extract(f"<article><h1>Ferry late</h1>{TWO}{TWO}</article>{box}").text
    assert f"{OTHER} {OTHER}" not in text
