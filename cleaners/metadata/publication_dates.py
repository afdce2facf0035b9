"""Choose the date of publication among those that removed lines state."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaners.dates import read_date, read_publication
from cleaners.languages import any_of
from cleaners.metadata.removed_line import MAX_LINE, RemovedLine, place_of_title
from cleaners.moment import Moment

Reader = Callable[..., Moment | None]
CHANGE_LABEL = re.compile(any_of("labels_after_name"), re.IGNORECASE)
BESIDE_TITLE = 3  # removed lines around the headline; set by hand
YEAR = re.compile(r"\b1[5-9]\d\d\b|\b20\d\d\b")
LIFETIME = 10  # years from which two dates of a line are those of a life; set by hand


class DatedLine(NamedTuple):
    """A line, and the date that it states."""

    line: RemovedLine
    moment: Moment


def read_published_at(
    lines: Sequence[RemovedLine], *, day_first: bool | None
) -> Moment | None:
    """Return the first date of publication, or else that of a change."""
    own = [line for line in lines if _may_be_dated(line)]
    published = _dates(own, read_publication, day_first=day_first)
    if published:
        return _first_of_article(published, lines)
    changed = [line for line in own if _states_change(line)]
    dates = _dates(changed, read_date, day_first=day_first)
    if not dates:
        return None
    first = dates[0]
    return first.moment


def _first_of_article(
    dates: Sequence[DatedLine], lines: Sequence[RemovedLine]
) -> Moment:
    """Return the first date, or an earlier one beside the headline.

    Above the headline a page may state today's date. It is later than that of the article.
    """
    first = dates[0]
    beside = _beside_article(lines, first.line)
    for date in dates:
        if date.line in beside and date.moment < first.moment:
            return date.moment
    return first.moment


def _beside_article(
    lines: Sequence[RemovedLine], first: RemovedLine
) -> Sequence[RemovedLine]:
    """Return the lines around the headline that is below a line, or else the line right below."""
    place = place_of_title(lines)
    number = lines.index(first)
    if place is None:
        return lines[number + 1 : number + 2]
    if number > place:
        return ()
    start = max(0, place - BESIDE_TITLE)
    end = place + BESIDE_TITLE + 1
    return lines[start:end]


def own_dates(lines: Sequence[RemovedLine]) -> list[RemovedLine]:
    """Return the lines of a tail without dates that stand alone in a list of other articles."""
    own, is_listed = [], False
    for line in lines:
        is_listed = line.kind == "related" or (is_listed and _is_bare_date(line))
        if not (is_listed and _is_bare_date(line)):
            own.append(line)
    return own


def _is_bare_date(line: RemovedLine) -> bool:
    return line.kind == "date" and line.text[:1].isdigit()


def _may_be_dated(line: RemovedLine) -> bool:
    is_own = line.column == "date" or not line.is_foreign or line.is_guess
    if not is_own or len(line.text) > MAX_LINE:
        return False
    return not _spans_life(line.text)


def _spans_life(text: str) -> bool:
    """Whether a line has the dates of a birth and a death."""
    years = [int(year) for year in YEAR.findall(text)]
    return bool(years) and max(years) - min(years) >= LIFETIME


def _states_change(line: RemovedLine) -> bool:
    return line.column == "date" or CHANGE_LABEL.search(line.text) is not None


def _dates(
    lines: Sequence[RemovedLine], read: Reader, *, day_first: bool | None
) -> list[DatedLine]:
    """List the lines that state a date, with it; those that a rule lifts come first."""
    dates: list[DatedLine] = []
    lifted_first = sorted(lines, key=lambda line: line.column != "date")
    for line in lifted_first:
        moment = read(line.text, day_first=day_first)
        if moment:
            dates.append(DatedLine(line, moment))
    return dates
