"""Read the values that rules lift from removed lines; the first readable one of a column wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from cleaners.article import Lift, Metadata
from cleaners.dates import read_publication
from cleaners.moment import Moment
from cleaners.names import GLUED_ROLE, LEAD, clean_name, in_name_case

# "Ann Keller | Harbour News", "2025-11-07 来源：县报 作者：王丽华"
BYLINE_BREAK = re.compile(
    r"\s*[|•·]\s*|\s+(?=(?:作者|记者|記者|来源|來源|编辑|編輯|责编|责任编辑)\s?[:：])"
)
DIGIT = re.compile(r"\d")
TAG_BREAK = re.compile(r"\s*[,;|•·]\s*|\s*(?<!\w)#")


def read_lifts(lifts: Sequence[Lift], *, day_first: bool | None = None) -> Metadata:
    """Turn lifted values into metadata; the first readable value of a column wins.

    `day_first` is the order of dates in figures, None where it is unknown.
    """
    values = _values_by_column(lifts)
    dated = values["date"] + values["byline"]
    return Metadata(
        title=_first(values["title"]),
        author=_first_author(values["author"]),
        published_at=first_date(dated, day_first=day_first),
        site=_first(values["site"]),
        section=_first(values["section"]),
        tags=read_tags(values["tags"]),
        source_credit=_first(values["source_credit"]),
    )


def _values_by_column(lifts: Sequence[Lift]) -> defaultdict[str, list[str]]:
    """Group the values that are not blank, with their white space made single spaces."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for lift in lifts:
        text = " ".join(lift.value.split())
        if text:
            values[lift.column].append(text)
    return values


def _first(values: Sequence[str]) -> str | None:
    return values[0] if values else None


def _first_author(values: Sequence[str]) -> str | None:
    return next(filter(None, map(read_author, values)), None)


def first_date(values: Sequence[str], *, day_first: bool | None) -> Moment | None:
    """Return the first publication date that a value states."""
    for value in values:
        date = read_publication(value, day_first=day_first)
        if date:
            return date
    return None


def read_author(value: str) -> str | None:
    """Return the name in a byline, of whose parts with bars between them one is the author.

    That is a part with a label such as "By", or else the first that is a name.
    """
    parts = BYLINE_BREAK.split(value)
    labelled = [part for part in parts if LEAD.match(part)]
    names = map(_read_name, labelled + parts)
    return next(filter(None, names), None)


def _read_name(text: str) -> str | None:
    """Return an author's name without "By" and without a role, even one glued to the name."""
    name = clean_name(text)
    if not name or DIGIT.search(name):
        return None
    return clean_name(GLUED_ROLE.sub("", in_name_case(name)))


def read_tags(values: Sequence[str]) -> tuple[str, ...]:
    """Split lists of tags at commas, bars and hash signs; return each tag once, in order."""
    parts: list[str] = []
    for value in values:
        parts += TAG_BREAK.split(value)
    tags: dict[str, None] = {}
    for part in parts:
        tag = part.strip().lstrip("#")
        if tag:
            tags[tag] = None
    return tuple(tags)
