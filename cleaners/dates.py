"""Read dates: those that machines write into markup, and those that people write into lines.

One table of months serves both the lines of plain text and the pages of HTML. Nothing is guessed: a
date without a year, or one whose day and month may be swapped, is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from unicodedata import normalize

# Years outside are an empty field (0001, 1601) or a slip.
YEARS = range(1800, 2100)
EMPTY_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
MAX_STAMP = 80
FRACTION = re.compile(r"(?<=:\d\d)[.,]\d+")

# English, German, French, Spanish, Portuguese, Italian; without accents.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janner janv janvier ene enero janeiro gen gennaio",
            "feb february februar fev fevr fevrier febrero fevereiro febbraio",
            "mar march marz maerz mrz mars marzo marco",
            "apr april avr avril abr abril aprile",
            "may mai mayo maio mag maggio",
            "jun june juni juin junio junho giu giugno",
            "jul july juli juil juillet julio julho lug luglio",
            "aug august aou aout ago agosto",
            "sep sept september septembre septiembre setiembre set setembro settembre",
            "oct october okt oktober octobre octubre out outubro ott ottobre",
            "nov november novembre noviembre novembro",
            "dec december dez dezember decembre dic diciembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
TIME = (
    r"(?:,?\s*(?:[T|·•–-]\s*)?(?:(?:at|um|à|a\s+las|às|as|alle)\s+)?(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::\d\d)?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*(?:Uhr\b)?\s*(?P<zone>Z\b|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC\b|GMT\b))?)?"
)
# "Sept. 13th, 2024"; "13. September 2024", "13 de septiembre de 2024", "1er mars 2024", "13-Sep-2024".
MONTH_FIRST = r"\b(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b,?\s+"
DAY_FIRST = (
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?:st|nd|rd|th|er|[ºª°])?\.?(?:\s+(?:de\s+|of\s+)?|-)"
    r"(?P<month>[^\W\d_]{3,10})\.?(?:,?\s+(?:del?\s+)?|-)"
)
FIGURES = r"(?<![\d.,/-])(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)"
YEAR_FIRST = rf"(?<![\d.,/-]){YEAR}(?P<sign>[./-])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)"
SHAPES = tuple(
    re.compile(shape + TIME, re.IGNORECASE)
    for shape in (
        YEAR_FIRST,
        rf"{MONTH_FIRST}{YEAR}\b",
        rf"{DAY_FIRST}{YEAR}\b",
        rf"{FIGURES}{YEAR}\b",
    )
)
HINT = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and where it stands in its line."""

    start: int
    end: int
    moment: datetime


def read_stamp(text: str | None) -> datetime | None:
    """Read what a machine wrote, ISO 8601 or an e-mail date, as UTC; None for anything else.

    A time without a zone counts as UTC, a day without a time as its midnight. A year or a month
    alone is no date.
    """
    value = FRACTION.sub("", (text or "").strip(" \"'\t\r\n"))
    return _sane(_parsed(value)) if len(value) <= MAX_STAMP else None


def read_date(line: str, *, day_first: bool | None = None) -> datetime | None:
    """Read the first date of a line; `find_dates` says what a date is."""
    return next((found.moment for found in find_dates(line, day_first=day_first)), None)


def find_dates(line: str, *, day_first: bool | None = None) -> list[WrittenDate]:
    """Find the dates of a line that say day, month and year without doubt, in their order.

    Midnight UTC where the date has no time. `day_first` settles dates in figures alone, such as
    03/04/2025; where it is None they count only if one of the figures can be no month.
    """
    if not HINT.search(line):
        return []
    found: list[WrittenDate] = []
    for shape in SHAPES:
        for match in shape.finditer(line):
            moment = _moment(match.groupdict(), day_first=day_first)
            if moment and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(WrittenDate(match.start(), match.end(), moment))
    return sorted(found, key=lambda date: date.start)


def day_comes_first(lines: Iterable[str]) -> bool | None:
    """Tell from dates in figures alone how their writer orders them; None without proof, or with both orders."""
    orders = {int(one) > 12 for one, two in _figures(lines) if (int(one) > 12) != (int(two) > 12)}  # noqa: PLR2004
    return orders.pop() if len(orders) == 1 else None


def _figures(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for match in SHAPES[-1].finditer(line):
            yield match["one"], match["two"]


def _parsed(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except ValueError:
            continue
    return None


def _moment(parts: dict[str, str | None], *, day_first: bool | None) -> datetime | None:
    """Build the moment of a match; None where a part is out of range or the order is in doubt."""
    day, month = parts.get("day"), parts.get("month")
    if one := parts.get("one"):
        ordered = day_comes_first([f"{one}/{parts['two']}/2000"])
        ordered = day_first if ordered is None else ordered
        if ordered is None:
            return None
        day, month = (one, parts["two"]) if ordered else (parts["two"], one)
    number = _month(month or "")
    if not number or not day:
        return None
    try:
        return _sane(datetime(int(parts["year"] or 0), number, int(day), *_clock(parts), tzinfo=_zone(parts["zone"])))
    except ValueError:
        return None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    plain = "".join(letter for letter in normalize("NFD", text.casefold()) if letter.isalpha())
    return MONTHS.get(plain)


def _clock(parts: dict[str, str | None]) -> tuple[int, int]:
    """Read hour and minute; midnight where they are not told or cannot be."""
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    if half := (parts["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour, minute) if hour < 24 and minute < 60 else (0, 0)  # noqa: PLR2004


def _zone(text: str | None) -> timezone:
    figures = re.sub(r"[^\d+-]", "", text or "")
    if not figures:
        return UTC
    minutes = int(figures[1:3]) * 60 + int(figures[3:5])
    return timezone(timedelta(minutes=-minutes if figures[0] == "-" else minutes))


def _sane(found: datetime | None) -> datetime | None:
    if found is None or found.year not in YEARS:
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None if found == EMPTY_CLOCK else found
