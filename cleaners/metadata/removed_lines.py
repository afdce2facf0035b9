"""Read all removed lines, whoever removed them, for what they state about the article.

The lines above the article are read first: they are of this article, where those below it may be
of others. A value that a rule lifts counts before one that is read from a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cleaners.article import Lift, Metadata
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.metadata.lifted_values import DIGIT, read_lifts
from cleaners.metadata.lone_names import read_lone_name
from cleaners.metadata.persons import read_persons
from cleaners.metadata.publication_dates import own_dates, read_published_at
from cleaners.metadata.removed_line import (
    HEAD,
    MAX_LINE,
    RemovedLine,
    place_of_title,
    without_readers,
)
from cleaners.metadata.sections import (
    lifted_section,
    read_section,
    without_menus,
)
from cleaners.metadata.sources import clean_source, read_source
from cleaners.names import LABEL_ALONE, LEAD, ROLE

TAIL_KINDS = frozenset({"byline", "author", "date", "source"})
# All below were set by hand on the labelled scrapes.
BYLINE_REACH = 4  # removed lines below the headline in which a byline stands
# What a radio station says above the name of the host or musician who can be heard.
ON_AIR = compile_later(
    r"(?:now )?on air(?: now)?|now playing|jetzt läuft|jetzt on air|in onda(?: ora)?",
    re.IGNORECASE,
)
# "Ann Keller, Harbour News Staff"
DESK_BEHIND = compile_later(rf".+,\s(?:.+\s)?{any_of('no_author')}", re.IGNORECASE)
# "Ann Keller and Ben Frost", "Ann Keller - Quayside"
SEVERAL = compile_later(rf".+\s(?:{any_of('between_names')}|[-–—|])\s.+", re.IGNORECASE)


def read_removed_lines(
    lines: Sequence[RemovedLine], *, day_first: bool | None = None
) -> Metadata:
    """Read the metadata that removed lines state; they are in the order of the page.

    `day_first` is the order of dates in figures, None where it is unknown.
    """
    head = [line for line in lines if line.place == HEAD]
    tail = without_readers([line for line in lines if line.place != HEAD])
    above = _read_head(head, day_first=day_first)
    return above.or_else(_read_tail(tail, day_first=day_first))


def _read_lifted(lines: Sequence[RemovedLine]) -> Metadata:
    """Read what rules lift, but for dates."""
    found = read_lifts(list(_lifts(lines)))
    return replace(found, published_at=None)


def _lifts(lines: Sequence[RemovedLine]) -> Iterator[Lift]:
    """Yield the values that rules lift, as far as they are persons, sources and sections.

    A byline counts before a bare name.
    """
    title = _title_of(lines)
    ordered = sorted(without_menus(lines), key=lambda line: line.kind == "author")
    for line in ordered:
        value = _lifted_value(line, lines, title)
        if line.column and value:
            yield Lift(line.column, value)


def _lifted_value(
    line: RemovedLine, lines: Sequence[RemovedLine], title: str
) -> str | None:
    """Return the value that a rule lifts from a line, if it is one of its column."""
    value = line.value or ""
    if line.column == "author":
        is_other = _is_named_again(line, lines) or _is_on_air(line, lines)
        return None if is_other else read_persons(value)
    if line.column == "source_credit":
        return clean_source(value)
    if line.column == "section":
        return lifted_section(line, title)
    return value


def _is_named_again(line: RemovedLine, lines: Sequence[RemovedLine]) -> bool:
    """Whether a bare name is in a caption or in the headline too: whom the article is about."""
    if line.kind != "author":
        return False
    named = [other.text for other in lines if other.is_title or other.kind == "caption"]
    return any(line.text in text for text in named)


def _is_on_air(line: RemovedLine, lines: Sequence[RemovedLine]) -> bool:
    """Whether a bare name is below a label of a radio station: a host or a musician."""
    above = [one for one, below in pairwise(lines) if below is line]
    return line.kind == "author" and any(ON_AIR.fullmatch(one.text) for one in above)


def _read_head(lines: Sequence[RemovedLine], *, day_first: bool | None) -> Metadata:
    """Read the lines above the article."""
    own = [line for line in lines if not line.is_foreign]
    title = _title_of(lines)
    author = _first_author(own, title) or _author_below_title(lines)
    found = Metadata(
        author=author or read_lone_name(lines),
        published_at=read_published_at(lines, day_first=day_first),
        section=read_section(lines),
        source_credit=read_source(lines),
    )
    return _read_lifted(lines).or_else(found)


def _read_tail(lines: Sequence[RemovedLine], *, day_first: bool | None) -> Metadata:
    """Read the lines in and below the article that rules know to be about it."""
    its_own = own_dates(lines)
    own = [line for line in its_own if line.kind in TAIL_KINDS]
    labelled = [line for line in own if LEAD.match(line.text)]
    found = Metadata(
        author=_first_author(labelled, _title_of(lines)),
        published_at=read_published_at(own, day_first=day_first),
        source_credit=read_source(lines),
    )
    return _read_lifted(lines).or_else(found)


def _first_author(lines: Sequence[RemovedLine], title: str) -> str | None:
    """Return the first person whom a line names after a label, beside a date or below a label."""
    for line, below in pairwise([*lines, RemovedLine("", "", HEAD)]):
        if LABEL_ALONE.fullmatch(line.text):
            author = read_persons(below.text)
        else:
            author = _author_of(line, title)
        if author:
            return author
    return None


def _author_of(line: RemovedLine, title: str) -> str | None:
    """Return the person whom a line names; without a label, it may repeat the headline."""
    if len(line.text) > MAX_LINE or not _may_name_author(line):
        return None
    author = read_persons(line.text) or ""
    is_headline = _is_in(author, title) and not _is_byline(line)
    return None if is_headline else author or None


def _title_of(lines: Sequence[RemovedLine]) -> str:
    return next((line.text for line in lines if line.is_title), "")


def _is_byline(line: RemovedLine) -> bool:
    return line.kind == "byline" or LEAD.match(line.text) is not None


def _may_name_author(line: RemovedLine) -> bool:
    """Whether a line is a byline by its label, its kind, a role in it, or a date beside a name."""
    if _is_byline(line) or ROLE.search(line.text):
        return True
    return DIGIT.search(line.text) is not None


def _author_below_title(lines: Sequence[RemovedLine]) -> str | None:
    """Return the persons whom a line right below the headline names, if it is their byline."""
    place = place_of_title(lines)
    if place is None:
        return None
    title, *below = lines[place : place + 1 + BYLINE_REACH]
    for line in below:
        if not _is_byline_below_title(line) or _is_named_again(line, lines):
            continue
        author = read_persons(line.text)
        if author and not _is_in(author, title.text):
            return author
    return None


def _is_in(name: str, title: str) -> bool:
    """Whether a headline has a name, in small letters or capitals."""
    return name.casefold() in title.casefold()


def _is_byline_below_title(line: RemovedLine) -> bool:
    """Whether a line below the headline has a label, is in capitals, or names several."""
    is_foreign = line.is_foreign and not line.is_guess
    if is_foreign or len(line.text) > MAX_LINE:
        return False
    is_bare_name = line.kind == "author" and not line.is_guess
    return is_bare_name or _may_name_author(line) or _has_form_of_byline(line.text)


def _has_form_of_byline(text: str) -> bool:
    if text.isupper() or SEVERAL.fullmatch(text):
        return True
    return DESK_BEHIND.fullmatch(text) is not None
