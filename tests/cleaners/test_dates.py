"""One reader of dates serves records, markup and lines, and guesses nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.date_stamps import read_stamp
from cleaners.date_values import read_value
from cleaners.dates import find_dates, read_date, read_moment

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
MIDNIGHT = NOON.replace(hour=0)
VALUES = [
    ("2024-05-01T12:00:00Z", NOON),
    ("2024-05-01 14:00+02:00", NOON),
    ("2024-05-01T12:00:00.000+0000", NOON),
    ("2024-05-01 12:00:00 UTC", NOON),
    ("2024-05-01T12:00", NOON),
    ("2024-05-01", MIDNIGHT),
    ("Wed, 01 May 2024 08:00:00 -0400", NOON),
    ("1 May 2024 12:00 GMT", NOON),
    (1714564800, NOON),
    (1714564800000, NOON),
    (1714564800000000, NOON),
    ("1714564800", NOON),
    (1714564800.0, NOON),
    ("01/05/2024", None),
    ("May 1", None),
    ("5 May", None),
    ("Wed, 01 May 24 08:00:00 GMT", None),
    ("2024-13-01", None),
    ("0001-01-01T00:00:00Z", None),
    ("1601-01-01T00:00:00Z", None),
    ("1799-12-31", None),
    ("2100-01-01", None),
    ("9999-12-31T23:59:59-12:00", None),
    (4_200_000_000, None),
    (20240501, MIDNIGHT),
    (20241350, None),
    (float("nan"), None),
    (10**400, None),
    (True, None),
    (None, None),
    (["2024-05-01"], MIDNIGHT),
    ([[]], None),
    ("yesterday", None),
    ("1 May 2024" + " so" * 100, None),
]
# Dates that people write; in a field of a record they count as they do in a line.
WRITTEN = [
    ("May 1, 2024", MIDNIGHT),
    ("1 May 2024", MIDNIGHT),
    ("1. Mai 2024", MIDNIGHT),
    ("1er mai 2024 à 12h00", NOON),
    ("1 de mayo de 2024", MIDNIGHT),
    ("2024/05/01", MIDNIGHT),
    ("Wednesday, May 1, 2024 at 12:00 p.m.", NOON),
]
EMPTY = [
    "1970-01-01T00:00:00Z",
    "1970-01-01",
    "1970-01-01 00:00:00 UTC",
    "1970-01-01T01:00:00+01:00",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "January 1, 1970",
]
DAYS = ["2024-05-01T", "2024-05-01t", "2024-05-01 "]
SECONDS = ["", ":30"]
FRACTIONS = ["", ".5", ",25", ".123456", ".123456789"]
ZONES = ["", "Z", "z", "UTC", " utc", " GMT", "+00", "+0000", "+00:00", " +00:00"]
ISO = [
    f"{day}12:00{second}{fraction}{zone}"
    for day in DAYS
    for second in SECONDS
    for fraction in (FRACTIONS if second else [""])
    for zone in ZONES
]
RFC_2822 = [
    f"{weekday}01 May 2024 {time}"
    for weekday in ("", "Wed, ", "Wed ")
    for time in (
        "12:00:30 GMT",
        "12:00:30 +0000",
        "14:00:30 +0200",
        "08:00:30 EDT",
        "12:00:30 UTC",
        "12:00:30 +0000 (UTC)",
    )
]


@pytest.mark.parametrize(
    ("value", "moment"), VALUES, ids=[str(value)[:40] for value, _ in VALUES]
)
def test_a_value_is_a_date_only_if_it_means_one_thing(
    value: object, moment: datetime | None
) -> None:
    assert read_value(value) == moment


@pytest.mark.parametrize(("text", "moment"), WRITTEN)
def test_a_written_date_is_read_in_records_as_in_lines(
    text: str, moment: datetime
) -> None:
    assert read_value(text) == moment
    assert read_moment(text) == moment
    assert read_date(text) == moment


@pytest.mark.parametrize("text", EMPTY)
def test_the_start_of_the_epoch_is_an_empty_field_everywhere(text: str) -> None:
    assert read_value(text) is None
    assert read_moment(text) is None
    assert read_stamp(text) is None
    assert find_dates(text) == []


@pytest.mark.parametrize("number", [0, 0.0, "0", "0000000000", -1])
def test_an_epoch_of_nothing_is_an_empty_field(number: object) -> None:
    assert read_value(number) is None


def test_every_form_of_iso_8601_is_read_to_the_microsecond() -> None:
    for text in ISO:
        second = 30 if ":00:30" in text else 0
        digits = "".join(part for part in FRACTIONS if part and f":30{part}" in text)
        moment = read_value(text)
        assert moment is not None, text
        assert moment.replace(microsecond=0) == NOON.replace(second=second), text
        assert bool(moment.microsecond) == bool(digits), text
        stamp = read_moment(text)
        assert stamp == moment.replace(microsecond=0), "markup is read to the second"


def test_fractions_are_cut_to_microseconds() -> None:
    for fraction, microseconds in zip(
        FRACTIONS, (0, 500_000, 250_000, 123_456, 123_456), strict=True
    ):
        moment = read_value(f"2024-05-01T12:00:00{fraction}Z")
        assert moment == NOON.replace(microsecond=microseconds)


def test_every_form_of_rfc_2822_is_read() -> None:
    for text in RFC_2822:
        assert read_value(text) == NOON.replace(second=30), text
        assert read_stamp(text) == NOON.replace(second=30), text


def test_numbers_beyond_a_clock_raise_nothing() -> None:
    for time in ("99999999999999999999:00:00 GMT", "12:00:00 +99999999999999999"):
        assert read_stamp(f"Wed, 01 May 2024 {time}") is None


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.datetimes().map(str))
)
def test_no_value_raises(value: object) -> None:
    moment = read_value(value)
    assert moment is None or moment.tzinfo is UTC
