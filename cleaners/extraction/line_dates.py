"""Find the dates of a line of a page, each with its label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.dates import (
    CHANGED,
    PUBLISHED,
    WrittenDate,
    find_dates,
    read_date,
    read_moment,
)
from cleaners.extraction.local_day import move_to_text
from cleaners.letters import SMALL
from cleaners.moment import Moment, Precision, precision_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from cleaners.extraction.headline_context import Fragment, PageLine

NAMED = re.compile(
    r"date(?:published|modified)|publish|modified|updated|changed", re.IGNORECASE
)
# Classes of the day on which the page is shown, of a banner, or of an event.
OF_OTHER_THINGS = re.compile(
    r"today|top-?bar|clock|weather|countdown|deadline|event-?(?:box|details|info)"
    r"|(?:\S*[_-])?(?:todays?-?date|date-?today|current-?(?:date|time)|(?:event|expiry|expiration|deadline)-?date)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")
SHORT_DATE = re.compile(r"(?<![\d./-])(\d\d?)([./])(\d\d?)\2(\d\d)(?![\d./])")
SENTENCE_END = re.compile(r"[.!?…]\s*$")
SMALL_WORD = re.compile(rf"(?:^|\s)[{SMALL}]+$")
NAME_SEPARATOR = re.compile(r"[\s_-]+")
EDGES = " -–—|·•:,"  # stripped off a label
# Chosen on the 498 development pages; the effect of each is not on record.
MIN_SENTENCE_WORDS = 3  # of a sentence around its date
# Words around a date; more of them, up to a full stop, are a sentence.
MAX_LABEL_WORDS = 5
REACH = 2  # elements around the one of a date whose names label it
# Between the date that a reader sees and the machine's, written in any two time zones.
SAME_DAY = timedelta(days=2)
DAY = Precision.DAY


@dataclass(frozen=True, slots=True)
class LineDate:
    """A date of a line, the words that label it, and whether it is inside a sentence."""

    moment: Moment
    label: str
    is_in_sentence: bool


def dates_of_line(line: PageLine, *, day_first: bool | None) -> Iterator[LineDate]:
    """Yield the dates of a line, in order.

    `day_first` is the order of dates in figures alone, None where it is unknown.
    """
    pending = ""  # the words since the last date
    for fragment in line.fragments:
        text = fragment.text
        if _is_of_other_things(fragment.element):
            pending = ""
            continue
        written = find_dates(text, day_first=day_first)
        if written:
            yield from _written_dates(fragment, written, pending)
            last = written[-1]
            rest = text[last.end :]
            pending = f" {rest}"
            continue
        stamp = _machine_date(fragment.element)
        moment = stamp or _short_date(text, day_first=day_first)
        if moment:
            names = _labelling_names(fragment.element)
            label = f"{names} {pending} {text}".strip()
            yield LineDate(moment, label, is_in_sentence=False)
        pending = "" if stamp else f"{pending} {text}"


def _written_dates(
    fragment: Fragment, written: list[WrittenDate], pending: str
) -> Iterator[LineDate]:
    """Yield the written dates of a fragment; the machine's date of the same day is more exact."""
    names = _labelling_names(fragment.element)
    stamp = _machine_date(fragment.element)
    position = 0
    for date in written:
        before = fragment.text[position : date.start]
        after = fragment.text[date.end :]
        label = f"{names} {pending} {before}".strip(EDGES)
        is_in_sentence = _is_in_sentence(label, after)
        moment = _more_exact(date.moment, stamp)
        yield LineDate(moment, label, is_in_sentence)
        pending = ""
        position = date.end


def _more_exact(written: Moment, stamp: Moment | None) -> Moment:
    """Return the machine's date if it is of the same day, and not alone without a time."""
    is_coarser = stamp and precision_of(stamp) == DAY and precision_of(written) != DAY
    if stamp is None or is_coarser or abs(stamp - written) >= SAME_DAY:
        return written
    return move_to_text(stamp, written)


def _short_date(text: str, *, day_first: bool | None) -> Moment | None:
    """Read a date with a year of two digits, with its label before it.

    "Published on 01/25/26" is one, and "03.04.24" where the day comes first by custom.
    """
    found = SHORT_DATE.search(text)
    if not found:
        return None
    first, separator, second, short_year = found.groups()
    order = day_first if separator == "." else None
    if not order:
        label = text[: found.start()]
        if not PUBLISHED.search(label):
            return None
    year = f"20{short_year}"
    date = separator.join([first, second, year])
    return read_date(date, day_first=order)


def _is_in_sentence(before: str, after: str) -> bool:
    """Return whether a date is in running text, as in "It was shut on June 9, 2024."."""
    words = len(WORD.findall(f"{before}\n{after}"))
    if words < MIN_SENTENCE_WORDS:
        return False
    if not SENTENCE_END.search(after):
        return False
    if words > MAX_LABEL_WORDS:
        return True
    if PUBLISHED.search(before) or CHANGED.search(before):
        return False
    return SMALL_WORD.search(before) is not None


def _machine_date(element: HtmlElement) -> Moment | None:
    """Read the machine's date of the time element that a fragment is in."""
    holder = element
    if element.tag != "time":
        holder = element.getparent()
    if holder is None or holder.tag != "time":
        return None
    stamp = holder.get("datetime")
    if not stamp:
        return None
    return read_moment(stamp)


def _labelling_names(element: HtmlElement) -> str:
    """Collect the names of an element and those around it that label its date."""
    names: list[str] = []
    for node in _around(element):
        own = f"{node.get('class')} {node.get('itemprop')}"
        names += [name for name in NAME_SEPARATOR.split(own) if NAMED.match(name)]
    return " ".join(names)


def _is_of_other_things(element: HtmlElement) -> bool:
    """Return whether an element or those around it are named for another date than the page's."""
    classes = " ".join(node.get("class") or "" for node in _around(element))
    return any(OF_OTHER_THINGS.fullmatch(name) for name in classes.split())


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and the nearest around it."""
    yield element
    yield from islice(element.iterancestors(), REACH)
