"""Texts of pages that list articles are refused; none that only looks like one is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import pipeline
from cleaners.article import Article, Reason, Record, Rejection
from cleaners.text_listing import find_listing

PATH = Path(__file__).parents[1] / "cases" / "text_listings.toml"
CASES = tomllib.loads(PATH.read_text("utf-8"))["case"]
LISTINGS = [case["text"] for case in CASES if "shown" in case]
WHOLE = (
    "The old crane at the quay has been stopped for a month, the harbour office said."
)


def cleaned(text: str, *, keep_listings: bool = False) -> Article | Rejection:
    record = Record("page.txt", "text", 0, text, "")
    return pipeline.clean(record, keep_listings=keep_listings)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_listing_is_told_from_an_article(case: dict[str, str]) -> None:
    found = find_listing(case["text"])
    if "shown" in case:
        assert found is not None
        assert case["shown"] in found
    else:
        assert found is None


@pytest.mark.parametrize("text", LISTINGS)
def test_it_is_refused_with_the_setting_that_keeps_it(text: str) -> None:
    outcome = cleaned(text)
    assert isinstance(outcome, Rejection)
    assert outcome.reason is Reason.NO_ARTICLE
    assert "a listing: " in outcome.detail
    assert "keep_listings = true" in outcome.detail
    kept = cleaned(text, keep_listings=True)
    assert isinstance(kept, Article) or "a listing: " not in kept.detail


@pytest.mark.parametrize("text", LISTINGS)
@given(paragraphs=st.integers(3, 9))
def test_below_an_article_it_does_not_count(text: str, paragraphs: int) -> None:
    article = "\n".join([WHOLE] * paragraphs * 5)
    assert find_listing(f"{article}\n{text}") is None
