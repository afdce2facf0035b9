"""Read who wrote an article: off the lines around its headline, or off the rest of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.dates import find_dates
from cleaners.extraction.author_markup import (
    is_classed_author,
    leads_to_author,
    list_of,
)
from cleaners.extraction.headline_context import Fragment
from cleaners.extraction.persons import (
    name_in,
    person_in,
    person_of_portrait,
    person_with_date,
    person_with_role,
)
from cleaners.names import LABEL_ALONE, LEAD, PARTICLE_LEAD, clean_name

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import Line, Masthead

# Hands that made something else than the text.
OTHER_HAND = re.compile(
    r"\b(?:edit(?:ed|ing)|review\w*|fact|photo\w*|fotos?|images?|illustrat\w*|translat\w*|medical\w*|updat\w*|sponsor\w*"
    r"|powered|presented|verif\w*|approv\w*|clicking|übersetz\w*|traduc\w*|tradu[iz]\w*|imagen|bild(?:er)?)\b",
    re.IGNORECASE,
)
# "by" at the end of a text, with the name in the next one; and at the head of a line, where it may be of a teaser.
BY = re.compile(r"(?:^|[\s|·•,])(?:by|von|par|por|di)$", re.IGNORECASE)
BARE_BY = re.compile(r"(?:by|von|par|por|d[ie])\s", re.IGNORECASE)
JOINT = re.compile(r",|(?:, ?)?(?:and|&)|und|et|y|e|with|\+|;|/", re.IGNORECASE)
GOES_ON = re.compile(r"(?:,|\band|&)$")
MAX_BYLINE = 250  # characters; what is longer is prose
MAX_NAMES = 8
NEAR = 2  # lines between a bare name and its date


def author_of_masthead(masthead: Masthead, portraits: Iterable[str]) -> str | None:
    """Read the author beside the headline: after "By", on a link to an author's page, or classed as one.

    A bare name counts on a line of its own with a date, or near a date where the page shows a portrait
    of that name; `portraits` are the texts that stand for its pictures.
    """
    sides = [_short(masthead.below), _short(reversed(masthead.above))]
    named = (
        name
        for read in (_after_by, _marked, _with_date, _with_role)
        for lines in sides
        if (name := read(lines))
    )
    if author := next(named, None):
        return author
    known = {person_of_portrait(text).casefold() for text in portraits}
    return next(
        (
            name
            for lines in sides
            for name in _near_date(lines)
            if name.casefold() in known
        ),
        None,
    )


def author_of_lines(lines: Iterable[Line]) -> str | None:
    """Read the author off the rest of the page: after a full label, or where all marks are of the same one."""
    short = _short(lines)
    for at, line in enumerate(short):
        labelled = LEAD.match(f"{line.text} -") and not BARE_BY.match(line.text)
        if labelled and (name := _after_by(short[at : at + MAX_NAMES])):
            return name
    signed = (
        _after_by([line]) if BARE_BY.match(line.text) else _marked([line])
        for line in short
    )
    found = [name for name in signed if name]
    return found[0] if len({name.casefold() for name in found}) == 1 else None


def _short(lines: Iterable[Line]) -> list[Line]:
    """Leave out prose, and the lines that begin with another hand."""
    return [
        line
        for line in lines
        if len(line.text) <= MAX_BYLINE and not OTHER_HAND.match(line.text)
    ]


def _after_by(lines: Sequence[Line]) -> str | None:
    """Read the names after the first "By" of any language that has names after it."""
    for at, line in enumerate(lines):
        for start, fragment in enumerate(line.fragments):
            text = fragment.text.split(";")[0]
            if OTHER_HAND.search(text):
                break
            rest: Sequence[Fragment] = ()
            if LABEL_ALONE.fullmatch(text) or BY.search(text):
                rest = line.fragments[start + 1 :] or _following(lines[at + 1 :])
            elif LEAD.match(text) or (start == 0 and PARTICLE_LEAD.match(text)):
                rest = line.fragments[start:]
            if name := _joined(rest):
                return name
    return None


def _following(lines: Sequence[Line]) -> list[Fragment]:
    """Take what stands below a label: one line, or more where a comma goes on or a list does."""
    taken: list[Fragment] = []
    for line in islice(lines, MAX_NAMES):
        items = list_of(line.fragments[0].element)
        if taken and not GOES_ON.search(taken[-1].text):
            if items is None or items is not list_of(taken[-1].element):
                break
            taken.append(Fragment(",", line.fragments[0].element))
        taken += line.fragments
    return taken


def _joined(fragments: Sequence[Fragment]) -> str | None:
    """Join the names at the head of a line, up to what is neither a name nor a word between names."""
    linked = [fragment for fragment in fragments if leads_to_author(fragment.element)]
    parts: list[str] = []
    for fragment in fragments:
        if JOINT.fullmatch(fragment.text):
            parts.append(fragment.text)
            continue
        if LABEL_ALONE.fullmatch(fragment.text):
            continue
        own = fragment in linked
        name = name_in(
            fragment.text if parts else LEAD.sub("", fragment.text), linked=own
        )
        follows = bool(parts) and not JOINT.fullmatch(parts[-1])
        if (
            name and follows and " " not in f"{parts[-1]}{name}"
        ):  # first name and surname, each in its own tag
            parts[-1] += f" {name}"
        elif name and (own or not follows) and (own or not linked or not parts):
            parts += [",", name] if follows else [name]
        else:
            break
    while parts and JOINT.fullmatch(parts[-1]):
        parts.pop()
    return clean_name(" ".join(parts).replace(" ,", ",")) if parts else None


def _marked(lines: Sequence[Line]) -> str | None:
    """Read the first name whose link or class says that it is an author's."""
    for line in lines:
        for at, fragment in enumerate(line.fragments):
            if leads_to_author(fragment.element) or is_classed_author(fragment.element):
                if name := _joined(line.fragments[at:]):
                    return name
                break
    return None


def _with_date(lines: Sequence[Line]) -> str | None:
    """Read the person who has a line with nothing but a date: "Ada Byron | Editor | May 3, 2024"."""
    dated = (line for line in lines if find_dates(line.text))
    names = (
        person_with_date(fragment.text for fragment in line.fragments) for line in dated
    )
    return next(filter(None, names), None)


def _with_role(lines: Sequence[Line]) -> str | None:
    """Read the person with a role near a date: "Ada Byron, correspondent", or the role on the next line."""
    texts = [line.text for line in lines]
    near = set(_near_date(lines))
    names = (
        person_with_role(text, below)
        for text, below in zip(texts, [*texts[1:], ""], strict=False)
    )
    return next((name for name in names if name in near), None)


def _near_date(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the bare names that stand near a date."""
    dated = [bool(find_dates(line.text)) for line in lines]
    for at, line in enumerate(lines):
        if any(dated[max(0, at - NEAR) : at + NEAR + 1]):
            yield from filter(
                None, (person_in(fragment.text) for fragment in line.fragments)
            )
