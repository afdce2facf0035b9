"""Read dates: those that machines write into markup, and those that people write into lines.

One table of months serves both the lines of plain text and the pages of HTML. Nothing is guessed: a
date without a year, or one whose day and month may be swapped, is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import Enum, auto
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
MONTHS_A_YEAR = 12
YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
TIME = (
    r"(?:,?\s{0,3}(?:[T|·•–-]\s{0,3})?(?:(?:at|um|à|a\s+las|às|as|alle)\s+)?(?P<hour>\d{1,2})[:h](?P<minute>\d\d)(?::\d\d)?"
    r"(?:[.,]\d+)?\s{0,3}(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s{0,3}(?:Uhr\b)?\s{0,3}(?P<zone>Z\b|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC\b|GMT\b))?)?"
)
# "Sept. 13th, 2024"; "13. September 2024", "13 de septiembre de 2024", "1er mars 2024", "13-Sep-2024".
MONTH_FIRST = (
    r"\b(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b,?\s+"
)
DAY_FIRST = (
    r"(?<![\d.,/-])(?P<day>\d{1,2})(?:st|nd|rd|th|er|[ºª°])?\.?(?:\s+(?:de\s+|of\s+)?|-)"
    r"(?P<month>[^\W\d_]{3,10})\.?(?:,?\s+(?:del?\s+)?|-)"
)
FIGURES = r"(?<![\d.,/-])(?P<one>\d{1,2})(?P<sign>[./-])(?P<two>\d{1,2})(?P=sign)"
YEAR_FIRST = (
    rf"(?<![\d.,/-]){YEAR}(?P<sign>[./-])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)"
)
SHAPES = tuple(
    re.compile(shape + TIME, re.IGNORECASE)
    for shape in (
        YEAR_FIRST,
        rf"{MONTH_FIRST}{YEAR}\b",
        rf"{DAY_FIRST}{YEAR}\b",
        rf"{FIGURES}{YEAR}\b",
    )
)
# What a date says of itself, in the words before it.
CHANGED = re.compile(
    r"updat|modif|revis|review|edit(?:ed|ion)|amend|correct|checked|changed|accessed|last\b|expires?|deadline|due\b|event"
    r"|aktualisier|geändert|überarbeitet|bearbeitet|stand\b|letzte|mis(?:e)?\s+à\s+jour|màj|modifié|révis|actualiz"
    r"|atualiz|última|aggiorn|ultim[oa]",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"publi|post(?:ed|\s+time)|written|creat|releas|issued|first\b|original|date\b|veröffentlicht|erschienen|erstellt|datum"
    r"|parution|mis\s+en\s+ligne|fecha|creado|data\b|criado|pubblic|creato",
    re.IGNORECASE,
)
HINT = re.compile(r"(?:1[89]|20)\d\d")


class Claim(Enum):
    """What a date says of itself."""

    PUBLISHED = auto()
    BARE = auto()
    CHANGED = auto()


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


def read_publication(line: str) -> datetime | None:
    """Read the first date of a line that is not said to be of a change."""
    at = 0
    for found in find_dates(line):
        if claim_of(line[at : found.start]) is not Claim.CHANGED:
            return found.moment
        at = found.end
    return None


def claim_of(label: str) -> Claim:
    """Tell what the date behind a label is of. The last word counts: "Published by Ada, updated" is a change."""
    changed = max((found.start() for found in CHANGED.finditer(label)), default=-1)
    published = max((found.start() for found in PUBLISHED.finditer(label)), default=-1)
    if changed < 0 and published < 0:
        return Claim.BARE
    return Claim.CHANGED if changed > published else Claim.PUBLISHED


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
            if moment and not any(
                match.start() < other.end and other.start < match.end()
                for other in found
            ):
                found.append(WrittenDate(match.start(), match.end(), moment))
    return sorted(found, key=lambda date: date.start)


def day_comes_first(lines: Iterable[str]) -> bool | None:
    """Tell from dates in figures alone how their writer orders them; None without proof, or with both orders."""
    figures = (match for line in lines for match in SHAPES[-1].finditer(line))
    orders = {_leads(match["one"], match["two"]) for match in figures} - {None}
    return orders.pop() if len(orders) == 1 else None


def _leads(one: str, two: str) -> bool | None:
    """Tell whether the first of two figures is the day, where one of them can be no month."""
    return (
        int(one) > MONTHS_A_YEAR
        if (int(one) > MONTHS_A_YEAR) != (int(two) > MONTHS_A_YEAR)
        else None
    )


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
    if (one := parts.get("one")) and (two := parts["two"]):
        leads = _leads(one, two)
        leads = day_first if leads is None and int(one) != int(two) else bool(leads)
        if leads is None:
            return None
        day, month = (one, two) if leads else (two, one)
    number = _month(month or "")
    if not number or not day:
        return None
    try:
        return _sane(
            datetime(
                int(parts["year"] or 0),
                number,
                int(day),
                *_clock(parts),
                tzinfo=_zone(parts["zone"]),
            )
        )
    except ValueError:
        return None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    plain = "".join(
        letter for letter in normalize("NFD", text.casefold()) if letter.isalpha()
    )
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
