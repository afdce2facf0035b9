"""Lines that ask the reader for something go; running text on the same subjects stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.appeals import is_appeal

CASES = Path(__file__).parents[1] / "cases" / "appeals.toml"
TABLE = tomllib.loads(CASES.read_text("utf-8"))
BODY = [
    "The lock at Fenwick Mill will be rebuilt next year, the canal trust decided on Tuesday.",
    "It has leaked since the frost of the last winter, and boats have had to wait for hours.",
    "Two firms have offered to do the work, one of them from the other end of the canal.",
    "The trust wants to choose in spring, when the water is low and the gates can be lifted.",
]
ABOUT_NEWSLETTERS = [
    "A newsletter reaches its readers at home, and the mayor of Fenwick reads four of them.",
    "Most newsletters in the valley are written by two people who have left the paper.",
    "The best newsletter of the year came from a lock keeper who writes about herons.",
    "None of the newsletters makes money yet, the survey of the canal trust has found.",
]


def lines_of(key: str) -> list[tuple[str, str]]:
    return [(code, line) for code, case in TABLE.items() for line in case[key]]


@pytest.mark.parametrize(("code", "line"), lines_of("appeals"))
def test_a_line_that_asks_the_reader_is_an_appeal(code: str, line: str) -> None:
    assert is_appeal(line, {code})


@pytest.mark.parametrize(("code", "line"), lines_of("spares"))
def test_running_text_on_the_same_subject_is_none(code: str, line: str) -> None:
    assert not is_appeal(line)
    assert not is_appeal(line, {code})


@pytest.mark.parametrize("line", TABLE["en"]["appeals"])
def test_an_appeal_goes_wherever_it_stands(line: str) -> None:
    for place in range(len(BODY) + 1):
        text = "\n".join([*BODY[:place], line, *BODY[place:]])
        removed = {removal.line.text for removal in find_removals(text)}
        assert line in removed
        assert not removed & set(BODY)


def test_an_article_about_such_things_keeps_its_lines() -> None:
    line = (
        "Sign up for two newsletters, read both in your inbox, and cancel at any time."
    )
    assert is_appeal(line)
    removed = find_removals("\n".join([*ABOUT_NEWSLETTERS, line]), linked=())
    assert "promo/appeal" not in {removal.rule for removal in removed}


def test_an_article_glued_into_one_line_is_none() -> None:
    asked = "Subscribe to our newsletter and support our journalism."
    assert is_appeal(asked)
    assert not is_appeal(" ".join([asked, *BODY, *ABOUT_NEWSLETTERS]))
