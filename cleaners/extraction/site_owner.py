"""Name the person whose own site a page is on: "Ann Keller" of annkeller.example.

Such a site seldom says whose its articles are. It is named after its owner, and so is its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from cleaners.extraction.persons import FULL_NAME_IN_PROSE, person_in
from cleaners.extraction.site_names import SEPARATOR, fold_letters
from cleaners.extraction.sourced import Sourced
from cleaners.given_names import given_names
from cleaners.lazy_patterns import compile_later

if TYPE_CHECKING:
    from cleaners.extraction.page_sources import PageSources

# "© 2019-2025 Ann Keller. All rights reserved."; a firm says what kind of firm it is.
COPYRIGHT = compile_later(
    rf"(?:©|\([cC]\)|[cC]opyright)[\s\d,©–-]*(?:by\s+)?(?P<name>{FULL_NAME_IN_PROSE})"
    r"(?!,?\s+(?:Inc|LLC|Ltd|Limited|GmbH|Group|Co|Corp|AG|BV|SA)\b)"
)
MAX_FOOTER = 2_000  # characters of a footer that are read; a guard on cost, not tuned
FEED = "alternate"
HOME = "/"
TITLE_PARTS = compile_later(rf"{SEPARATOR.pattern}|[()]")


def site_owner(page: PageSources) -> Sourced[str] | None:
    """Return the person that a site and its address are named after; None for an organisation.

    A frequent given name tells the two apart, so owners with a rare one are not named.
    """
    host = fold_letters(page.host.rpartition(".")[0])
    for text, source in _names(page):
        name = person_in(text)
        if name and _is_owner(name, host) and name != page.json_ld.publisher:
            return Sourced(name, source)
    return None


def _is_owner(name: str, host: str) -> bool:
    """Return whether a name is a person's, and the address has it in it or is the surname."""
    given, *_, surname = name.split()
    if given not in given_names():
        return False
    if fold_letters(surname) == host:
        return True
    return fold_letters(name) in host


def _names(page: PageSources) -> Iterator[tuple[str, str]]:
    """Yield what may be the name of a site's owner, and where it was read."""
    yield from zip(page.site_names, repeat("site name"))
    yield from zip(_parts_of_titles(page), repeat("title element"))
    yield from zip(_titles_of_feeds(page), repeat("link rel=alternate"))
    yield from zip(_links_home(page), repeat("visible line"))
    yield from zip(_copyrights(page), repeat("visible line"))


def _parts_of_titles(page: PageSources) -> Iterator[str]:
    for title in page.tags.of("title"):
        yield from TITLE_PARTS.split(title.text_content())


def _titles_of_feeds(page: PageSources) -> Iterator[str]:
    for link in page.tags.of("link"):
        if link.get("rel") == FEED:
            yield link.get("title") or ""


def _links_home(page: PageSources) -> Iterator[str]:
    for link in page.tags.of("a"):
        if link.get("href") == HOME:
            yield link.text_content()


def _copyrights(page: PageSources) -> Iterator[str]:
    for footer in page.tags.of("footer"):
        text = footer.text_content()[:MAX_FOOTER]
        for found in COPYRIGHT.finditer(text):
            yield found["name"]
