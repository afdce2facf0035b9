"""Lists of links and pulled quotes amid an article go; what the article says in them stays."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.extraction.block_groups import find_groups
from cleaners.extraction.block_measures import measure_blocks
from cleaners.extraction.blocks import HtmlPage, read_blocks
from cleaners.extraction.choice_repairs import with_captions_of_tables
from cleaners.extraction.interruptions import (
    without_link_lists,
    without_pulled_quotes,
)
from cleaners.extraction.parsing import parse

LEAD = (
    "<p>The ferry left the harbour at nine, and nobody on the quay had expected it to come back "
    "before dark, said a man who has sold tickets there for thirty years.</p>"
)
END = (
    "<p>A second boat followed an hour later with the mail, two bicycles and the teacher of the "
    "island school, who had missed the first one again.</p>"
)
ASKING = LEAD.replace("years.", "years, and these are the rules that he has for it:")
LINKS = (
    "<ul><li><a href='/a'>Island school looks for a teacher</a></li>"
    "<li><a href='/b'>Why the ferry has no bell</a></li></ul>"
)
NAMES = (
    "<ul><li><a href='/a'>Harbour office</a></li><li><a href='/b'>Mail</a></li></ul>"
)
QUOTE = "nobody on the quay had expected it"


def page_of(body: str) -> HtmlPage:
    tree = parse(f"<html><body>{body}</body></html>")
    assert tree is not None
    return read_blocks(tree)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        pytest.param(LEAD + LINKS + END, "1001", id="other stories"),
        pytest.param(
            f"{LEAD}<div>{LINKS}</div><h2>No bell</h2>{END}",
            "10011",
            id="above a subhead",
        ),
        pytest.param(ASKING + LINKS + END, "1111", id="announced by a colon"),
        pytest.param(LEAD + NAMES + END, "1111", id="names and no headlines"),
        pytest.param(
            f"{LEAD}<h2>Read on</h2>{LINKS}{END}", "11111", id="below a subhead"
        ),
        pytest.param(LEAD + LINKS, "111", id="at the end"),
        pytest.param(LINKS + END, "111", id="at the top"),
        pytest.param(
            LEAD + LINKS.replace("teacher</a>", "teacher</a>, who must swim") + END,
            "1111",
            id="items that go on after the link",
        ),
        pytest.param(
            f"{LEAD}{LINKS}{END}<h2>Why the ferry has no bell</h2>{END}",
            "111111",
            id="a table of contents",
        ),
    ],
)
def test_lists_of_links_to_other_stories(body: str, kept: str) -> None:
    page = page_of(body)
    measures = measure_blocks(page)
    chosen = np.ones(len(page.blocks), dtype=bool)
    found = without_link_lists(chosen, page, measures, find_groups(page, measures))
    assert "".join(str(int(flag)) for flag in found) == kept


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        (f"<blockquote class='pullquote'>“{QUOTE}”</blockquote>", "101"),
        (
            f"<aside class='pull-quote'><p>{QUOTE}</p><cite>— A. Kemp</cite></aside>",
            "1001",
        ),
        (f"<p class='destacado'>{QUOTE}</p>", "101"),
        ("<div class='pullquote'>Nobody expected it back after dark</div>", "111"),
        ("<div class='pullquote'>Nobody had expected it to come back</div>", "101"),
        (
            "<div class='pullquote'>“I never buy a ticket for the last boat”</div>",
            "111",
        ),
        (f"<blockquote>{QUOTE}</blockquote>", "111"),
        ("<div class='pullquote'>Nobody</div>", "111"),
    ],
)
def test_quotes_pulled_from_the_text(quote: str, kept: str) -> None:
    page = page_of(LEAD + quote + END)
    chosen = np.ones(len(page.blocks), dtype=bool)
    found = without_pulled_quotes(chosen, page)
    assert "".join(str(int(flag)) for flag in found) == kept


def test_a_quote_is_not_its_own_source() -> None:
    quote = f"<div class='pullquote'>{QUOTE}</div>"
    page = page_of(quote + END + quote)
    chosen = np.ones(len(page.blocks), dtype=bool)
    assert without_pulled_quotes(chosen, page).all()


TABLE = (
    "<table><tr><td>North</td><td>9</td></tr><tr><td>South</td><td>10</td></tr></table>"
)
CAPTION = "<figcaption>Boats a day. Source: harbour office</figcaption>"


@pytest.mark.parametrize(
    ("body", "chosen", "wanted"),
    [
        pytest.param(
            f"<figure>{TABLE}{CAPTION}</figure>", "11110", "11111", id="below"
        ),
        pytest.param(
            f"<figure>{CAPTION}{TABLE}</figure>", "01111", "11111", id="above"
        ),
        pytest.param(
            TABLE.replace("<table>", "<table><caption>Boats</caption>"),
            "01111",
            "11111",
            id="inside",
        ),
        pytest.param(
            f"<figure>{TABLE}{CAPTION}</figure>", "00000", "00000", id="left out"
        ),
        pytest.param(
            f"<figure><p>A</p><p>B</p>{CAPTION}</figure>", "110", "110", id="no table"
        ),
        pytest.param(f"<p>A</p><figure>{CAPTION}</figure>", "10", "10", id="a picture"),
        pytest.param(
            f"<figure><p>A</p>{TABLE}{CAPTION}</figure>", "111110", "111110", id="mixed"
        ),
    ],
)
def test_captions_of_tables(body: str, chosen: str, wanted: str) -> None:
    page = page_of(body)
    flags = np.array([mark == "1" for mark in chosen])
    found = with_captions_of_tables(flags, page)
    assert "".join(str(int(flag)) for flag in found) == wanted
