"""Read the dates that software writes: of ISO 8601, RFC 2822, RFC 850, and numbers of figures."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from cleaners.date_forms import plausible
from cleaners.date_zones import NAMED, ZONE, utc_offset
from cleaners.lazy_patterns import compile_later
from cleaners.moment import Moment, Precision

# Characters. A guard, not tuned: an RFC 2822 date with its zone in words has some 50.
MAX_STAMP = 80
# Least number, first number beyond, units a second: s, ms and µs. Each range covers the years
# 1973 to 2286, and the gaps between them keep numbers such as 20240501 out.
EPOCH_UNITS = (
    (1e8, 1e10, 1),
    (1e11, 1e13, 1_000),
    (1e14, 1e16, 1_000_000),
)
CALENDAR_DAY = r"\d{4}-\d\d-\d\d|\d{8}"
WEEK_DAY = r"\d{4}-?W\d\d-?[1-7]"
DAY_OF_YEAR = r"(?P<year>\d{4})-(?P<number>\d{3})"
# Zones without a fixed offset are left out: those of the unknown names, and of regions.
ISO = compile_later(
    rf"(?P<day>{CALENDAR_DAY}|{WEEK_DAY}|{DAY_OF_YEAR})"
    r"(?:(?:[Tt]|,?\s+|(?<=\d{8}))(?P<hour>\d\d)"
    r"(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?)?"
    rf"\s*(?P<zone>{ZONE}|[Uu][Tt][Cc]|[Gg][Mm][Tt])?(?:\s*(?:{NAMED}|(?!AM|PM)[A-Z]{{2,5}}|\([^()]*\)|\[[^\[\]]*\]"
    r"|[A-Z][a-z]+/\w+))?"
)
YEAR_HINT = compile_later(r"(?:1[89]|20)\d\d")
RFC_850 = compile_later(r"[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d\b.*")
# "Sun Nov 30 08:05:00 UTC 2025", as the command `date` writes it.
UNIX = compile_later(
    r"(?:[A-Z][a-z]{2} )([A-Z][a-z]{2}) +(\d\d?) (\d\d:\d\d:\d\d) ([A-Z]{1,5}|[+-]\d{4}) (\d{4})"
)
# "GMT+0100", as browsers write it.
GMT_BEFORE_OFFSET = compile_later(r"(?:GMT|UTC)(?=[+-]\d{4})")
# The start of a date of RFC 2822 or of C: "Wed, 5 Mar 2025", "5-Mar-2025", "Wed Mar  5".
RFC = compile_later(
    r"(?:[A-Za-z]{3,9},?\s+)?"
    r"(?:\d{1,2}[\s-][A-Za-z]{3,9}[\s-]\d{2,4}\b|[A-Za-z]{3}\s+\d{1,2}\s)"
)
# The parser of RFC 2822 takes 2:30 PM for 2:30.
HALF_OF_DAY = compile_later(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
SECONDS = compile_later(r"\d:\d\d:\d\d")
TIME = compile_later(r"\d:\d\d")
MICROSECOND_DIGITS = 6


def read_stamp(text: str | None) -> Moment | None:
    """Read a date that software wrote, to the second; None for anything else."""
    exact = read_exact_stamp(text)
    return exact and Moment.of(exact.replace(microsecond=0), exact.precision)


def read_exact_stamp(text: str | None) -> Moment | None:
    """Read a date that software wrote, with its fraction of a second; None for anything else.

    The moment keeps the offset that is written, so that its day is the local one. A time without
    a zone counts as UTC, a day without a time as its midnight. A year or a month alone is no date,
    nor is a year of two digits without the name of the weekday.
    """
    stamp = with_ascii_digits((text or "").strip(" \"'\t\r\n"))
    if len(stamp) > MAX_STAMP:
        return None
    try:
        return _from_iso(stamp) or _from_rfc(stamp)
    except (ValueError, OverflowError):
        return None


def read_epoch(number: float) -> Moment | None:
    """Read seconds, milliseconds or microseconds since 1970; None for any other number."""
    for least, beyond, units in EPOCH_UNITS:
        if least <= number < beyond:
            moment = datetime.fromtimestamp(number / units, UTC)
            return plausible(moment, Precision.SECOND)
    return None


def with_ascii_digits(text: str) -> str:
    """Return a text of the same length with the digits of all scripts as those of ASCII."""
    if text.isascii():
        return text
    digits = {ord(sign): str(unicodedata.decimal(sign)) for sign in _digits(text)}
    return text.translate(digits) if digits else text


def _digits(text: str) -> set[str]:
    return {sign for sign in text if sign.isdecimal() and not sign.isascii()}


def _from_iso(stamp: str) -> Moment | None:
    """Parse a stamp of ISO 8601. Raises ValueError and OverflowError."""
    found = ISO.fullmatch(stamp)
    if found is None or not YEAR_HINT.match(stamp):
        return None
    day = _day_of(found)
    clock = _clock_of(found)
    zone = utc_offset(found["zone"] or "") if found["hour"] else None
    moment = datetime.combine(day, clock, zone)
    return plausible(moment, _precision_of(found))


def _clock_of(found: re.Match[str]) -> time:
    hour, minute, second = map(_number, found.group("hour", "minute", "second"))
    fraction = (found["fraction"] or "")[:MICROSECOND_DIGITS]
    microsecond = int(fraction.ljust(MICROSECOND_DIGITS, "0"))
    return time(hour, minute, second, microsecond)


def _number(figures: str | None) -> int:
    return int(figures or 0)


def _day_of(found: re.Match[str]) -> date:
    if found["number"]:
        return _day_of_year(int(found["year"]), int(found["number"]))
    return date.fromisoformat(found["day"])


def _day_of_year(year: int, number: int) -> date:
    day = date(year, 1, 1) + timedelta(days=number - 1)
    if day.year != year:
        raise ValueError("no such day of the year")
    return day


def _precision_of(found: re.Match[str]) -> Precision:
    if found["second"]:
        return Precision.SECOND
    return Precision.MINUTE if found["minute"] else Precision.DAY


def _from_rfc(stamp: str) -> Moment | None:
    """Parse a date of RFC 2822 or RFC 850. Raises ValueError and OverflowError."""
    has_year = YEAR_HINT.search(stamp) or RFC_850.fullmatch(stamp)
    if not has_year or not RFC.match(stamp) or HALF_OF_DAY.search(stamp):
        return None
    return plausible(_parse_rfc(stamp), _shown_precision(stamp))


def _parse_rfc(stamp: str) -> datetime:
    plain = GMT_BEFORE_OFFSET.sub("", stamp)
    ordered = UNIX.sub(r"\2 \1 \5 \3 \4", plain)
    return parsedate_to_datetime(ordered)


def _shown_precision(stamp: str) -> Precision:
    if SECONDS.search(stamp):
        return Precision.SECOND
    return Precision.MINUTE if TIME.search(stamp) else Precision.DAY
