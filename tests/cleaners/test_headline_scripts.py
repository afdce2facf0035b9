"""Check that headlines are found in scripts whose words are short or have no capitals."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.stems import stems_of

FILE = Path(__file__).parents[1] / "cases" / "headlines_of_scripts.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
EACH = [pytest.param(case, id=case["title"]) for case in CASES]
SAME = [
    ("Korean endings", "로봇", "로봇에게"),
    ("the article of Arabic", "جسر", "والجسر"),
    ("a plural of Persian", "پله", "پله‌ها"),
    ("a plural of Hindi", "सीढ़ी", "सीढ़ियाँ"),
    ("what Hebrew writes before a word", "אביב", "ולאביב"),
    ("English", "strike", "strikes"),
    ("a figure in Korean", "58퍼센트", "58퍼센트로"),
]
OTHER = [
    ("Korean", "로봇에게", "사람에게"),
    ("Arabic", "الجسر", "المدير"),
    ("Hebrew", "הגשר", "המנהל"),
    ("Hindi", "घाट", "बंदरगाह"),
    ("short words of English", "the old man", "old and new"),
]


def titles_of(lines: list[str]) -> list[str | None]:
    removals = find_removals("\n\n".join(lines))
    return [removal.value for removal in removals if removal.is_title]


@pytest.mark.parametrize("case", EACH)
def test_the_first_line_is_the_title(case: dict[str, Any]) -> None:
    assert titles_of([case["title"], *case["body"]]) == [case["title"]]


@pytest.mark.parametrize("case", EACH)
def test_a_label_is_no_title(case: dict[str, Any]) -> None:
    assert titles_of([case["label"], *case["body"]]) == []


@pytest.mark.parametrize("case", EACH)
def test_the_body_stays(case: dict[str, Any]) -> None:
    removals = find_removals("\n\n".join([case["title"], *case["body"]]))
    assert not {removal.line.text for removal in removals} & set(case["body"])


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*case[1:], id=case[0]) for case in SAME]
)
def test_forms_of_a_word_have_a_stem(one: str, other: str) -> None:
    assert stems_of(one) & stems_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*case[1:], id=case[0]) for case in OTHER]
)
def test_other_words_have_none(one: str, other: str) -> None:
    assert not stems_of(one) & stems_of(other)


@given(st.from_regex(r"[a-z]{4,9}( [a-z]{4,9}){0,4}", fullmatch=True))
def test_words_of_letters_without_a_script_have_stems_of_five(text: str) -> None:
    assert stems_of(text) == {word[:5] for word in text.split()}
