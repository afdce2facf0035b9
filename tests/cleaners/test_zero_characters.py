"""Zeros in words that are whole without them go, as edits; others show that something is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft
from cleaners.encoding import repair
from cleaners.needless_zeros import show_zeros
from cleaners.zero_characters import SIGN, without_padding, without_signs
from tests.growth import assert_linear

NEEDLESS = [
    ("The do\0or of the mus\0\0eum.", "The door of the museum."),
    ("Das Rathaus, das Rat\0haus.", "Das Rathaus, das Rathaus."),
    ("A carved palace do\0or to\0day in Bren\0nick.", "A carved palace door today in Brennick."),
    ("Es war das Ha\0us, das alte Haus am Fl\0uss.", "Es war das Haus, das alte Haus am Fluss."),
]  # fmt: skip
DAMAGE = [
    "A di\0erent o\0cer re\0ected on it.",
    "The\0council\0closed\0the\0bridge.",
    "We\0will see\0them.",
    "Das Ha\0us.",
    "It cost 9\0.5.",
    "She said\0: no.",
]


@pytest.mark.parametrize(("raw", "clean"), NEEDLESS)
def test_zeros_in_whole_words_go(raw: str, clean: str) -> None:
    shown = show_zeros(raw)
    assert shown == raw.replace("\0", SIGN)
    draft = Draft.of(shown).revise("encoding", repair(shown))
    assert draft.text == clean
    rules = {entry.rule for entry in draft.ledger() if entry.rule}
    assert rules == {"control-character"}
    assert without_signs(shown) == clean


@pytest.mark.parametrize("raw", DAMAGE)
def test_zeros_in_the_place_of_something_stay_signs_of_damage(raw: str) -> None:
    assert show_zeros(raw) == raw.replace("\0", "\ufffd")


@pytest.mark.parametrize("text", [f"The sign {SIGN} is zero.", f"{SIGN}", f"1{SIGN}2"])
def test_a_picture_of_a_zero_stays(text: str) -> None:
    assert show_zeros(text) == without_signs(text) == text
    assert not repair(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Ann\0 Roe\0\0", "Ann Roe"),
        ("\0\0Ann \0Roe", "Ann Roe"),
        ("A.\0\n\nB.", "A.\n\nB."),
        ("do\0or", "do\0or"),
        ("", ""),
    ],
)
def test_zeros_at_gaps_are_padding(raw: str, text: str) -> None:
    assert without_padding(raw) == text


@given(st.text(alphabet="do\0r .\n9é船"))
def test_no_zero_is_left_and_nothing_else_goes(text: str) -> None:
    shown = show_zeros(text)
    assert "\0" not in shown
    assert len(shown) == len(text)
    assert without_padding(text).replace("\0", "") == text.replace("\0", "")


@pytest.mark.parametrize("piece", ["\0", "a\0", "door\0 ", "a", "a\0\0b "])
def test_any_text_costs_little(piece: str) -> None:
    assert_linear(lambda size: show_zeros(without_padding(piece * size)), 5_000)
