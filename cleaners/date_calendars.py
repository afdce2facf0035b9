"""Convert years and dates of other calendars: of Thailand, Japan, Iran and Afghanistan."""

from __future__ import annotations

import re
from datetime import date

# The years 2400 to 2599 of the Buddhist era are 1857 to 2056.
BUDDHIST_YEAR = r"(?P<year>2[45]\d\d)"
BUDDHIST_ERA = 543  # years
THAI = re.compile(r"[\u0e01-\u0e2e]")
# The years before the first one of an era: Shōwa, Heisei and Reiwa.
JAPANESE_ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018}
JAPANESE_YEAR = r"(?P<era>昭和|平成|令和)\s?(?P<year>元|\d{1,2})"
# The years 1200 to 1499 of the solar Hijri calendar are 1821 to 2120.
SOLAR_HIJRI_YEAR = r"(?P<year>1[234]\d\d)"
# The leap years of the calendar follow a cycle of 33 years, which has 8 of them.
CYCLE_YEARS = 33
CYCLE_LEAPS = 8
CYCLE_SHIFT = 11  # years from the start of a cycle to year 0
LEAP_DISTANCE = 4  # years within a cycle
DAYS_A_YEAR = 365
LONG_MONTHS = 6  # the first ones
LONG_MONTH = 31  # days; a later one has 30
SHORT_MONTH = 30
MONTHS = range(1, 13)
# Days from the start of date.toordinal() to the last before the first day of year 0 in the cycle.
EPOCH = 226_527


def from_buddhist(year: int, month: str) -> int:
    """Return the common year of a Buddhist one, 0 where the month is not written in Thai."""
    return year - BUDDHIST_ERA if THAI.search(month) else 0


def from_japanese(era: str, year: str) -> int:
    """Return the common year of one of a Japanese era, whose first may be written as 元."""
    return JAPANESE_ERAS[era] + (1 if year == "元" else int(year))


def from_solar_hijri(year: int, month: int, day: int) -> date:
    """Return the date of a day of the solar Hijri calendar. Raises ValueError."""
    length = LONG_MONTH if month <= LONG_MONTHS else SHORT_MONTH
    ordinal = _first_day(year) + _days_before(month) + day - 1
    if month not in MONTHS or day > length or ordinal >= _first_day(year + 1):
        raise ValueError("no day of the solar Hijri calendar")
    return date.fromordinal(ordinal)


def _first_day(year: int) -> int:
    """Return the ordinal of the first day of a year."""
    cycles, rest = divmod(year + CYCLE_SHIFT, CYCLE_YEARS)
    leaps = cycles * CYCLE_LEAPS + (rest + LEAP_DISTANCE - 1) // LEAP_DISTANCE
    return EPOCH + year * DAYS_A_YEAR + leaps


def _days_before(month: int) -> int:
    """Return how many days of the year are before a month."""
    long_months = min(month - 1, LONG_MONTHS)
    short_months = month - 1 - long_months
    return long_months * LONG_MONTH + short_months * SHORT_MONTH
