"""Find who signs a text itself, where the page declares somebody else: a guest, a columnist.

Systems of small sites declare the account that an article was entered with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaners.extraction.bylines import MAX_BYLINE
from cleaners.extraction.persons import FULL_NAME_IN_PROSE, name_in, person_in
from cleaners.extraction.site_names import fold_letters
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS
from cleaners.names import LABEL

if TYPE_CHECKING:
    from cleaners.extraction.headline_context import HeadlineContext, PageLine

# "By Ann Keller", "By Ann Keller, Columnist", "By Ann Keller. This piece ..."
SIGNED = compile_later(
    rf"(?i:{LABEL})\s*:?\s*(?P<name>{FULL_NAME_IN_PROSE})\s*(?:$|,[^.,]{{0,40}}$|\.\s)"
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
    """Return the name that a line begins with, after "By"."""
    found = SIGNED.match(text)
    return person_in(found["name"]) if found else None
