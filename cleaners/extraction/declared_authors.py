"""Read who wrote an article: as the page declares it, or as it shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from cleaners.extraction.headline_context import HeadlineContext
from cleaners.extraction.page_author import (
    author_near_headline,
    author_on_page,
    author_with_biography,
    names_beside,
)
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.persons import clean_authors, without_slogan
from cleaners.extraction.signed_text import signed_person
from cleaners.extraction.site_names import (
    fold_letters,
    is_site_name,
    names_host,
    names_site,
)
from cleaners.extraction.site_owner import site_owner
from cleaners.extraction.sourced import Sourced
from cleaners.extraction.workplaces import without_employer, without_site
from cleaners.languages import any_of, words_of

BYLINE, VISIBLE = "byline", "visible line"
# Lines below the headline that may be the author's name. Chosen on the development pages.
MAX_LINES_TO_NAME = 3
JOINT = re.compile(rf",|\b{any_of('between_names')}\b|&")
AUTHORS = (
    "author",
    "article:author",
    "authors",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "dcterms.creator",
    "citation_authors",
    "article.author",
    "article:author_name",
    "article:author:name",
    "author_name",
    "author-name",
    "og:author",
    "og:article:author",
    "rnews:author",
    "mediator_author",
    "cxenseparse:author",
    "byl",
    "byline",
    "creator",
    *(f"label:{label}" for label in words_of("author_preview_labels")),
)


def read_author(page: PageSources, context: HeadlineContext) -> Sourced[str] | None:
    """Prefer declared authors to those shown, and both to the site or an account that signs."""
    declared = _declared_authors(page)
    for author in declared:
        if not _signs_for_others(author.value, page):
            return _signed(author, context) or _as_shown(author, page, context)
    return _site_or_shown(declared, page, context)


def _site_or_shown(
    declared: Sequence[Sourced[str]], page: PageSources, context: HeadlineContext
) -> Sourced[str] | None:
    """Return the author that is shown, or else the site that signs for its authors."""
    shown = _shown_author(page, context)
    for author in declared:
        if shown is None or _ends_in(shown.value, author.value):
            return author
    return shown or _declared_site(page) or site_owner(page)


def _signed(author: Sourced[str], context: HeadlineContext) -> Sourced[str] | None:
    """Return the person who signs the text in the stead of a declared author."""
    name = signed_person(author.value, context)
    return Sourced(name, BYLINE) if name else None


def _shown_author(page: PageSources, context: HeadlineContext) -> Sourced[str] | None:
    """Read the author near the headline, or else anywhere; a person rather than the site."""
    shown = author_near_headline(context, _portraits(page))
    if shown is None:
        return _author_elsewhere(page) or _author_with_note(page, context)
    near = without_site(without_employer(shown), page.sites)
    person = _person_elsewhere(page) if _is_site(near, page) else None
    return person or Sourced(near, BYLINE)


def _portraits(page: PageSources) -> list[str]:
    """List the alternative texts of the pictures."""
    return [picture.get("alt") or "" for picture in page.tags.of("img")]


def _author_elsewhere(page: PageSources) -> Sourced[str] | None:
    name = author_on_page(page.lines, partial(_is_site, page=page))
    return Sourced(name, VISIBLE) if name else None


def _author_with_note(
    page: PageSources, context: HeadlineContext
) -> Sourced[str] | None:
    """Read a person near the headline, or in a picture, on whom the page has a note."""
    near = [line.text for line in context.below[:MAX_LINES_TO_NAME]]
    name = author_with_biography([*near, *_portraits(page)], page.lines)
    return Sourced(name, VISIBLE) if name else None


def _person_elsewhere(page: PageSources) -> Sourced[str] | None:
    author = _author_elsewhere(page)
    if author and _is_site(author.value, page):
        return None
    return author


def _is_site(name: str, page: PageSources) -> bool:
    return names_site(name, page.site_names) or names_host(name, page.host)


def _signs_for_others(author: str, page: PageSources) -> bool:
    """Return whether an author is an account, or the site: with its place, or by first letters."""
    is_site = _is_site(author, page) or _is_site_with_place(author, page)
    if is_site or _is_account(author):
        return True
    return _is_short_for(author, page.site_names) or _is_long_for(author, page.host)


def _is_account(author: str) -> bool:
    """Return whether an author is one word of small letters, as people log in with."""
    return author.islower() and author.isalpha()


def _is_site_with_place(author: str, page: PageSources) -> bool:
    name, *place = author.split(", ")
    return bool(place) and is_site_name(name, page.sites)


def _is_short_for(author: str, site_names: Iterable[str]) -> bool:
    return any(author == _first_letters(name) for name in site_names)


def _is_long_for(author: str, host: str) -> bool:
    """Return whether a part of a host is the first letters of two words or more: dw.example."""
    letters = _first_letters(author).casefold()
    return len(letters) > 1 and letters in host.split(".")


def _first_letters(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _as_shown(
    author: Sourced[str], page: PageSources, context: HeadlineContext
) -> Sourced[str]:
    """Return several authors of a page that is no news as its byline joins them, with "and".

    One author is returned with those beside.
    """
    if ", " not in author.value:
        return _with_others(author, context)
    if _lists_authors(page):
        return author
    shown = author_near_headline(context, ())
    if shown and _words_of(shown) == _words_of(author.value):
        return Sourced(shown, BYLINE)
    return author


def _with_others(author: Sourced[str], context: HeadlineContext) -> Sourced[str]:
    """Return an author and those whose names stand alone on the lines above and below."""
    names = names_beside(author.value, context)
    return Sourced(", ".join(names), BYLINE) if len(names) > 1 else author


def _lists_authors(page: PageSources) -> bool:
    """Return whether two names with a word between them are two of a list, as in news.

    In English, that goes for what is declared as news alone.
    """
    language = page.language or "en"
    return page.json_ld.is_news or not language.startswith("en")


def _words_of(names: str) -> list[str]:
    """List the words of some names, without those between two of them."""
    return JOINT.sub(" ", names).split()


def _ends_in(shown: str, declared: str) -> bool:
    """Return whether a text shows a declared author behind a label."""
    return fold_letters(shown).endswith(fold_letters(declared))


def _declared_site(page: PageSources) -> Sourced[str] | None:
    """Return the site's address where JSON-LD gives it as the author."""
    for name in page.json_ld.authors:
        if is_site_name(name, page.sites):
            return Sourced(name, "json-ld")
    return None


def _declared_authors(page: PageSources) -> list[Sourced[str]]:
    """List the declared authors, the most trusted property first."""
    is_list = _lists_authors(page)
    authors: list[Sourced[str]] = []
    for source, names in _author_sources(page):
        author = clean_authors(names, is_list=is_list)
        if author:
            own = without_employer(_cut_site(author, page.site_names))
            name = without_slogan(own)
            authors.append(Sourced(name, source))
    return authors


def _author_sources(page: PageSources) -> Iterator[tuple[str, Sequence[str]]]:
    yield "json-ld", page.json_ld.authors
    for name in AUTHORS:
        names = page.properties.get(name)
        if names:
            yield f"meta {name}", names


def _cut_site(author: str, site_names: Iterable[str]) -> str:
    """Cut the site's name off the end of a list of authors."""
    *authors, last = author.split(", ")
    if authors and names_site(last, site_names):
        return ", ".join(authors)
    return author
