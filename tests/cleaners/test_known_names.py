"""Well-known names are read through the words that a spinner has put for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft
from cleaners.paraphrase import repair
from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.known_names import KnownNames, shipped_names
from cleaners.paraphrase.lexicon import Lexicon, shipped_pairs
from cleaners.paraphrase.surface import sentence_edits
from cleaners.paraphrase.words import forms, sentences
from tests.cleaners.test_paraphrase_passages import cases, params

NAMES = KnownNames(shipped_names(), Lexicon.from_pairs(shipped_pairs()))


@pytest.mark.parametrize("case", params("known_names.toml"))
def test_a_name_is_read_through_its_spun_words(case: dict[str, Any]) -> None:
    assert corrected(case["text"]) == case.get("reads", case["text"])


def test_a_name_as_it_should_be_is_left_alone() -> None:
    found = sentences("She works at Home Depot today.")
    spun = DecodedPlace(
        start=3, end=4, hypotheses=(("house", 0.9), (None, 0.1)), posterior=0.9
    )
    elsewhere = DecodedPlace(
        start=5, end=6, hypotheses=(("now", 0.9), (None, 0.1)), posterior=0.9
    )
    assert list(NAMES.corrected(found, [[spun, elsewhere]])) == [[elsewhere]]


def test_a_name_is_read_in_a_spun_text_alone() -> None:
    line = "Shares of Greenback Normal fell by a tenth."
    frame = cases("frame.toml")[0]["text"].strip()
    assert "Dollar General fell" in repaired(f"{frame} {line}")
    assert repaired(line) == line


def test_each_shipped_name_has_two_words_or_more() -> None:
    short = [name for name in shipped_names() if len(forms(name)) < 2]
    assert short == []


@given(st.lists(st.sampled_from(shipped_names()), min_size=1, max_size=3))
def test_names_as_they_should_be_stay(names: Sequence[str]) -> None:
    text = ", ".join(["Known are", *names])
    assert corrected(text) == text


def corrected(text: str) -> str:
    """Return a text with its names corrected."""
    found = sentences(text)
    places = NAMES.corrected(found, [[] for _ in found])
    edits = [
        edit
        for sentence, of_sentence in zip(found, places, strict=True)
        for edit in sentence_edits(text, sentence, of_sentence)
    ]
    return Draft.of(text).revise("paraphrase", edits).text


def repaired(text: str) -> str:
    """Return a text after its repair."""
    return Draft.of(text).revise("paraphrase", repair(text).edits).text
