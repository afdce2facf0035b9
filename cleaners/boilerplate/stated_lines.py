"""Remove lines above the text of a page that say again who wrote it, or when.

The columns have both, so that such a line tells nothing: "By Ann Weir", "12 March 2025".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, takewhile

from cleaners.article import Metadata
from cleaners.boilerplate.page import Classification, Removal
from cleaners.dates import find_dates
from cleaners.lazy_patterns import compile_later
from cleaners.lines import Line, split_lines
from cleaners.names import LEAD, PARTICLE_LEAD

BYLINE, DATE = "byline/stated", "date/stated"
CONFIDENCE = 0.97  # that of a rule that is nearly certain
# Both were set by hand.
REACH = 6  # lines at the top of a page
LABEL_CHARACTERS = 12  # beside a date: "Published:", a weekday
LETTERS = compile_later(r"[^\W\d_]")


def with_stated_lines(
    found: Classification, text: str, known: Metadata
) -> Classification:
    """Return what was found, and the lines above the running text that state known values."""
    removals = {removal.line.index: removal for removal in found.removals}
    for each in _stated(text, known):
        removals.setdefault(each.line.index, each)
    return replace(found, removals=tuple(removals[index] for index in sorted(removals)))


def _stated(text: str, known: Metadata) -> Iterator[Removal]:
    for line in _lines_above(text):
        if known.author and _names(line, known.author):
            yield Removal(line, BYLINE, CONFIDENCE, place="head")
        elif _is_day(line, known):
            yield Removal(line, DATE, CONFIDENCE, place="head")


def _lines_above(text: str) -> list[Line]:
    """Return the first lines of a text up to a sentence; none where there is no sentence."""
    filled = (line for line in split_lines(text) if line.text)
    first = list(islice(filled, REACH + 1))
    above = list(takewhile(lambda line: not line.is_prose, first))
    return above if len(above) < len(first) else []


def _names(line: Line, author: str) -> bool:
    """Whether a line is the name of the author, with or without a "By"."""
    name = PARTICLE_LEAD.sub("", LEAD.sub("", line.text))
    return _letters(name) == _letters(author)


def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text)).casefold()


def _is_day(line: Line, known: Metadata) -> bool:
    """Whether a line is the day of publication, with hardly a word beside it."""
    dates = find_dates(line.text) if known.published_at else []
    days = [date.moment.date() for date in dates]
    beside = len(line.text) - sum(date.end - date.start for date in dates)
    is_same = known.published_at and days == [known.published_at.date()]
    return bool(is_same) and beside <= LABEL_CHARACTERS
