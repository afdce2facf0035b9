"""Marks of BBCode go where they are pairs; other brackets are the author's and stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.article import Article, Metadata, Record
from cleaners.bbcode import find_bbcode
from cleaners.draft import Draft, replay, rewind
from cleaners.pipeline import clean
from tests.growth import assert_linear

TAKEN_OFF = [
    ("[b]Ferries stop[/b]", "Ferries stop"),
    ("[B]Ferries[/B] [i]stop[/i] at noon.", "Ferries stop at noon."),
    ("[b][i]Ferries[/b] stop[/i].", "Ferries stop."),
    ("[size=4][color=#c00]Late[/color][/size]", "Late"),
    ('[quote="Ines" date=5]We wait.[/quote]', "We wait."),
    ("See [url=https://quay.example/a]the list[/url].", "See the list."),
    ("[img]https://quay.example/boat.jpg[/img] The boat.", " The boat."),
    ("[center]\n[b]Ferries stop[/b]\n[/center]", "\nFerries stop\n"),
    (
        "At [b] of the drawing [b]nothing[/b] holds.",
        "At [b] of the drawing nothing holds.",
    ),
]
STAYS = [
    "The glass [sic] holds.",
    "Bottles[1] and jars[b] are counted.",
    "The strain is read at [a; b] and at [b].",
    "x[i] is the sum of y[i] and z[u].",
    "[b]The rest is lost.",
    "The rest is lost.[/b]",
    "[quote] he said [unquote]",
    "[list of names withheld]",
    "and/or [and/or]",
    "[/b]Closed before it opens.[b]",
    "In BBCode, [b]bold[/b] words stand between marks.",
    "[note]Boats are small.[/note]",
]
TOKENS = [
    "[b]",
    "[/b]",
    "[i]",
    "[/i]",
    "[url=a]",
    "[/url]",
    "[img]",
    "[/img]",
    "x",
    " ",
    "\n",
]


def without(text: str) -> str:
    return Draft.of(text).revise("encoding", find_bbcode(text)).text


@pytest.mark.parametrize(("marked", "plain"), TAKEN_OFF)
def test_pairs_of_marks_go(marked: str, plain: str) -> None:
    assert without(marked) == plain


@pytest.mark.parametrize("text", STAYS)
def test_other_brackets_stay(text: str) -> None:
    assert not find_bbcode(text)


def test_title_and_text_of_a_post_lose_them() -> None:
    post = (
        "The ferries to the island stop at noon, [i]the company[/i] said on Monday.\n\n"
        "Nobody is to be left on the quay [sic], it wrote, and boats are small.\n"
    )
    known = Metadata(title="[b]Ferries stop at noon[/b]")
    record = Record("a.txt", "text", 0, post, "", metadata=known)
    article = clean(record)
    assert isinstance(article, Article)
    assert article.metadata.title == "Ferries stop at noon"
    assert "noon, the company said" in article.text
    assert "[sic]" in article.text


@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_the_ledger_gives_the_marks_back_and_a_second_time_finds_none(
    tokens: list[str],
) -> None:
    raw = "".join(tokens)
    draft = Draft.of(raw).revise("encoding", find_bbcode(raw))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == raw
    assert not find_bbcode(draft.text)


def test_many_marks_take_linear_time() -> None:
    assert_linear(lambda size: find_bbcode("[b][/i" * size), 2_000)
