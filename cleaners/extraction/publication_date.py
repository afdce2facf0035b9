"""Read when an article was published: from the lines around its headline, and from its URL.

The words before a date may label it ("Published", "Updated"), or it is bare. A date of a change or
of something else ("Deadline") is no date of publication, and one in a sentence belongs to the
story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from cleaners.date_order import day_leads_in
from cleaners.dates import (
    Claim,
    claim_of,
    day_comes_first,
    read_date,
)
from cleaners.extraction.headline_context import MIN_PARAGRAPH
from cleaners.extraction.line_dates import LineDate, dates_of_line
from cleaners.languages import any_of
from cleaners.moment import Moment

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import HeadlineContext, PageLine

WORD = re.compile(r"[^\W\d_]+")
# Names a person, labels no date.
OTHER_HAND = re.compile(any_of("reviewed_by"), re.IGNORECASE)
# Chosen on the 498 development pages; the effect of each is not on record.
MAX_WORDS = 10  # of a line, apart from its dates; a longer line is prose
# Words of each date itself, a month and perhaps a weekday, on top of these.
MAX_DATE_WORDS = 2
MAX_LABEL_WORDS = 4  # of a line that labels the date below it
OF_ARTICLE = (Claim.PUBLISHED, Claim.BARE)
MAX_LINES_ABOVE = 4  # above the headline in which a bare date counts
ADDRESS_YEAR = r"(?P<year>(?:19|20)\d\d)"
ADDRESS_DATES = (
    re.compile(
        rf"/{ADDRESS_YEAR}[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<day>0?[1-9]|[12]\d|3[01])(?=[/_-]|$)"
    ),
    # "/2025/mar/12/"
    re.compile(
        rf"/{ADDRESS_YEAR}/(?P<month>[a-z]{{3}})/(?P<day>0?[1-9]|[12]\d|3[01])(?=/|$)"
    ),
    # "/20250312/", "/20250312_1234.html": more figures are a number
    re.compile(
        rf"/{ADDRESS_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_]|$)"
    ),
    # "/13-03-2025/": 12-03-2025 may be in December
    re.compile(
        rf"/(?P<day>1[3-9]|2\d|3[01])-(?P<month>0[1-9]|1[0-2])-{ADDRESS_YEAR}(?=/|$)"
    ),
    re.compile(
        rf"/(?P<month>0[1-9]|1[0-2])-(?P<day>1[3-9]|2\d|3[01])-{ADDRESS_YEAR}(?=/|$)"
    ),
)


@dataclass(frozen=True, slots=True)
class ClaimedDate:
    """A date and what its label claims that it is of."""

    moment: Moment
    claim: Claim


@dataclass(frozen=True, slots=True)
class ReadDates:
    """The dates of publication and of the last change that some lines show."""

    published: Moment | None = None
    changed: Moment | None = None


def dates_near_headline(context: HeadlineContext, language: str | None) -> ReadDates:
    """Read the dates near the headline; `language` is the page's declared one."""
    dates = _dates_around(context, language)
    changes = [date.moment for date in dates if date.claim is Claim.CHANGED]
    published = [date.moment for date in dates if date.claim in OF_ARTICLE]
    return ReadDates(_first(published), _first(changes))


def _dates_around(context: HeadlineContext, language: str | None) -> list[ClaimedDate]:
    """List the dates around the headline, the nearest of each side first."""
    day_first = _is_day_first(context.lines, language)
    near_above = context.above[-MAX_LINES_ABOVE:]
    below = _claimed_dates(context.below, day_first=day_first)
    above = list(_claimed_dates(near_above, day_first=day_first))
    return [*below, *reversed(above)]


def _first(moments: Sequence[Moment]) -> Moment | None:
    return moments[0] if moments else None


def dates_on_page(lines: Iterable[PageLine], language: str | None) -> ReadDates:
    """Read the first date of a page with a label of publication, or its only date without any.

    The change is the only one that the page labels as such.
    """
    dates = _dates_of_short_lines(lines, language)
    published = _first(_moments_of(dates, Claim.PUBLISHED))
    changed = _only_day(_moments_of(dates, Claim.CHANGED))
    return ReadDates(published or _only_bare(dates), changed)


def _dates_of_short_lines(
    lines: Iterable[PageLine], language: str | None
) -> list[ClaimedDate]:
    short = [line for line in lines if _count_words(line) <= MAX_WORDS]
    day_first = _is_day_first(short, language)
    return list(_claimed_dates(short, day_first=day_first))


def _moments_of(dates: Iterable[ClaimedDate], claim: Claim) -> list[Moment]:
    return [date.moment for date in dates if date.claim is claim]


def _only_bare(dates: Sequence[ClaimedDate]) -> Moment | None:
    """Return the bare date of a page with dates of one day, apart from those of changes."""
    bare = _moments_of(dates, Claim.BARE)
    return _only_day([*bare, *_moments_of(dates, Claim.OTHER)]) if bare else None


def _only_day(moments: Sequence[Moment]) -> Moment | None:
    """Return the first of some moments if all are of one day, None otherwise."""
    days = {moment.date() for moment in moments}
    return moments[0] if len(days) == 1 else None


def date_in_url(url: str | None) -> Moment | None:
    """Read year, month and day out of a URL; none of them may be missing."""
    for form in ADDRESS_DATES:
        found = form.search(url or "")
        if found:
            return _read_address(found)
    return None


def _read_address(found: re.Match[str]) -> Moment | None:
    year, month, day = found.group("year", "month", "day")
    if month.isalpha():
        return read_date(f"{day} {month} {year}")
    return read_date(f"{year}-{month:0>2}-{day:0>2}")


def _is_day_first(lines: Iterable[PageLine], language: str | None) -> bool | None:
    """Infer the order of dates in figures: from another date of the page, or from its language."""
    proven = day_comes_first(line.text for line in lines)
    return day_leads_in(language) if proven is None else proven


def _claimed_dates(
    lines: Iterable[PageLine], *, day_first: bool | None
) -> Iterator[ClaimedDate]:
    """Yield the dates of rows that are no prose; the row above may be the label of a date."""
    label_above = ""
    for line in chain.from_iterable(map(_rows_of, lines)):
        dates = list(dates_of_line(line, day_first=day_first))
        max_words = MAX_WORDS + MAX_DATE_WORDS * len(dates)
        if _count_words(line) <= max_words:
            yield from _apply_labels(dates, label_above)
        label_above = "" if dates else _as_label(line)


def _rows_of(line: PageLine) -> Iterable[PageLine]:
    """Return the rows of a line, of a long one those above its first paragraph.

    A long line without a paragraph is a list or a poem, and one line.
    """
    rows = list(line.rows())
    head = list(takewhile(_is_short, rows))
    if head == rows and not _is_short(line):
        return [line]
    return head


def _is_short(line: PageLine) -> bool:
    return len(line.text) < MIN_PARAGRAPH


def _apply_labels(dates: Iterable[LineDate], label_above: str) -> Iterator[ClaimedDate]:
    for date in dates:
        if not date.is_in_sentence:
            claim = claim_of(date.label or label_above)
            yield ClaimedDate(date.moment, claim)


def _as_label(line: PageLine) -> str:
    """Return the text of a line that can label the date below it, "" for any other."""
    if _count_words(line) > MAX_LABEL_WORDS or OTHER_HAND.search(line.text):
        return ""
    return line.text


def _count_words(line: PageLine) -> int:
    return len(WORD.findall(line.text))
