"""Read all removed lines, whoever removed them, for what they state about the article.

The lines above the article are read first: they are of this article, where those below it may be
of others. A value that a rule lifts counts before one that is read from a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.article import Lift, Metadata
from cleaners.languages import any_of
from cleaners.letters import CAPITALS
from cleaners.metadata.lifted_values import (
    DIGIT,
    first_date,
    read_author,
    read_lifts,
)
from cleaners.names import LABEL_ALONE, LEAD, ROLE

HEAD = "head"
# Kinds of lines that state nothing about this article, or about other articles.
FOREIGN_KINDS = frozenset(
    {
        "related",
        "comments",
        "copyright",
        "cookie",
        "newsletter",
        "promo",
        "paywall",
        "caption",
        "advertisement",
        "adblock",
        "pagination",
        "headline",
    }
)
LABEL_KINDS = frozenset({"headline", "section", "layout"})
TAIL_KINDS = frozenset({"byline", "author", "date", "source"})
# All below were set by hand on the first half of the invented scrapes.
MAX_LINE = 160  # characters of a line with an author or a date; longer ones are prose
MAX_SECTION = 32  # characters of a section's name
MAX_SECTION_WORDS = 4
MAX_CRUMBS = 8  # parts of a breadcrumb trail
PERSON = re.compile(
    rf"[{CAPITALS}][\w.’'-]*\s+(?:(?:[{CAPITALS}][\w.’'-]*|{any_of('particles')})\s+){{0,4}}"
    rf"[{CAPITALS}][\w.’'-]+"
)
CRUMB_BREAK = re.compile(r"\s+[/|·•\\-]\s+|\s*[>»›→⟩❯]+\s*|\s*::\s*")
BETWEEN_NAMES = re.compile(
    rf"\s*[,;&]\s*(?:{any_of('between_names')}\s+)?|\s+{any_of('between_names')}\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A removed line: its text, kind and place, and the column and value that a rule lifts."""

    text: str
    kind: str
    place: str
    column: str | None = None
    value: str | None = None


def read_removed_lines(
    lines: Sequence[RemovedLine], *, day_first: bool | None = None
) -> Metadata:
    """Read the metadata that removed lines state; they are in the order of the page.

    `day_first` is the order of dates in figures, None where it is unknown.
    """
    head = [line for line in lines if line.place == HEAD]
    tail = [line for line in lines if line.place != HEAD]
    above = _read_head(head, day_first=day_first)
    below = _read_tail(tail, day_first=day_first)
    return above.or_else(below)


def _read_lifted(lines: Sequence[RemovedLine], *, day_first: bool | None) -> Metadata:
    lifts = list(_lifts(lines))
    return read_lifts(lifts, day_first=day_first)


def _lifts(lines: Sequence[RemovedLine]) -> Iterator[Lift]:
    """Yield the values that rules lift; bylines may state the date as well.

    A date comes with its whole line, which tells a publication from a change.
    """
    bylines: list[Lift] = []
    for line in lines:
        if line.column and line.value:
            value = line.text if line.column == "date" else line.value
            yield Lift(line.column, value)
        if line.column == "author":
            bylines.append(Lift("byline", line.text))
    yield from bylines


def _read_head(lines: Sequence[RemovedLine], *, day_first: bool | None) -> Metadata:
    """Read the lines above the article."""
    lifted = _read_lifted(lines, day_first=day_first)
    own = [line for line in lines if line.kind not in FOREIGN_KINDS]
    texts = _short_texts(own)
    found = Metadata(
        author=_first_author(own),
        published_at=first_date(texts, day_first=day_first),
        section=_section(lines),
    )
    return lifted.or_else(found)


def _read_tail(lines: Sequence[RemovedLine], *, day_first: bool | None) -> Metadata:
    """Read the lines in and below the article that rules know to be about it."""
    own = [line for line in lines if line.kind in TAIL_KINDS]
    labelled = [line for line in own if LEAD.match(line.text)]
    lifted = _read_lifted(lines, day_first=day_first)
    texts = _short_texts(own)
    found = Metadata(
        author=_first_author(labelled),
        published_at=first_date(texts, day_first=day_first),
        source_credit=_source_below_label(lines),
    )
    return lifted.or_else(found)


def _short_texts(lines: Sequence[RemovedLine]) -> list[str]:
    """List the texts that may state a date."""
    return [line.text for line in lines if len(line.text) <= MAX_LINE]


def _first_author(lines: Sequence[RemovedLine]) -> str | None:
    """Return the first person whom a line names after a label, beside a date or below a label."""
    for number, line in enumerate(lines):
        if len(line.text) > MAX_LINE:
            continue
        if LABEL_ALONE.fullmatch(line.text) and number + 1 < len(lines):
            author = _person(lines[number + 1].text)
        elif _may_name_author(line):
            author = _person(line.text)
        else:
            author = None
        if author:
            return author
    return None


def _may_name_author(line: RemovedLine) -> bool:
    """Whether a line is a byline by its label, its kind, a role in it, or a date beside a name."""
    if line.kind == "byline" or LEAD.match(line.text) or ROLE.search(line.text):
        return True
    return DIGIT.search(line.text) is not None


def _person(text: str) -> str | None:
    """Return the author that a text names, if it is a person or several."""
    author = read_author(text)
    if author is None:
        return None
    names = [name for name in BETWEEN_NAMES.split(author) if name]
    are_persons = all(PERSON.fullmatch(name) for name in names)
    return author if are_persons else None


def _section(lines: Sequence[RemovedLine]) -> str | None:
    """Return the section that a breadcrumb trail or a label above the headline names."""
    title = next((line.text for line in lines if line.column == "title"), "")
    for line in lines:
        name = _last_crumb(line.text, title)
        if name:
            return name
    for label, line in pairwise(lines):
        is_above = line.column == "title" and label.kind in LABEL_KINDS
        if is_above and _is_section(label.text):
            return label.text
    return None


def _crumbs(text: str) -> list[str]:
    parts = [part.strip() for part in CRUMB_BREAK.split(text)]
    return [part for part in parts if part]


def _last_crumb(text: str, title: str) -> str | None:
    """Return the last part of a breadcrumb trail that is not the headline."""
    crumbs = _crumbs(text)
    if not 1 < len(crumbs) <= MAX_CRUMBS:
        return None
    *before, last = crumbs
    if not all(map(_is_section, before)):
        return None
    is_headline = last.casefold() == title.casefold()
    if _is_section(last) and not is_headline:
        return last
    return before[-1] if len(before) > 1 else None


def _is_section(text: str) -> bool:
    """Whether a text may be the name of a section: a few words, no figure."""
    if len(text) > MAX_SECTION or DIGIT.search(text):
        return False
    if not text[:1].isupper():
        return False
    return len(text.split()) <= MAX_SECTION_WORDS and text[-1].isalpha()


def _source_below_label(lines: Sequence[RemovedLine]) -> str | None:
    """Return the line below a label such as "Source:" that has no name on its own line."""
    for line, below in pairwise(lines):
        is_label = line.kind == "source" and line.column is None
        if (
            is_label
            and line.text.rstrip().endswith((":", "/"))
            and len(below.text) <= MAX_SECTION
        ):
            return below.text.strip(" /:")
    return None
