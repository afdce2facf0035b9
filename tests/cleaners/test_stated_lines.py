"""A line above the text of a page that says the author or the day again is removed."""

from __future__ import annotations

import pytest

from cleaners.article import Article, Record
from cleaners.pipeline import clean

BODY = [
    "The lock gates of Harrowby were shut on Monday, a year early, the river board said.",
    "Two barges lay in the basin, and both crews had gone to the fair, the keeper said.",
    "The board will open the gates again as soon as the water has fallen by a foot.",
]
HEAD = (
    '<head><title>Lock gates close</title><meta name="author" content="Ines Torvald">'
    '<meta property="article:published_time" content="2025-03-12T09:30:00Z"></head>'
)
REMOVED = [
    ["By Ines Torvald"],
    ["By Ines Torvald", "12 March 2025"],
    ["Ines Torvald", "Wednesday, 12 March 2025"],
    ["Von Ines Torvald", "12.03.2025"],
    ["Words: Ines Torvald"],
    ["By Ines Torvald, Staff Writer"],
    ["By Ines Torvald Photographs by Mats Orbeck"],
]
KEPT = [
    ["Ines Torvald asks"],
    ["13 March 2025"],
    ["Closed from 12 March 2025 on"],
    ["By the river"],
    ["By Ines Torvald and the river"],
]
DECK = "Nobody drowned, says the river board, and nobody but the eels had noticed it."
BELOW_DECK = [
    ["By Ines Torvald"],
    ["By Ines Torvald, Harrowby"],
    ["Ines Torvald", "12 March 2025"],
    ["12.03.2025", "Von Ines Torvald"],
]
KEPT_BELOW_DECK = [["12 March 2025"], ["Ines Torvald"], ["By the river"]]


def _text_of(above: list[str], below: list[str]) -> str:
    lines = "".join(f"<p>{line}</p>" for line in [*above, *BODY, *below])
    page = f"<html>{HEAD}<body><h1>Lock gates close</h1>{lines}</body></html>"
    outcome = clean(Record("a.html", "html", 0, page, "", is_html=True))
    assert isinstance(outcome, Article)
    return outcome.text


@pytest.mark.parametrize("lines", REMOVED)
def test_what_is_known_is_not_said_again(lines: list[str]) -> None:
    assert _text_of(lines, []) == "\n\n".join(BODY)


@pytest.mark.parametrize("lines", BELOW_DECK)
def test_a_byline_below_the_deck_goes(lines: list[str]) -> None:
    assert _text_of([DECK, *lines], []) == "\n\n".join([DECK, *BODY])


@pytest.mark.parametrize("lines", KEPT_BELOW_DECK)
def test_a_heading_below_the_first_paragraph_stays(lines: list[str]) -> None:
    assert _text_of([DECK, *lines], []) == "\n\n".join([DECK, *lines, *BODY])


@pytest.mark.parametrize("lines", KEPT)
def test_a_line_that_says_more_stays(lines: list[str]) -> None:
    assert _text_of(lines, []) == "\n\n".join([*lines, *BODY])


def test_such_a_line_inside_the_text_stays() -> None:
    assert "12 March 2025" in _text_of([], ["12 March 2025", *BODY])
