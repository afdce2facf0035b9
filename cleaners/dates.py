"""Read dates from the fields of records, from markup and from lines of text.

Nothing is guessed: a date without a year is no date, and neither is one whose day and month may be
swapped. What only fills an empty field is no date either: a year outside 1800 to 2099, or the start
of the Unix epoch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from cleaners.date_forms import FIGURES_FORM, FORMS, day_leads, moment_of, plausible
from cleaners.languages import any_of

# Characters. A guard, not tuned: an RFC 2822 date with its zone in words has some 50.
MAX_STAMP = 80
EPOCH_NUMBER = re.compile(r"\d{9,17}(?:\.\d{1,9})?")
# Least number, first number beyond, units a second: s, ms and µs. Each range covers the years
# 1973 to 2286, and the gaps between them keep numbers such as 20240501 out.
EPOCH_UNITS = (
    (1e8, 1e10, 1),
    (1e11, 1e13, 1_000),
    (1e14, 1e16, 1_000_000),
)
# What no date with a year of four digits lacks.
YEAR_HINT = re.compile(r"(?:1[89]|20)\d\d")
FRACTION = re.compile(r"(?<=:\d\d)[.,](\d+)")
MICROSECOND_DIGITS = 6
UTC_WORD = re.compile(r"(?<=:\d\d)\s?(?:Z|UTC|GMT)$", re.IGNORECASE)
# What the words before a date say that it is of.
CHANGED = re.compile(any_of("changed"), re.IGNORECASE)
PUBLISHED = re.compile(any_of("published"), re.IGNORECASE)


MIDNIGHT = time()


class Claim(Enum):
    """What a line says that its date is of; BARE if it says nothing."""

    PUBLISHED = auto()
    BARE = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line: its offsets in the text, and the moment in its own time zone."""

    start: int
    end: int
    moment: datetime


def read_value(value: object) -> datetime | None:
    """Read the date in a field of a record; None for anything that is no date.

    The value may be an epoch in s, ms or µs, as a number or a string, or a string with a stamp
    or a written date.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _read_epoch(value)
    if isinstance(value, str) and len(value) <= MAX_STAMP:
        return _read_field(value.strip())
    return None


def precision_of(moment: datetime | None) -> str | None:
    """Return how exact a date is: "day" at midnight, where no time was stated, or "second"."""
    if moment is None:
        return None
    return "day" if moment.time() == MIDNIGHT else "second"


def read_moment(text: str) -> datetime | None:
    """Read a stamp, or else the first written date of a text."""
    return read_stamp(text) or read_date(text)


def read_stamp(text: str | None) -> datetime | None:
    """Read an ISO 8601 or RFC 2822 date, to the second; None for anything else.

    The moment keeps the offset that is written, so that its day is the local one. A time without
    a zone counts as UTC, a day without a time as its midnight. A year or a month alone is no date,
    nor is a year of two digits.
    """
    stamp = FRACTION.sub("", (text or "").strip(" \"'\t\r\n"))
    if len(stamp) > MAX_STAMP or not YEAR_HINT.search(stamp):
        return None
    for parse in (_from_iso, parsedate_to_datetime):
        try:
            return plausible(parse(stamp))
        except (ValueError, OverflowError):
            continue
    return None


def read_date(line: str, *, day_first: bool | None = None) -> datetime | None:
    """Read the first date of a line; `find_dates` says what a date is."""
    dates = find_dates(line, day_first=day_first)
    return dates[0].moment if dates else None


def read_publication(line: str, *, day_first: bool | None = None) -> datetime | None:
    """Read the date that a line says is of publication, or else its first without a label.

    A date that is said to be of a change is never one of publication. `day_first` is the order of
    dates in figures, None where it is unknown.
    """
    bare: datetime | None = None
    label_start = 0
    for date in find_dates(line, day_first=day_first):
        claim = claim_of(line[label_start : date.start])
        if claim is Claim.PUBLISHED:
            return date.moment
        if claim is Claim.BARE and bare is None:
            bare = date.moment
        label_start = date.end
    return bare


def claim_of(label: str) -> Claim:
    """Return what the words before a date say that it is of.

    The last word counts: "Published by Ada, updated" is a change.
    """
    changed = _last_start(CHANGED, label)
    published = _last_start(PUBLISHED, label)
    if changed < 0 and published < 0:
        return Claim.BARE
    return Claim.CHANGED if changed > published else Claim.PUBLISHED


def find_dates(line: str, *, day_first: bool | None = None) -> list[WrittenDate]:
    """Find the dates of a line that state day, month and year without doubt, in their order.

    Midnight UTC where the date has no time. `day_first` is the order of dates in figures alone,
    such as 03/04/2025; if it is None, they count only if one of the figures can be no month.
    """
    if not YEAR_HINT.search(line):
        return []
    found: list[WrittenDate] = []
    for form in FORMS:
        for match in form.finditer(line):
            moment = moment_of(match, day_first=day_first)
            if moment is None:
                continue
            start, end = match.span()
            date = WrittenDate(start, end, moment)
            if not _overlaps(date, found):
                found.append(date)
    found.sort(key=lambda date: date.start)
    return found


def day_comes_first(lines: Iterable[str]) -> bool | None:
    """Return whether dates in figures begin with the day, as the lines prove.

    None without proof, or with proof of both orders.
    """
    orders: set[bool] = set()
    for line in lines:
        for match in FIGURES_FORM.finditer(line):
            order = day_leads(match)
            if order is not None:
                orders.add(order)
    if len(orders) != 1:
        return None
    return orders.pop()


def _read_field(text: str) -> datetime | None:
    if EPOCH_NUMBER.fullmatch(text):
        return _read_epoch(float(text))
    moment = read_moment(text)
    if moment is None:
        return None
    return moment.replace(microsecond=_microseconds(text))


def _read_epoch(number: float) -> datetime | None:
    for least, beyond, units in EPOCH_UNITS:
        if least <= number < beyond:
            return plausible(datetime.fromtimestamp(number / units, UTC))
    return None


def _from_iso(stamp: str) -> datetime:
    """Parse an ISO 8601 date, which may end in "UTC" or "GMT". Raises ValueError."""
    return datetime.fromisoformat(UTC_WORD.sub("Z", stamp))


def _microseconds(text: str) -> int:
    """Return the fraction of a second in a stamp, cut to microseconds."""
    fraction = FRACTION.search(text)
    if fraction is None:
        return 0
    digits = fraction[1][:MICROSECOND_DIGITS]
    return int(digits.ljust(MICROSECOND_DIGITS, "0"))


def _last_start(pattern: re.Pattern[str], label: str) -> int:
    return max((match.start() for match in pattern.finditer(label)), default=-1)


def _overlaps(date: WrittenDate, others: Sequence[WrittenDate]) -> bool:
    return any(date.start < other.end and other.start < date.end for other in others)
