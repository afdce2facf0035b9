"""Read the dates in fields of records: stamps, epochs, written dates, and what databases export."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from cleaners.date_forms import plausible
from cleaners.date_patterns import BEFORE_YEAR, MONTHS
from cleaners.date_stamps import (
    MAX_STAMP,
    read_epoch,
    read_exact_stamp,
    with_ascii_digits,
)
from cleaners.date_words import month_name
from cleaners.dates import read_date, read_publication
from cleaners.languages import MONTHS_A_YEAR, fold
from cleaners.lazy_patterns import compile_later
from cleaners.moment import Moment, Precision

EPOCH_NUMBER = compile_later(r"\d{9,17}(?:\.\d{1,9})?|\d\.\d{1,15}[eE]\+?\d{1,2}")
# A day, perhaps with hour and minute, without any sign: as many figures.
COMPACT = {8, 12, 14}
# As numbers: the first day that is read, and the first figures beyond the last second.
LEAST_COMPACT = 18_000_101
MOST_COMPACT = 21_000_000_000_000
CLOCK_NUMBERS = 6  # from the year to the second
# Characters. A guard, not tuned: an object of a database, written as text, has less.
MAX_TEXT = 200
# Where databases and languages of data put the value of a date, in the order of trust.
INNER = (
    "$date",
    "$numberLong",
    "$numberDouble",
    "@value",
    "#text",
    "date",
    "dateTime",
    "datetime",
    "iso",
    "_seconds",
    "seconds",
    "value",
    "raw",
)
ZONE_BESIDE = "timezone"
MAX_DEPTH = 4  # of values inside values; a guard against endless nesting, not tuned
MAX_VALUES = 20  # of a list; a guard on cost, not tuned
# 'ISODate("…")', "Timestamp('…')", "/Date(1741166100000)/", "['2025-03-05']".
WRAPPED = compile_later(
    r"(?:[A-Za-z][\w. ]*|/Date)\(\s*[\"']?(?P<call>[^\"'()]+)[\"']?\s*\)/?"
    r"|\[\s*[\"']?(?P<listed>[^\"'\[\]]+)[\"']?.*\]"
)
CALL_OF_NUMBERS = compile_later(r"\d{4}(?:\s*,\s*\d{1,6}){2,6}")
MILLISECONDS_AND_ZONE = compile_later(r"(\d{12,13})[+-]\d{4}")
# "12.3.25", in languages that write the day first.
SHORT_YEAR = compile_later(
    r"(?<![\d./-])(?P<day>\d\d?\.\d\d?\.)(?P<year>\d\d)(?![\d./-])"
)
YEAR = r"(?P<year>(?:19|20)\d\d)"
# "2025-03", "2025年3月", "March 2025", "marzo de 2025".
MONTH_FORMS = (
    compile_later(rf"{YEAR}[-/](?P<month>\d\d?)"),
    compile_later(rf"(?P<month>\d\d?)/{YEAR}"),
    compile_later(rf"{YEAR}[年년]\s?(?P<month>\d\d?)[月월]"),
    compile_later(
        rf"(?P<month>{month_name(MONTHS)})\.?,?\s+(?:{BEFORE_YEAR}\s+)?{YEAR}",
        re.IGNORECASE,
    ),
)


def read_value(value: object, *, day_first: bool | None = None) -> Moment | None:
    """Read the date in a field of a record; None for anything that is no date.

    The value may be an epoch in s, ms or µs, as a number or a string, a string with a stamp or a
    written date, or an object of a database or a list that holds one. A date with the label of a
    change is none of publication. `day_first` is the order of dates in figures alone, None where
    it is unknown.
    """
    return _read(value, 0, day_first=day_first)


def read_change(value: object, *, day_first: bool | None = None) -> Moment | None:
    """Read the date of a change; one whose label says so is welcome."""
    moment = read_value(value, day_first=day_first)
    if moment is None and isinstance(value, str) and len(value) <= MAX_STAMP:
        return read_date(value, day_first=day_first)
    return moment


def read_month(text: str) -> Moment | None:
    """Read a month alone, as its first day."""
    for form in MONTH_FORMS:
        found = form.fullmatch(text)
        if found is None:
            continue
        name = found["month"]
        number = int(name) if name.isdecimal() else MONTHS.get(fold(name), 0)
        if 1 <= number <= MONTHS_A_YEAR:
            first = datetime(int(found["year"]), number, 1, tzinfo=UTC)
            return plausible(first, Precision.MONTH)
    return None


def _read(value: object, depth: int, *, day_first: bool | None) -> Moment | None:
    if isinstance(value, bool) or depth > MAX_DEPTH:
        return None
    if isinstance(value, (int, float)):
        return _read_number(value)
    if isinstance(value, str):
        return _read_text(value, day_first=day_first)
    inner: list[object] = []
    if isinstance(value, Mapping):
        inner = [_with_zone(value, name) for name in INNER if name in value]
    if isinstance(value, list):
        inner = value[:MAX_VALUES]
    for each in inner:
        moment = _read(each, depth + 1, day_first=day_first)
        if moment:
            return moment
    return None


def _with_zone(value: Mapping[str, object], name: str) -> object:
    """Return an inner value, a local time with the zone that is beside it, as PHP writes it."""
    inner = value[name]
    zone = value.get(ZONE_BESIDE)
    if isinstance(inner, str) and isinstance(zone, str):
        return f"{inner} {zone}"
    return inner


def _read_number(number: float) -> Moment | None:
    if isinstance(number, int) and number >= LEAST_COMPACT:
        moment = _read_compact(str(number)) if number < MOST_COMPACT else None
        if moment:
            return moment
    return read_epoch(number)


def _read_compact(figures: str) -> Moment | None:
    return read_exact_stamp(figures) if len(figures) in COMPACT else None


def _read_text(text: str, *, day_first: bool | None) -> Moment | None:
    if len(text) > MAX_TEXT:
        return None
    bare = with_ascii_digits(_unwrap(text.strip()))
    if EPOCH_NUMBER.fullmatch(bare):
        return _read_compact(bare) or read_epoch(float(bare))
    return (
        read_exact_stamp(bare)
        or _read_line(bare, day_first=day_first)
        or read_month(bare)
    )


def _read_line(text: str, *, day_first: bool | None) -> Moment | None:
    if len(text) > MAX_STAMP:
        return None
    moment = read_publication(text, day_first=day_first)
    if moment or not day_first:
        return moment
    return read_publication(SHORT_YEAR.sub(r"\g<day>20\g<year>", text), day_first=True)


def _unwrap(text: str) -> str:
    """Return the date in a call of a language of data, or the first of a list."""
    found = WRAPPED.fullmatch(text)
    if found is None:
        return text
    inner = found["listed"] or found["call"]
    if CALL_OF_NUMBERS.fullmatch(inner):
        return _stamp_of(inner.split(","))
    milliseconds = MILLISECONDS_AND_ZONE.fullmatch(inner)
    return milliseconds[1] if milliseconds else inner.strip()


def _stamp_of(numbers: Sequence[str]) -> str:
    """Write the numbers of a call as a stamp: year, month, day, hour, minute, second."""
    figures = [f"{int(number):02}" for number in numbers[:CLOCK_NUMBERS]]
    day = "-".join(figures[:3])
    return f"{day} {':'.join(figures[3:])}".strip()
