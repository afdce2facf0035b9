"""Turn "Petrov, Ana" into "Ana Petrov": catalogues and some systems write the surname first.

Two surnames, a name and a role, an agency and a city have the same comma. So what is behind it must
be a given name that is known, or initials, and what is before it must not begin with one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.given_names import clear_given_names
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.letters import CAPITALS, SMALL

NAME = rf"[{CAPITALS}][\w’'-]*[{SMALL}][\w’'-]*"
INITIAL = rf"[{CAPITALS}]\.(?:[ -]?[{CAPITALS}]\.)*"
# "van der Berg, Jan", "García Márquez, Gabriel P.", "Petrov, A. M.", "Weir, Mary Ann".
PARTICLES = rf"(?:{any_of('particles')}\s){{0,2}}"
FORM = compile_later(
    rf"(?P<surname>{PARTICLES}{NAME}),\s+(?P<given>{NAME}(?:\s{NAME})?(?:\s{INITIAL})?|{INITIAL})"
    rf"|(?P<surnames>{PARTICLES}{NAME}\s{NAME}),\s+(?P<one>{NAME}(?:\s{INITIAL})?|{INITIAL})"
)
INITIALS = compile_later(INITIAL)
# Words that are in no surname: of labels, desks, roles, agencies, papers.
NO_SURNAME = compile_later(
    rf"{any_of('no_author')}|{any_of('not_in_names')}|{any_of('roles')}|{any_of('posts')}"
    rf"|{any_of('agencies')}|Reuters|Bloomberg|Xinhua|Interfax|Belga|Ritzau|Ansa|Lusa"
    r"|By|Par|Por|Av|Door|Guardian|Times|Post|Press|News|Media|Group|Team|Editorial",
    re.IGNORECASE,
)


def given_name_first(text: str) -> str:
    """Return a name whose surname is clearly first in the other order; any other text as it is."""
    parts = _surname_first(text)
    return _turned(parts) if parts and _is_clear(parts) else text


def given_names_first(texts: Sequence[str]) -> list[str]:
    """Turn all names of a list where each has its surname first, and one of them clearly has."""
    found = [_surname_first(text) for text in texts]
    parts = [each for each in found if each is not None]
    if len(parts) == len(texts) and any(map(_is_clear, parts)):
        return list(map(_turned, parts))
    return list(map(given_name_first, texts))


def _surname_first(text: str) -> tuple[str, str] | None:
    """Return the surname and the given name of a text that has the form of both, in this order."""
    form = FORM.fullmatch(text.strip()) if text.count(",") == 1 else None
    if form is None:
        return None
    surname = form["surname"] or form["surnames"]
    given = form["given"] or form["one"]
    return None if _is_no_surname(surname) else (surname, given)


def _is_no_surname(text: str) -> bool:
    words = text.split()
    return words[0] in clear_given_names() or any(map(NO_SURNAME.fullmatch, words))


def _is_clear(parts: tuple[str, str]) -> bool:
    """Return whether what is behind the comma has known given names and initials alone."""
    _, given = parts
    return all(
        word in clear_given_names() or INITIALS.fullmatch(word)
        for word in given.split()
    )


def _turned(parts: tuple[str, str]) -> str:
    surname, given = parts
    return f"{given} {surname}"
