"""Check what removed lines tell about their article, whoever removed them."""

from datetime import UTC, datetime

import pytest

from cleaners.metadata import RemovedLine, read_removed_lines


def head(text: str, kind: str = "layout", column: str | None = None) -> RemovedLine:
    return RemovedLine(text, kind, "head", column, text if column else None)


def tail(text: str, kind: str) -> RemovedLine:
    return RemovedLine(text, kind, "tail")


AUTHORS = [
    ("a label", [head("By Ann Keller")], "Ann Keller"),
    ("a label alone", [head("Written by"), head("Ann Keller")], "Ann Keller"),
    ("beside a date", [head("Ann Keller / September 06, 2023")], "Ann Keller"),
    ("a role", [head("Ann Keller, Staff Writer")], "Ann Keller"),
    ("a kind", [head("Ann Keller", "byline")], "Ann Keller"),
    ("a label below", [tail("By Ann Keller", "byline")], "Ann Keller"),
    ("a place beside a date", [head("Quayside, September 06, 2023")], None),
    ("no label", [head("Ann Keller")], None),
    ("a desk", [head("By NewsDesk  @townnews")], None),
    ("another story", [head("By Ann Keller", "related")], None),
    ("a reader's comment", [tail("By Ann Keller", "comments")], None),
]
DATES = [
    (
        "with its time",
        [head("14 March 2022, 08:15")],
        datetime(2022, 3, 14, 8, 15, tzinfo=UTC),
    ),
    (
        "the first",
        [head("3 May 2024"), head("4 May 2024")],
        datetime(2024, 5, 3, tzinfo=UTC),
    ),
    ("in figures with stops", [head("06.05.2025")], datetime(2025, 5, 6, tzinfo=UTC)),
    ("in figures with strokes", [head("06/05/2025")], None),
    ("of another story", [tail("3 May 2024", "related")], None),
    ("of a change", [head("Updated 3 May 2024")], None),
]
TITLE = head("Trust to rebuild the lock", "headline", "title")
SECTIONS = [
    ("a trail", [head("Home > Sport > Rowing"), TITLE], "Rowing"),
    ("a trail to the headline", [head(f"Home / Sport / {TITLE.text}"), TITLE], "Sport"),
    ("a label above", [head("Canals"), TITLE], "Canals"),
    ("a sentence above", [head("Canals are open, says the trust"), TITLE], None),
    ("a figure above", [head("Page 3"), TITLE], None),
]


@pytest.mark.parametrize(("lines", "author"), [case[1:] for case in AUTHORS])
def test_a_person_is_the_author(lines: list[RemovedLine], author: str | None) -> None:
    assert read_removed_lines(lines).author == author


@pytest.mark.parametrize(("lines", "date"), [case[1:] for case in DATES])
def test_the_first_date_is_that_of_publication(
    lines: list[RemovedLine], date: datetime | None
) -> None:
    assert read_removed_lines(lines).published_at == date


def test_the_order_of_figures_may_be_known() -> None:
    found = read_removed_lines([head("06/05/2025")], day_first=True)
    assert found.published_at == datetime(2025, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(("lines", "section"), [case[1:] for case in SECTIONS])
def test_what_leads_to_the_headline_is_the_section(
    lines: list[RemovedLine], section: str | None
) -> None:
    assert read_removed_lines(lines).section == section


def test_a_name_below_a_label_is_the_source() -> None:
    lines = [tail("Source: /", "source"), tail("Harbour News", "layout")]
    assert read_removed_lines(lines).source_credit == "Harbour News"


def test_the_head_counts_before_the_tail() -> None:
    lines = [head("By Ann Keller"), tail("By Ben Frost", "byline")]
    assert read_removed_lines(lines).author == "Ann Keller"
