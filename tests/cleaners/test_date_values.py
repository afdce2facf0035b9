"""Dates in fields of records: what is read, how exact it is, and that nothing is guessed."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from cleaners import languages
from cleaners.date_calendars import from_solar_hijri
from cleaners.date_values import read_change, read_value
from cleaners.date_words import tables
from cleaners.dates import find_dates
from cleaners.extraction.page_metadata import read_metadata
from cleaners.moment import Moment, Precision, precision_of

FILE = Path(__file__).parents[1] / "cases/date_values.tsv"
CASES = [
    line.split("\t")
    for line in FILE.read_text("utf-8").splitlines()
    if not line.startswith("#")
]
WRITTEN = [
    line.split("\t")
    for line in (FILE.parent / "written_dates.tsv").read_text("utf-8").splitlines()
]
DAYS = st.dates(date(1973, 4, 1), date(2056, 12, 31))
CLOCK = st.datetimes(datetime(1973, 4, 1), datetime(2056, 12, 31))  # noqa: DTZ001 - given zones below
OFFSETS = st.integers(-48, 56).map(lambda quarters: timedelta(minutes=15 * quarters))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$date", "$numberLong", "date", "x"]), inner)
    ),
    max_leaves=8,
)
MONTH_LISTS = [
    *((words.code, words.months) for words in languages.load()),
    *((code, table["months"]) for code, table in tables().items()),
]
NAMES = [
    (code, number, name.replace("_", " "))
    for code, months in MONTH_LISTS
    if code != "solar_hijri"
    for number, forms in enumerate(months, start=1)
    for name in forms.split()
]


def parsed(text: str) -> object:
    """Return the value of a case: JSON where it looks like it."""
    if text[0] not in '{["':
        return text
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_date_is_read_with_its_precision_and_its_local_day(case: list[str]) -> None:
    moment = read_value(parsed(case[0]))
    if case[1] == "null":
        assert moment is None
        return
    assert moment == datetime.fromisoformat(case[1])
    assert precision_of(moment) == case[2]
    if case[3] != "null":
        assert moment is not None
        assert moment.date().isoformat() == case[3]


@settings(deadline=None)
@given(JSON)
def test_no_value_of_json_raises(value: object) -> None:
    for read in (read_value, read_change):
        moment = read(value)
        assert moment is None or moment.utcoffset() is not None


@given(CLOCK, OFFSETS, st.sampled_from(["T", " ", "t"]))
def test_a_stamp_comes_back_as_it_was(
    clock: datetime, offset: timedelta, sign: str
) -> None:
    moment = clock.replace(tzinfo=timezone(offset))
    read = read_value(moment.isoformat(sign))
    assert read == moment
    assert read.date() == moment.date(), "its own day, not that of UTC"


@given(CLOCK)
def test_epochs_come_back_whatever_their_unit(clock: datetime) -> None:
    seconds = int(clock.replace(tzinfo=UTC).timestamp())
    if seconds < 10**8:
        return
    moment = datetime.fromtimestamp(seconds, UTC)
    for value in (seconds, seconds * 1_000, seconds * 1_000_000):
        assert read_value(value) == read_value(str(value)) == moment


@given(DAYS, st.sampled_from(NAMES))
def test_a_written_day_comes_back_in_every_language(
    day: date, name: tuple[str, int, str]
) -> None:
    code, number, month = name
    moment = read_value(f"{min(day.day, 28)} {month} {day.year}")
    assert moment is not None, code
    assert moment.date() == date(day.year, number, min(day.day, 28)), code
    assert precision_of(moment) == "day"


@given(DAYS)
def test_years_of_other_calendars_are_those_of_their_own_months(day: date) -> None:
    thai = read_value(f"{day.day} {thai_month(day.month)} {day.year + 543}")
    assert thai is not None
    assert thai.date() == day
    assert read_value(f"{day.day} March {day.year + 543}") is None, "no Thai month"


def thai_month(number: int) -> str:
    return tables()["th"]["months"][number - 1].split()[0]


def test_the_solar_hijri_calendar_has_every_day_once() -> None:
    days = []
    for year in range(1390, 1411):
        for month in range(1, 13):
            for day in range(1, 32):
                try:
                    days.append(from_solar_hijri(year, month, day))
                except ValueError:
                    continue
    first = days[0]
    assert days == [first + timedelta(days=number) for number in range(len(days))]
    assert from_solar_hijri(1403, 12, 30) == date(2025, 3, 20), "a leap year"
    with pytest.raises(ValueError, match="solar Hijri"):
        from_solar_hijri(1404, 12, 30)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2025", True, "2025-04-03"),
        ("03/04/2025", False, "2025-03-04"),
        ("03/04/2025", None, None),
        ("2025/03/04", True, "2025-03-04"),
        ("13/04/2025", False, "2025-04-13"),
        ("Wed, 03/05/2025 - 18:30", None, "2025-03-05"),
        ("Wednesday 05/03/2025", None, "2025-03-05"),
        ("Wed, 03/05/2025", True, "2025-03-05"),
        ("Mon, 03/05/2025", None, None),
        ("Sunset, 03/05/2025", None, None),
        ("12.3.25, 18:30 Uhr", True, "2025-03-12"),
        ("25.03.12 18:30", None, None),
        ("12.03.25", False, None),
        ("12.03.25.", True, None),
    ],
)
def test_the_order_of_figures_is_known_or_the_date_is_not(
    text: str,
    day_first: bool | None,  # noqa: FBT001 - a case
    expected: str | None,
) -> None:
    moment = read_value(text, day_first=day_first)
    assert (moment and moment.date().isoformat()) == expected


def test_a_change_is_read_where_a_change_is_wanted() -> None:
    assert read_value("Updated: March 5, 2025") is None
    changed = read_change("Updated: March 5, 2025")
    assert changed == datetime(2025, 3, 5, tzinfo=UTC)


@given(CLOCK, st.sampled_from(Precision))
def test_a_moment_keeps_its_precision_when_it_is_copied(
    clock: datetime, precision: Precision
) -> None:
    moment = Moment.of(clock.replace(tzinfo=UTC), precision)
    unpickled = pickle.loads(pickle.dumps(moment))  # noqa: S301 - our own bytes
    for other in (copy.copy(moment), unpickled):
        assert other == moment
        assert precision_of(other) == precision_of(moment)


@pytest.mark.parametrize(
    ("line", "precision"),
    [
        ("5 March 2025, 14:30", "minute"),
        ("5 March 2025, 14:30:15", "second"),
        ("5 March 2025", "day"),
        ("5 March 2025 00:00", "day"),
        ("2025年3月5日 14:30", "minute"),
        ("14:30, 5 марта 2025", "minute"),
    ],
)
def test_a_date_of_a_line_says_how_exact_it_is(line: str, precision: str) -> None:
    (found,) = find_dates(line)
    assert precision_of(found.moment) == precision


@pytest.mark.parametrize(
    "line",
    [
        "٢٠٢٥ مقعدا في ١٢ مدينة",
        "In 1403 kamen 15 Schiffe",
        "Room 2568, 5 March",
        "12 est venu en 2025",
        "Route 12/top/2025",
        "Gate 12.mar 2025",
    ],
)
def test_figures_in_a_sentence_are_no_date(line: str) -> None:
    assert find_dates(line) == []


def page_with(line: str, language: str, head: str = "") -> html.HtmlElement:
    """Return a page in a language that shows a line below its headline."""
    body = "<p>The keeper says that the lock stays shut until the river falls.</p>" * 6
    return html.document_fromstring(
        f'<html lang="{language}"><head>{head}</head><body><article>'
        f"<h1>Lock gates close</h1><p>{line}</p>{body}</article></body></html>"
    )


@pytest.mark.parametrize("case", WRITTEN, ids=[case[1] for case in WRITTEN])
def test_a_date_that_a_page_shows_is_read_in_its_language(case: list[str]) -> None:
    language, line, stamp, precision = case
    found = read_metadata(page_with(line, language), None)
    assert found.published_at == datetime.fromisoformat(stamp)
    assert precision_of(found.published_at) == precision
    assert found.published_at.date() == date(2025, 3, 12)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("stamp", "shown", "expected", "precision"),
    [
        ("2025-03-12T09:15:00+01:00", "", "2025-03-12T09:15:00+01:00", "second"),
        ("2025-03-12T09:15", "", "2025-03-12T09:15:00+00:00", "minute"),
        ("2025-03-12", "", "2025-03-12T00:00:00+00:00", "day"),
        ("20250312T091500Z", "", "2025-03-12T09:15:00+00:00", "second"),
        ("2025-03", "", "2025-03-01T00:00:00+00:00", "month"),
        ("2025-03", "March 12, 2025", "2025-03-12T00:00:00+00:00", "day"),
    ],
)
def test_a_declared_date_keeps_its_precision(
    stamp: str, shown: str, expected: str, precision: str
) -> None:
    head = f'<meta property="article:published_time" content="{stamp}">'
    found = read_metadata(page_with(shown, "en", head), None)
    assert found.published_at == datetime.fromisoformat(expected)
    assert precision_of(found.published_at) == precision


def test_a_declared_date_that_is_none_is_noted() -> None:
    head = '<meta property="article:published_time" content="Tuesdayish">'
    found = read_metadata(page_with("By Ann Weir", "en", head), None)
    assert found.published_at is None
    assert found.notes == ('published_at: "Tuesdayish" is no certain date',)
    filled = head.replace("Tuesdayish", "None")
    assert read_metadata(page_with("By Ann Weir", "en", filled), None).notes == ()
    dated = read_metadata(page_with("March 12, 2025", "en", head), None)
    assert dated.notes == (), "a date that is shown fills the column"
