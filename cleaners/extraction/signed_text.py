"""Find who signs a text itself, where the page declares somebody else: a guest, a columnist.

Systems of small sites declare the account that an article was entered with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaners.extraction.bylines import MAX_BYLINE
from cleaners.extraction.persons import (
    FULL_NAME_IN_PROSE,
    name_in,
    person_in,
    without_dates,
)
from cleaners.extraction.site_names import fold_letters
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS
from cleaners.names import EDGES, LABEL

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import HeadlineContext, PageLine

AND = compile_later(rf"\s+(?:{any_of('between_names')}|&)\s+")
ONE_OR_TWO = rf"{FULL_NAME_IN_PROSE}(?:{AND.pattern}{FULL_NAME_IN_PROSE})?"
# "By Ann Keller", "By Ann Keller and Cal Moor, Columnists", "By Ann Keller. This piece ...",
# "By Ann Keller, MD, RN", "By Ann Keller | Columnist", "By Ann Keller on" before a date.
SIGNED = compile_later(
    rf"(?i:{LABEL})\s*:?\s*(?P<names>{ONE_OR_TWO})(?:,\s*[A-Z]{{2,5}}\b)*"
    rf"\s*(?:$|,[^.,]{{0,40}}$|\.\s|[|•·][^.|•·]{{0,40}}$"
    rf"|{any_of('before_date')}$)"
)
# "This is a guest post by Ann Keller, a doctor."
GUEST = compile_later(
    rf"\b(?i:{any_of('guest_labels')})\s*:?\s*(?P<name>[{CAPITALS}][\w'’-]+(?:\s[{CAPITALS}][\w'’-]+)*)"
    r"(?=[.,]|\s*$)"
)


def signed_person(author: str, context: HeadlineContext) -> str | None:
    """Return the guest that the text names below the headline, or else the person who signs it.

    None where the declared `author` is shown near the headline too: what is signed may be a book,
    then.
    """
    texts = [line.text[:MAX_BYLINE] for line in context.below]
    guest = _first(map(_guest, texts))
    if guest or _is_shown(author, context):
        return guest
    return _first(map(_signature, texts))


def _first(names: Iterable[str | None]) -> str | None:
    return next(filter(None, names), None)


def _is_shown(author: str, context: HeadlineContext) -> bool:
    """Return whether one of the authors stands near the headline."""
    letters = _letters_of(context.lines)
    return any(fold_letters(name) in letters for name in author.split(", "))


def _letters_of(lines: Iterable[PageLine]) -> str:
    return " ".join(fold_letters(line.text) for line in lines)


def _guest(text: str) -> str | None:
    """Return the name of whom a line calls a guest."""
    found = GUEST.search(text)
    return name_in(found["name"]) if found else None


def _signature(text: str) -> str | None:
    """Return the person, or the two, whose names a line begins with, after "By"."""
    before_date = next(without_dates(text)).rstrip(EDGES)
    found = SIGNED.match(before_date)
    if found is None:
        return None
    names = found["names"]
    return person_in(names) or _two_persons(names)


def _two_persons(text: str) -> str | None:
    """Return a text that is the names of persons with a word between them."""
    names = AND.split(text)
    return text if all(map(person_in, names)) else None
