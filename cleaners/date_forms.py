"""The forms in which lines of text write dates, in the words of all languages.

A form is a pattern; `moment_of` returns the moment that a match of it states.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from cleaners.date_calendars import from_buddhist, from_japanese, from_solar_hijri
from cleaners.date_patterns import (
    BUDDHIST_FORM,
    FIGURES_FORM,
    JAPANESE_ERA_FORM,
    MONTHS,
    REACH,
    SOLAR_HIJRI_FORM,
    SOLAR_HIJRI_MONTHS,
    TIME_BEFORE,
)
from cleaners.date_words import october_after_dotted_day
from cleaners.date_zones import utc_offset
from cleaners.languages import MONTHS_A_YEAR, fold
from cleaners.moment import MIDNIGHT, Moment, Precision

# A guard, not tuned: placeholders are years such as 0001, 1601 and 9999.
YEARS = range(1800, 2100)
EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
NOON = 12  # hour
HOURS_A_DAY = 24
# "Wed, " before "03/05/2025".
WEEKDAY_BEFORE = re.compile(r"\b([^\W\d_]{2,}),?\s+$")
# What English, the language that writes figures in both orders, calls the days, Monday first.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "mon monday",
            "tue tues tuesday",
            "wed weds wednesday",
            "thu thur thurs thursday",
            "fri friday",
            "sat saturday",
            "sun sunday",
        )
    )
    for name in names.split()
}

OCTOBER = october_after_dotted_day()
# Of the day, as what its words begin with.
SECOND_HALF = ("p", "μ", "م", "午後", "下午", "오후")


def moment_of(match: re.Match[str], *, day_first: bool | None) -> Moment | None:
    """Return the moment that a match of a form states, with its offset.

    None where a part is out of range, or where day and month may be swapped: `day_first` is
    the order of dates in figures alone, if it is known.
    """
    clock = match if match["hour"] else _clock_before(match)
    try:
        day = _date_of(match, day_first=day_first)
        time_of_day, precision = _time_of_day(clock)
        zone = utc_offset(clock["zone"] or "")
        moment = datetime.combine(day, time_of_day, zone)
    except ValueError:
        return None
    return plausible(moment, precision)


def _date_of(match: re.Match[str], *, day_first: bool | None) -> date:
    """Return the day of a match. Raises ValueError where it is in doubt or none."""
    if match.re.pattern == FIGURES_FORM.pattern:
        day, month = _ordered_figures(match, day_first=day_first)
        return date(int(match["year"]), month, day)
    if match.re.pattern == SOLAR_HIJRI_FORM.pattern:
        return _solar_hijri_date(match)
    return _named_date(match)


def _solar_hijri_date(match: re.Match[str]) -> date:
    month = SOLAR_HIJRI_MONTHS.get(fold(match["month"]), 0)
    return from_solar_hijri(int(match["year"]), month, int(match["day"]))


def _named_date(match: re.Match[str]) -> date:
    year = _common_year(match)
    return date(year, _month_number(match), int(match["day"]))


def _common_year(match: re.Match[str]) -> int:
    if match.re.pattern == JAPANESE_ERA_FORM.pattern:
        return from_japanese(match["era"], match["year"])
    year = int(match["year"])
    is_thai = match.re.pattern == BUDDHIST_FORM.pattern
    return from_buddhist(year, match["month"]) if is_thai else year


def day_leads(match: re.Match[str]) -> bool | None:
    """Return whether the first of two figures is the day, as they or their weekday prove it."""
    one_is_day = int(match["one"]) > MONTHS_A_YEAR
    two_is_day = int(match["two"]) > MONTHS_A_YEAR
    return one_is_day if one_is_day != two_is_day else _weekday_leads(match)


def _weekday_leads(match: re.Match[str]) -> bool | None:
    """Return the order of two figures that gives the weekday before them, None if not just one."""
    number = _weekday_before(match)
    one, two, year = map(int, match.group("one", "two", "year"))
    leads = _has_weekday(year, two, one, number)
    follows = _has_weekday(year, one, two, number)
    return None if leads == follows else leads


def _weekday_before(match: re.Match[str]) -> int | None:
    start = match.start()
    found = WEEKDAY_BEFORE.search(match.string, max(0, start - REACH), start)
    return WEEKDAYS.get(found[1].casefold()) if found else None


def _has_weekday(year: int, month: int, day: int, number: int | None) -> bool:
    try:
        return date(year, month, day).weekday() == number
    except ValueError:
        return False


def plausible(moment: datetime, precision: Precision) -> Moment | None:
    """Return the moment with its offset, or UTC without any; None where it fills an empty field."""
    if moment.year not in YEARS:
        return None
    if moment.tzinfo is None or not moment.utcoffset():
        moment = moment.replace(tzinfo=UTC)
    moment.astimezone(
        UTC
    )  # raises OverflowError where UTC has another, impossible year
    return None if moment == EPOCH_START else Moment.of(moment, precision)


def _ordered_figures(
    match: re.Match[str], *, day_first: bool | None
) -> tuple[int, int]:
    """Return day and month, both 0 if their order is in doubt."""
    one = int(match["one"])
    two = int(match["two"])
    if one == two:
        return one, two
    leads = day_leads(match)
    if leads is None:
        leads = day_first
    if leads is None and match["sign"].startswith("."):
        leads = True  # who writes the month first puts slashes
    if leads is None:
        return 0, 0
    return (one, two) if leads else (two, one)


def _month_number(match: re.Match[str]) -> int:
    """Return the number of a month by its name or its figures, 0 for any other word."""
    text = match["month"]
    if text.isdecimal():
        return int(text)
    name = fold(text)
    is_dotted = match.string[match.end("day") :].startswith(".")
    if is_dotted and name in OCTOBER:
        return OCTOBER[name]
    return MONTHS.get(name, 0)


def _clock_before(date: re.Match[str]) -> re.Match[str]:
    """Return the match of the time that is written before a date, or else the date's own."""
    start = date.start()
    found = TIME_BEFORE.search(date.string, max(0, start - REACH), start)
    return found or date


def _time_of_day(match: re.Match[str]) -> tuple[time, Precision]:
    """Return the time; midnight where the date has none, or one that cannot be."""
    precision = Precision.SECOND if match["second"] else Precision.MINUTE
    try:
        return _clock_time(match), precision
    except ValueError:
        return MIDNIGHT, Precision.DAY


def _clock_time(match: re.Match[str]) -> time:
    """Read hour, minute and second. Raises ValueError where there are none."""
    hour = int(match["hour"] or HOURS_A_DAY)
    half = (match["half"] or "").lower()
    if half:
        hour = hour % NOON + NOON * half.startswith(SECOND_HALF)
    return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
