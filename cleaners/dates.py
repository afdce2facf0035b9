"""Read the dates of lines of text, in the words of all languages.

Nothing is guessed: a date without a year is no date, and neither is one whose day and month may be
swapped. What only fills an empty field is no date either: a year outside 1800 to 2099, or the start
of the Unix epoch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cleaners.date_forms import day_leads, moment_of
from cleaners.date_patterns import FIGURES_FORM, FORMS, OTHER_FORMS
from cleaners.date_stamps import read_stamp, with_ascii_digits
from cleaners.date_words import any_date_word
from cleaners.lazy_patterns import compile_later
from cleaners.moment import Moment

# What no date with a year of four digits lacks; other calendars have other years.
YEAR_HINT = compile_later(r"(?:1[89]|20)\d\d")
OTHER_YEAR_HINT = compile_later(r"(?:1[2-489]|2[045])\d\d|令和|平成|昭和")
# What the words before a date say that it is of.
CHANGED = compile_later(any_date_word("changed"), re.IGNORECASE)
PUBLISHED = compile_later(any_date_word("published"), re.IGNORECASE)
# The label of something else, if no more than its weekday or a preposition follows.
OTHER = compile_later(
    rf"(?<![^\W\d_])(?P<words>{any_date_word('other_dates')})(?![^\W\d_])(?:\W+[^\W\d_]+){{0,2}}\W*$",
    re.IGNORECASE,
)


class Claim(Enum):
    """What a line says that its date is of; BARE if it says nothing."""

    PUBLISHED = auto()
    BARE = auto()
    CHANGED = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line: its offsets in the text, and the moment in its own time zone."""

    start: int
    end: int
    moment: Moment


def read_moment(text: str) -> Moment | None:
    """Read a stamp, to the second, or else the first written date of a text."""
    return read_stamp(text) or read_date(text)


def read_date(line: str, *, day_first: bool | None = None) -> Moment | None:
    """Read the first date of a line; `find_dates` says what a date is."""
    dates = find_dates(line, day_first=day_first)
    return dates[0].moment if dates else None


def read_publication(line: str, *, day_first: bool | None = None) -> Moment | None:
    """Read the date that a line says is of publication, or else its first without a label.

    A date that is said to be of a change or of something else is never one of publication.
    `day_first` is the order of dates in figures, None where it is unknown.
    """
    bare: Moment | None = None
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
    other = OTHER.search(label)
    places = {
        Claim.BARE: -1,
        Claim.OTHER: other.end("words") if other else -1,
        Claim.PUBLISHED: _last_start(PUBLISHED, label),
        Claim.CHANGED: _last_start(CHANGED, label),
    }
    return max(places, key=lambda claim: places[claim])


def find_dates(line: str, *, day_first: bool | None = None) -> list[WrittenDate]:
    """Find the dates of a line that state day, month and year without doubt, in their order.

    Midnight UTC where the date has no time. `day_first` is the order of dates in figures alone,
    such as 03/04/2025; if it is None, they count only if one of the figures can be no month.
    """
    text = with_ascii_digits(line)
    is_ascii = line.isascii()
    if not (YEAR_HINT if is_ascii else OTHER_YEAR_HINT).search(text):
        return []
    found: list[WrittenDate] = []
    for form in FORMS if is_ascii else (*OTHER_FORMS, *FORMS):
        for match in form.finditer(text):
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
        for match in FIGURES_FORM.finditer(with_ascii_digits(line)):
            order = day_leads(match)
            if order is not None:
                orders.add(order)
    if len(orders) != 1:
        return None
    return orders.pop()


def _last_start(pattern: re.Pattern[str], label: str) -> int:
    return max((match.start() for match in pattern.finditer(label)), default=-1)


def _overlaps(date: WrittenDate, others: Sequence[WrittenDate]) -> bool:
    return any(date.start < other.end and other.start < date.end for other in others)
