"""Find who wrote an article: near its headline, or else anywhere on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, TypeAlias

from cleaners.dates import find_dates
from cleaners.extraction.author_markup import is_classed_author, leads_to_author
from cleaners.extraction.bylines import (
    BARE_BY,
    MAX_NAMES,
    marked_name,
    name_after_label,
    short_lines,
)
from cleaners.extraction.other_hands import OTHER_HAND
from cleaners.extraction.persons import (
    ROLE_LINE,
    person_in,
    person_of_portrait,
    person_with_date,
    person_with_role,
)
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.names import LEAD

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import (
        Fragment,
        HeadlineContext,
        PageLine,
    )

# Lines between a bare name and its date; chosen on the 498 development pages.
MAX_DATE_DISTANCE = 2
# Words of a photographer's role; longer is a sentence. Not tuned.
MAX_ROLE_WORDS = 3
LIFE = compile_later(rf"\s+{any_of('biographies')}\s")

IsSite: TypeAlias = Callable[[str], bool]


def author_near_headline(
    context: HeadlineContext, portraits: Iterable[str]
) -> str | None:
    """Read the author near the headline: after "By", or marked as an author by link or class.

    A bare name counts on a line of its own with a date, or near a date where the page has a
    portrait of that name. `portraits` are the alternative texts of its pictures.
    """
    below = short_lines(context.below)
    above = short_lines(reversed(context.above))
    for read in (name_after_label, marked_name, _name_with_date, _name_with_role):
        author = read(below) or read(above)
        if author:
            names = names_beside(author, context)
            return ", ".join(names)
    shown = {person_of_portrait(text).casefold() for text in portraits}
    for lines in (below, above):
        for name in _names_near_dates(lines):
            if name.casefold() in shown:
                return name
    return None


def names_beside(author: str, context: HeadlineContext) -> list[str]:
    """Return the names of the list of authors that a name below the headline is one of."""
    for names in _names_on_lines(context.below):
        if author in names:
            return names
    return [author]


def author_on_page(lines: Iterable[PageLine], is_site: IsSite) -> str | None:
    """Read the author anywhere on the page: after a full label, or where all marks agree on one.

    A label's name that `is_site` does not count.
    """
    short = short_lines(lines)
    names = _labelled_names(short)
    labelled = next((name for name in names if not is_site(name)), None)
    return labelled or _marked_author(short)


def _labelled_names(lines: Sequence[PageLine]) -> Iterator[str]:
    """Yield the names after full labels."""
    for position, line in enumerate(lines):
        if _starts_with_label(line):
            name = name_after_label(lines[position : position + MAX_NAMES])
            if name:
                yield name


def _marked_author(lines: Sequence[PageLine]) -> str | None:
    """Return the one name that all marks name."""
    names = list(_signed_names(lines))
    different = {name.casefold() for name in names}
    return names[0] if len(different) == 1 else None


def _names_on_lines(lines: Iterable[PageLine]) -> Iterator[list[str]]:
    """Yield the names on successive lines that are marked alike as authors, each once.

    Roles may be between them. Whom the next line calls a photographer or the like is left out.
    """
    names: list[str] = []
    last_mark = None
    for line in lines:
        mark, name = _marked_person(line)
        is_other_role = _is_other_role(line.text)
        is_role = name is None and ROLE_LINE.fullmatch(line.text)
        if is_role and not is_other_role:
            continue
        if mark != last_mark:
            if is_other_role:
                names = names[:-1]
            yield names
            names = []
            last_mark = mark
        if name and name not in names:
            names.append(name)
    yield names


def _marked_person(line: PageLine) -> tuple[str | None, str | None]:
    """Return how a line marks a person as an author, and the name, alone or with a role."""
    mark, fragments = next(groupby(line.fragments, key=_mark_of))
    name = " ".join(fragment.text for fragment in fragments)
    is_marked = mark and _is_role_behind(name, line.text)
    return (mark, name) if is_marked and _is_person_alone(name) else (None, None)


def _is_role_behind(name: str, text: str) -> bool:
    """Return whether a line has no more than a role behind a name."""
    role = text[len(name) :].strip()
    return not role or ROLE_LINE.fullmatch(role) is not None


def _is_person_alone(name: str) -> bool:
    """Return whether a text is a person's name, and no role."""
    return ROLE_LINE.fullmatch(name) is None and person_in(name) == name


def _mark_of(fragment: Fragment) -> str | None:
    """Return what marks a text as an author's name: a link, or a tag with a class."""
    element = fragment.element
    if leads_to_author(element):
        return "link"
    if is_classed_author(element):
        names = element.get("class")
        return f"{element.tag} {names}"
    return None


def _is_other_role(text: str) -> bool:
    """Return whether a line ends in the role of another hand: "Staff photographer"."""
    words = text.split()
    is_short = 0 < len(words) <= MAX_ROLE_WORDS
    return is_short and OTHER_HAND.fullmatch(words[-1]) is not None


def author_with_biography(
    names: Iterable[str], lines: Sequence[PageLine]
) -> str | None:
    """Return the first of some names that is a person's with a note: "Ann Keller is".

    Whom other lines name too is somebody that the article is about.
    """
    texts = [line.text for line in lines]
    for text in names:
        name = person_in(text)
        if name and _has_note_alone(name, texts):
            return name
    return None


def _has_note_alone(name: str, texts: Sequence[str]) -> bool:
    surname = name.rsplit(maxsplit=1)[-1]
    others = [text for text in texts if surname in text and text != name]
    return len(others) == 1 and _is_biography(others[0], name)


def _is_biography(text: str, name: str) -> bool:
    return text.startswith(name) and bool(LIFE.match(text, len(name)))


def _starts_with_label(line: PageLine) -> bool:
    """Return whether a line starts with more than "By", which may be a teaser's."""
    if not LEAD.match(f"{line.text} -"):
        return False
    return not BARE_BY.match(line.text)


def _signed_names(lines: Iterable[PageLine]) -> Iterator[str]:
    for line in lines:
        read = name_after_label if BARE_BY.match(line.text) else marked_name
        name = read([line])
        if name:
            yield name


def _name_with_date(lines: Sequence[PageLine]) -> str | None:
    """Read the person whose line has only a date besides: "Ada Byron | Editor | May 3, 2024"."""
    for line in lines:
        if find_dates(line.text):
            name = person_with_date(fragment.text for fragment in line.fragments)
            if name:
                return name
    return None


def _name_with_role(lines: Sequence[PageLine]) -> str | None:
    """Read the person with a role near a date; the role may be on the next line."""
    near_dates = set(_names_near_dates(lines))
    texts = [line.text for line in lines]
    texts.append("")
    for text, next_text in pairwise(texts):
        name = person_with_role(text, next_text)
        if name in near_dates:
            return name
    return None


def _names_near_dates(lines: Sequence[PageLine]) -> Iterator[str]:
    """Yield the bare names that are near a date."""
    has_date = [bool(find_dates(line.text)) for line in lines]
    for position, line in enumerate(lines):
        first = max(0, position - MAX_DATE_DISTANCE)
        last = position + MAX_DATE_DISTANCE
        if any(has_date[first : last + 1]):
            yield from _bare_names(line)


def _bare_names(line: PageLine) -> Iterator[str]:
    for fragment in line.fragments:
        name = person_in(fragment.text)
        if name:
            yield name
