"""A teaser is no article where another field of the record has all of it."""

from __future__ import annotations

import pytest

from flows.intake import fields
from flows.settings import Settings

NAMES = Settings().fields
BEGINNING = "The lock keeper of Cobham has counted every boat since 1974, and on Monday"
REST = " she counted none. The weir was dry for the first time. " * 6
WHOLE = f"{BEGINNING}{REST}"
BODY = f"<p>{BEGINNING}</p><p>{REST}</p>"
PAGE = f"<html><body><p>Home</p><p>News</p>{BODY}</body></html>"
SHORT = f"{BEGINNING} she counted none."
TEASERS = [
    f"{BEGINNING}… [+412 chars]",
    f"{BEGINNING} sh... [412 chars]",
    f"{BEGINNING} she […]",
    f"{BEGINNING} she...",
    f"{BEGINNING}… Weiterlesen",
    f"<p>{BEGINNING}&nbsp;<b>she</b></p>",
    SHORT,
]


def read(**record: str) -> tuple[str, bool] | None:
    """Return the text of a record and whether it is a page."""
    return fields.article_text(record, NAMES)


@pytest.mark.parametrize("teaser", TEASERS)
def test_the_whole_text_counts_before_its_beginning(teaser: str) -> None:
    assert read(content=teaser, full_content=WHOLE) == (WHOLE, False)
    assert read(text=teaser, content_html=BODY) == (BODY, True)
    assert read(text=teaser, description=WHOLE) == (WHOLE, False)
    assert read(content_html=teaser, markdown=WHOLE) == (WHOLE, False)


def test_a_text_with_a_mark_may_begin_anywhere_on_a_page() -> None:
    marked, unmarked = TEASERS[0], SHORT
    assert read(text=marked, html=PAGE) == (PAGE, True)
    assert read(text=unmarked, html=PAGE) == (unmarked, False), (
        "it may be a short article"
    )


@pytest.mark.parametrize(
    "other",
    [
        SHORT,
        f"{SHORT} By Ada Lunt, who is the author of several books about rivers.",
        f"Read more of our news. {WHOLE}",
        "The bridge at Kelmouth will close to all cars and lorries for six weeks. " * 9,
        TEASERS[0],
    ],
)
def test_a_text_stays_where_no_other_is_all_of_it(other: str) -> None:
    assert read(text=SHORT, raw_text=other) == (SHORT, False)
    assert read(text=WHOLE, raw_text=other) == (WHOLE, False)


def test_a_short_or_a_long_text_is_no_teaser() -> None:
    assert read(text="It was", raw_text="It was so. " * 90) == ("It was", False)
    long = WHOLE * 3
    assert read(text=long, raw_text=f"{long}{'Ned: First! ' * 900}") == (long, False)


def test_a_cut_is_noted_only_where_the_rest_is_missing() -> None:
    cut = TEASERS[0]
    note = "text: its source cut it off, 412 characters are missing"
    record = {"content": cut, "title": "A dry weir"}
    assert fields.metadata(record, NAMES).notes == (note,)
    assert fields.metadata({**record, "full_content": WHOLE}, NAMES).notes == ()
