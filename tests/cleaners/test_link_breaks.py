"""Sentences that a scraper broke at links are whole again; breaks that are meant stay."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unspun
from cleaners.draft import Draft, replay, rewind
from cleaners.legible import repair_draft
from cleaners.link_breaks import find_link_breaks
from tests.growth import assert_linear

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases/link_breaks.toml").read_text("utf-8")
)
FRAGMENTS = [
    "Pupils of",
    "St Ninian's",
    "have cleared four acres since May. They like it",
    ", who said so.",
    ".",
    "and",
    "the harbour of Quey, where goats eat",
    "on Monday, and nobody saw it.",
    "Share",
    "",
]


def joined(raw: str) -> str:
    return Draft.of(raw).revise("encoding", find_link_breaks(raw)).text


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda case: case["label"])
def test_broken_sentences_become_whole(case: dict[str, str]) -> None:
    assert joined(case["raw"]) == case["clean"]
    assert not find_link_breaks(case["clean"])


@pytest.mark.parametrize("case", CASES["stays"], ids=lambda case: case["label"])
def test_breaks_that_are_meant_stay(case: dict[str, str]) -> None:
    assert not find_link_breaks(case["text"])


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda case: case["label"])
def test_the_ledger_gives_the_broken_text_back(case: dict[str, str]) -> None:
    draft = repair_draft(Draft.of(case["raw"]))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == draft.raw
    assert "link-break" in {entry.rule for entry in ledger}


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("\n".join))
def test_no_letter_is_lost(raw: str) -> None:
    assert "".join(joined(raw).split()) == "".join(raw.split())


def test_the_work_grows_with_the_text() -> None:
    text = CASES["joins"][0]["raw"]
    assert_linear(lambda times: find_link_breaks(text * times), 200)


def test_names_in_links_are_not_taken_for_those_of_authors() -> None:
    article = unspun.clean(CASES["joins"][0]["raw"])
    assert article.title == "Ferry to Lunna stops until the eels are gone"
    assert article.author == "Isla Corrigan"
    names = ("Lunna, which", "Sound Line Company said", "Quey went", "Rory Tait. He")
    assert all(name in article.text for name in names)
