"""Paragraphs that a program broke at a column are lines again; breaks that are meant stay."""

import textwrap
import tomllib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unspun
from cleaners import hard_wraps
from cleaners.draft import Draft, replay, rewind
from cleaners.hard_wraps import find_joints
from cleaners.legible import repair_draft
from tests.growth import assert_linear

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases/hard_wraps.toml").read_text("utf-8")
)
WORDS = "the a boat harbour council painted and of slowly, in wind. Carrick said that 40 it".split()  # noqa: SIM905 - a list of 17 strings reads worse
PARAGRAPHS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=120).map(" ".join)
COLUMNS = st.integers(30, 140)


def joined(raw: str) -> str:
    return Draft.of(raw).revise("encoding", find_joints(raw)).text


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda case: case["label"])
def test_wrapped_paragraphs_become_lines(case: dict[str, str]) -> None:
    assert joined(case["raw"]) == case["clean"]
    assert not find_joints(case["clean"])


@pytest.mark.parametrize("case", CASES["stays"], ids=lambda case: case["label"])
def test_breaks_that_are_meant_stay(case: dict[str, str]) -> None:
    assert not find_joints(case["text"])


@pytest.mark.parametrize("case", CASES["joins"], ids=lambda case: case["label"])
def test_the_ledger_gives_the_wrapped_text_back(case: dict[str, str]) -> None:
    draft = repair_draft(Draft.of(case["raw"]))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == draft.raw
    assert "hard-wrap" in {entry.rule for entry in ledger}


@given(st.lists(PARAGRAPHS, min_size=1, max_size=5), COLUMNS)
def test_no_letter_is_lost_and_a_second_time_changes_nothing(
    paragraphs: list[str], columns: int
) -> None:
    wrapped = ["\n".join(textwrap.wrap(text, columns)) for text in paragraphs]
    raw = "\n\n".join(wrapped)
    once = joined(raw)
    assert once.split() == raw.split()
    assert joined(once) == once


@given(st.lists(PARAGRAPHS, min_size=1, max_size=8), st.integers(30, 200))
def test_no_wrapped_text_is_left_out_by_the_first_look(
    paragraphs: list[str], columns: int
) -> None:
    wrapped = ["\n> ".join(textwrap.wrap(text, columns)) for text in paragraphs]
    raw = "\n\n".join([*wrapped, *paragraphs])
    quickly = find_joints(raw)
    with patch.object(hard_wraps, "_may_be_wrapped", return_value=True):
        assert find_joints(raw) == quickly


def test_the_work_grows_with_the_text() -> None:
    text = CASES["joins"][0]["raw"]
    assert_linear(lambda times: find_joints(text * times), 200)


def test_no_sentence_of_a_wrapped_article_is_taken_for_a_label() -> None:
    case = CASES["joins"][0]
    article = unspun.clean("Corran Point lighthouse to be painted\n" + case["raw"])
    assert article.title == "Corran Point lighthouse to be painted"
    assert article.text.strip() == case["clean"].strip()
