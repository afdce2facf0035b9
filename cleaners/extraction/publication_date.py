"""Read from the lines around a headline when the article was published, and from its address.

A date says for itself what it is of ("Published", "Updated") or stands bare; one of a change is no
date of publication, and one in a sentence belongs to the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.dates import (
    CHANGED,
    PUBLISHED,
    Claim,
    claim_of,
    day_comes_first,
    find_dates,
    read_date,
    read_stamp,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from cleaners.extraction.headline_context import Line, Masthead

NAMED = re.compile(
    r"date(?:published|modified)|publish|modified|updated|changed", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")
OTHER_HAND = re.compile(
    r"(?:review|edit|check)\w*\s+by\b", re.IGNORECASE
)  # names a person, labels no date
SHORT_DATE = re.compile(r"(?<![\d./-])(\d\d?)([./])(\d\d?)\2(\d\d)(?![\d./])")
SENTENCE_END = re.compile(r"[.!?…]\s*$")
SMALL_WORD = re.compile(r"(?:^|\s)[a-zß-ÿ]+$")
MIN_WORDS = 3  # of a sentence around its date
SAME_DAY = timedelta(
    days=2
)  # what a reader sees and what the machine wrote, in any two zones
MAX_WORDS = 10  # beside a date, in a line that is no sentence
MAX_LABEL = 4  # words of a line that is the label of the date below it
NEAR_ABOVE = 4  # lines above the headline in which a bare date counts
ADDRESS_DATE = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)"
)
# Languages in which a date in figures alone begins with the day, and hardly ever with the month.
DAY_FIRST = re.compile(
    r"(?:de|fr|es|pt|it|nl|da|nb|no|fi|pl|cs|ro|tr|ca|gl|el|ru|uk)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a line and what it says of itself."""

    moment: datetime
    claim: Claim


def date_of_masthead(masthead: Masthead, tongue: str | None) -> datetime | None:
    """Read the date of publication beside the headline; `tongue` is the page's declared language."""
    order = _order((line.text for line in masthead.lines), tongue)
    near = [
        *_dated(masthead.below, order),
        *reversed(list(_dated(masthead.above[-NEAR_ABOVE:], order))),
    ]
    return next(
        (dated.moment for dated in near if dated.claim is not Claim.CHANGED), None
    )


def date_of_lines(lines: Iterable[Line], tongue: str | None) -> datetime | None:
    """Read the first date of a page that is said to be of publication, or its only bare one."""
    short = [line for line in lines if len(WORD.findall(line.text)) <= MAX_WORDS]
    dates = list(_dated(short, _order((line.text for line in short), tongue)))
    bare = [dated.moment for dated in dates if dated.claim is Claim.BARE]
    only = bare[0] if len({moment.date() for moment in bare}) == 1 else None
    return next(
        (dated.moment for dated in dates if dated.claim is Claim.PUBLISHED), only
    )


def date_of_address(address: str | None) -> datetime | None:
    """Read year, month and day out of an address; none of them may be missing."""
    found = ADDRESS_DATE.search(address or "")
    return (
        read_date(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")
        if found
        else None
    )


def _order(texts: Iterable[str], tongue: str | None) -> bool | None:
    """Settle how dates in figures are meant: by another one of the page, else by its language."""
    proven = day_comes_first(texts)
    return True if proven is None and DAY_FIRST.match(tongue or "") else proven


def _dated(lines: Iterable[Line], order: bool | None) -> Iterator[Dated]:  # noqa: FBT001 - as in find_dates
    above = ""
    for line in lines:
        dates = list(_dates_of(line, order))
        if len(WORD.findall(line.text)) <= MAX_WORDS + 2 * len(dates):
            yield from (
                Dated(moment, claim_of(label or above))
                for label, moment in dates
                if label is not None
            )
        labels = (
            not dates
            and len(WORD.findall(line.text)) <= MAX_LABEL
            and not OTHER_HAND.search(line.text)
        )
        above = line.text if labels else ""


def _dates_of(line: Line, order: bool | None) -> Iterator[tuple[str | None, datetime]]:  # noqa: FBT001 - the same
    """Yield each date with what labels it; None for the label of a date inside a sentence."""
    label = ""
    for fragment in line.fragments:
        names, stamp, at = _names(fragment.element), _stamp(fragment.element), 0
        written = find_dates(fragment.text, day_first=order)
        if stamp and not written:
            yield f"{names} {label} {fragment.text}".strip(), stamp
            label = ""
            continue
        if not written and (short := _short_date(fragment.text, order)):
            yield f"{names} {label} {fragment.text}".strip(), short
        for found in written:
            before = f"{names} {label} {fragment.text[at : found.start]}".strip(
                " -–—|·•:,"
            )
            sentence = _in_sentence(before, fragment.text[found.end :])
            same = stamp is not None and abs(stamp - found.moment) < SAME_DAY
            yield (
                (None if sentence else before),
                stamp if stamp and same else found.moment,
            )
            label, at = "", found.end
        label = f"{label} {fragment.text[at:]}"


def _short_date(text: str, order: bool | None) -> datetime | None:  # noqa: FBT001 - as in _dated
    """Read a year of two figures: "Published on 01/25/26" behind its label, "03.04.24" where days lead by custom."""
    found = SHORT_DATE.search(text)
    if not found or not (
        PUBLISHED.search(text[: found.start()]) or (order and found[2] == ".")
    ):
        return None
    return read_date(
        f"{found[1]}{found[2]}{found[3]}{found[2]}20{found[4]}",
        day_first=order if found[2] == "." else None,
    )


def _in_sentence(before: str, after: str) -> bool:
    """Tell whether a date stands in running text, as in "It was shut on June 9, 2024.", not in a byline."""
    words = len(WORD.findall(before)) + len(WORD.findall(after))
    runs_on = SMALL_WORD.search(before) is not None and not (
        PUBLISHED.search(before) or CHANGED.search(before)
    )
    ends = SENTENCE_END.search(after) is not None
    return ends and words >= MIN_WORDS and (runs_on or words > MAX_WORDS // 2)


def _stamp(element: HtmlElement) -> datetime | None:
    """Read the machine's date of the time element that holds a fragment."""
    holder = element if element.tag == "time" else element.getparent()
    stamp = (
        holder.get("datetime") if holder is not None and holder.tag == "time" else None
    )
    return (read_stamp(stamp) or read_date(stamp)) if stamp else None


def _names(element: HtmlElement) -> str:
    """Collect the names of an element and those around it that say what its date is of."""
    around = [element, *islice(element.iterancestors(), 2)]
    names = (
        name
        for node in around
        for name in re.split(r"[\s_-]+", f"{node.get('class')} {node.get('itemprop')}")
    )
    return " ".join(name for name in names if NAMED.match(name))
