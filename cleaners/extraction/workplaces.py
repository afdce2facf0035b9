"""Cut off for whom a person works, as bylines say behind the name."""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.agencies import AGENCY
from cleaners.extraction.persons import SEVERAL, person_in
from cleaners.extraction.site_names import is_site_name
from cleaners.lazy_patterns import compile_later

# Agencies that may follow a name without a sign: none of them is a surname.
BARE_AGENCY = (
    r"(?:The )?(?:Associated|Canadian) Press|Australian Associated Press|Press Association"
    r"|Agence France[- ]Presse|United Press International|Press Trust of India|PA Media|Reuters"
)
EMPLOYER = compile_later(
    rf",\s*(?:{AGENCY}|CNN|BBC|NPR)$|\s*\({AGENCY}\)$|,?\s+(?:{BARE_AGENCY})$"
)


def without_employer(author: str) -> str:
    """Cut an agency off behind a person.

    >>> without_employer("Ann Weir and Cal Hume, Reuters")
    'Ann Weir and Cal Hume'
    >>> without_employer("The Associated Press")
    'The Associated Press'
    """
    persons = EMPLOYER.sub("", author)
    last = SEVERAL.split(persons)[-1]
    return persons if person_in(last) else author


def without_site(author: str, sites: Iterable[str]) -> str:
    """Cut the site's name off behind a person and a comma."""
    persons, _, last = author.rpartition(", ")
    if persons and is_site_name(last, sites):
        return persons
    return author
