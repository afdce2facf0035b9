"""A text that only fills a field is no article, and the refusal names it."""

from __future__ import annotations

import pytest

from cleaners.article import Article, Reason, Record, Rejection
from cleaners.pipeline import clean

EMPTY = [
    "[removed]",
    "[Removed]\n",
    "(no text)",
    "[deleted by user]",
    "nan",
    "N/A",
    "\\N",
    "\n null \n",
]
ARTICLES = [
    "\\N is what the database of the town writes for a value that it has not.",
    "Removed statue returns to the square after a year in a barn",
    "[Removed] The statue returns to the square after a year in a barn, the town said on Monday.",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_placeholder_is_empty(text: str) -> None:
    outcome = clean(Record("a.txt", "text", 0, text, ""))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == Reason.EMPTY
    assert outcome.detail == f"nothing but a placeholder: “{text.strip()}”"


@pytest.mark.parametrize("text", ARTICLES)
def test_a_text_that_begins_like_one_is_none(text: str) -> None:
    assert isinstance(clean(Record("a.txt", "text", 0, text, "")), Article)
