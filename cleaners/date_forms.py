"""The forms in which lines of text write dates, in the words of all languages.

A form is a pattern; `moment_of` returns the moment that a match of it states.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from cleaners.languages import MONTHS_A_YEAR, any_of, fold, months

# A guard, not tuned: placeholders are years such as 0001, 1601 and 9999.
YEARS = range(1800, 2100)
EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
HOURS_A_DAY = 24
MINUTES_AN_HOUR = 60
NOON = 12  # hour

MONTHS = months()
LENGTHS = sorted(map(len, MONTHS))  # of the names of months
MONTH_NAME = rf"(?P<month>[^\W\d_]{{{LENGTHS[0]},{LENGTHS[-1]}}})\.?"
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
ENDING = any_of("ordinal_endings")
AFTER_TIME = rf"{any_of('after_time')}\b"
HALF = r"[ap]\.?m\b"
ZONE = r"Z\b|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC\b|GMT\b"
# "8.15" is a time only after a word such as "kl", or before "Uhr", "am" or "GMT", "EST", "ET".
# Of the names of zones only UTC and GMT are converted: IST alone is three zones.
DOT = (
    r"\.(?=\d\d(?!\.?\d))"
    rf"(?(before)|(?=\d\d\s{{0,3}}(?:{AFTER_TIME}|{HALF}|UTC\b|(?-i:[A-Z]{{1,4}}T\b))))"
)
# "at 5:30 p.m.", "um 14:30 Uhr", "/ 5:30 PM", "à 8 h 15", "T14:30:00.000+02:00".
TIME = (
    r"(?:[.,]{0,2}\s{0,3}(?:[T|/·•–-]\s{0,3})?"
    rf"(?P<before>{any_of('before_time')}\s+)?"
    rf"(?P<hour>\d{{1,2}})(?:[:h]|\sh\s|{DOT})(?P<minute>\d\d)(?::\d\d)?(?:[.,]\d+)?"
    rf"\s{{0,3}}(?P<half>{HALF}\.?)?"
    rf"(?:\s{{0,3}}(?:{AFTER_TIME})?\s{{0,3}}(?P<zone>{ZONE}))?)?"
)
# "08:15, " before "14 марта 2022", "10:02 AM EST, Mon " before "March 14, 2022".
TIME_BEFORE = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})[:h](?P<minute>\d\d)"
    rf"(?:\s?(?P<half>{HALF}\.?))?(?:\s?(?P<zone>{ZONE})|\s[A-Z]{{1,4}}T)?"
    r"(?:,?\s|\s?[|/·•–-]\s)(?:[^\W\d_]{2,12}\.?,?\s)?$",
    re.IGNORECASE,
)
REACH = 40  # characters before a date; a guard on cost, the longest match has some 36
# "2024-09-13", "2024. 09. 13."
YEAR_FIRST = (
    rf"(?<![\d.,/-]){YEAR}(?P<sign>\.\s|[./-])"
    r"(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)"
)
# "Sept. 13th, 2024"
MONTH_FIRST = rf"\b{MONTH_NAME}\s+(?P<day>\d{{1,2}}){ENDING}?\b,?\s+{YEAR}\b"
# "13. September 2024", "13 de septiembre de 2024", "1er mars 2024", "13-Sep-2024"
DAY_FIRST = (
    rf"(?<![\d.,/-])(?P<day>\d{{1,2}}){ENDING}?\.?"
    rf"(?:\s+(?:{any_of('before_month')}(?:\s+|(?<=['’])))?|-){MONTH_NAME}"
    rf"(?:,?\s+(?:{any_of('before_year')}\s+)?|-){YEAR}\b"
)
# "2024. szeptember 13."
YEAR_AND_NAME = rf"(?<![\d.,/-]){YEAR}\.?\s+{MONTH_NAME}\s+(?P<day>\d{{1,2}})(?!\d)"
# "13/09/2024", "09/13/2024", "13. 9. 2024"
FIGURES = (
    r"(?<![\d.,/-])(?P<one>\d{1,2})(?P<sign>\.\s|[./-])(?P<two>\d{1,2})(?P=sign)"
    rf"{YEAR}\b"
)
# As in "2024年9月13日（金）午後6時15分" and "2024년 9월 13일 18:15".
EAST_ASIAN = re.compile(
    rf"{YEAR}\s?[年년]\s?(?P<month>\d\d?)\s?[月월]\s?(?P<day>\d\d?)\s?[日일号號]"
    r"(?:\s{0,2}[(（][^)）]{1,4}[)）])?"
    r"(?:\s{0,3}(?P<half>午前|午後|上午|下午|오전|오후)?"
    r"\s{0,2}(?P<hour>\d\d?)(?:[:：]|[時时點点시]\s?)(?P<minute>\d\d?)(?:[分분:]\d{0,2})?"
    rf"(?:\s{{0,3}}(?P<zone>{ZONE}))?)?"
)
SECOND_HALF = ("p", "午後", "下午", "오후")  # of the day, as what its words begin with
FORMS = (
    *(
        re.compile(form + TIME, re.IGNORECASE)
        for form in (YEAR_FIRST, MONTH_FIRST, DAY_FIRST, YEAR_AND_NAME)
    ),
    EAST_ASIAN,
    re.compile(FIGURES + TIME, re.IGNORECASE),
)
FIGURES_FORM = FORMS[-1]


def moment_of(match: re.Match[str], *, day_first: bool | None) -> datetime | None:
    """Return the moment that a match of a form states, with its offset.

    None where a part is out of range, or where day and month may be swapped: `day_first` is
    the order of dates in figures alone, if it is known.
    """
    if match.re is FIGURES_FORM:
        day, month = _ordered_figures(match, day_first=day_first)
    else:
        day = int(match["day"])
        month = _month_number(match["month"])
    clock = match if match["hour"] else _clock_before(match)
    hour, minute = _time_of_day(clock)
    year = int(match["year"])
    zone_text = clock["zone"] or ""
    try:
        zone = _zone(zone_text)
        moment = datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None
    return plausible(moment)


def day_leads(match: re.Match[str]) -> bool | None:
    """Return whether the first of two figures is the day, if just one of them can be a month."""
    one_is_day = int(match["one"]) > MONTHS_A_YEAR
    two_is_day = int(match["two"]) > MONTHS_A_YEAR
    return None if one_is_day == two_is_day else one_is_day


def plausible(moment: datetime) -> datetime | None:
    """Return the moment with its offset, or UTC without any; None where it fills an empty field."""
    if moment.year not in YEARS:
        return None
    if moment.tzinfo is None or not moment.utcoffset():
        moment = moment.replace(tzinfo=UTC)
    moment.astimezone(
        UTC
    )  # raises OverflowError where UTC has another, impossible year
    return None if moment == EPOCH_START else moment


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


def _month_number(text: str) -> int:
    """Return the number of a month by its name or its figures, 0 for any other word."""
    return int(text) if text.isdecimal() else MONTHS.get(fold(text), 0)


def _clock_before(date: re.Match[str]) -> re.Match[str]:
    """Return the match of the time that is written before a date, or else the date's own."""
    start = date.start()
    found = TIME_BEFORE.search(date.string, max(0, start - REACH), start)
    return found or date


def _time_of_day(match: re.Match[str]) -> tuple[int, int]:
    """Return hour and minute; midnight where the date has none, or ones that cannot be."""
    if not match["hour"]:
        return 0, 0
    hour = int(match["hour"])
    minute = int(match["minute"])
    half = match["half"]
    if half:
        hour %= NOON
        if half.lower().startswith(SECOND_HALF):
            hour += NOON
    if hour >= HOURS_A_DAY or minute >= MINUTES_AN_HOUR:
        return 0, 0
    return hour, minute


def _zone(text: str) -> timezone:
    """Return the zone that is written as "+02:00", "UTC-0400" or "Z". Raises ValueError."""
    figures = re.sub(r"[^\d+-]", "", text)
    if not figures:
        return UTC
    minutes = int(figures[1:3]) * MINUTES_AN_HOUR + int(figures[3:5])
    return timezone(timedelta(minutes=-minutes if figures[0] == "-" else minutes))
