"""The time zones that dates are written with."""

from __future__ import annotations

import re
from datetime import timedelta, timezone

# Hours from UTC of the names that mean one zone. IST is three zones, CST two.
NAMES = {
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "SAST": 2,
    "EEST": 3,
    "MSK": 3,
    "WIB": 7,
    "WITA": 8,
    "HKT": 8,
    "SGT": 8,
    "AWST": 8,
    "JST": 9,
    "KST": 9,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "BRT": -3,
    "EDT": -4,
    "EST": -5,
    "CDT": -5,
    "MDT": -6,
    "MST": -7,
    "PDT": -7,
    "PST": -8,
    "AKDT": -8,
    "AKST": -9,
}
# The case of names counts: "est" is a word of French.
NAMED = rf"(?-i:{'|'.join(sorted(NAMES, key=len, reverse=True))})\b"
# "+02:00", "+0200", "UTC+2", "GMT-04:30", "EST", "Z".
ZONE = rf"[+-]\d\d(?::?\d\d)?(?!\d)|(?:UTC|GMT)\s?[+-]\d\d?(?::?\d\d)?(?!\d)|[Zz]\b|{NAMED}"
OFFSET = re.compile(r"([+-])(\d\d?)(?::?(\d\d))?$")
# The zones of the world go from -12 to +14 hours.
FIRST_OFFSET = timedelta(hours=-12)
LAST_OFFSET = timedelta(hours=14)


def utc_offset(text: str) -> timezone | None:
    """Return the zone that is written as "+02:00", "UTC-4", "Z" or by name.

    None for no zone, and for an offset that is that of no place.
    """
    figures = OFFSET.search(text)
    hours = NAMES.get(text.strip().upper())
    if figures is not None:
        return _offset_of(figures)
    return None if hours is None else timezone(timedelta(hours=hours))


def _offset_of(figures: re.Match[str]) -> timezone | None:
    sign, hours, minutes = figures.groups(default="0")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    offset = -size if sign == "-" else size
    return timezone(offset) if FIRST_OFFSET <= offset <= LAST_OFFSET else None
