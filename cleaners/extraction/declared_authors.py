"""Read who wrote an article: as the page declares it, or as it shows it."""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.extraction.headline_context import HeadlineContext
from cleaners.extraction.meta_tags import values_of
from cleaners.extraction.page_author import author_near_headline, author_on_page
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.persons import clean_authors
from cleaners.extraction.site_names import names_site
from cleaners.extraction.sourced import Sourced
from cleaners.languages import words_of

AUTHORS = (
    "author",
    "article:author",
    "authors",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "byl",
    "creator",
    *(f"label:{label}" for label in words_of("author_preview_labels")),
)


def read_author(page: PageSources, context: HeadlineContext) -> Sourced[str] | None:
    """Prefer declared authors to those shown, and both to a site that signs for its authors."""
    declared = _declared_authors(page)
    for author in declared:
        if not names_site(author.value, page.site_names):
            return author
    portraits = page.tree.xpath("//img/@alt")
    near = author_near_headline(context, portraits)
    if near:
        return Sourced(near, "byline")
    elsewhere = author_on_page(page.lines)
    if elsewhere:
        return Sourced(elsewhere, "visible line")
    return declared[0] if declared else None


def _declared_authors(page: PageSources) -> list[Sourced[str]]:
    """List the declared authors, the most trusted property first."""
    sources = [Sourced(list(page.json_ld.authors), "json-ld")]
    for name in AUTHORS:
        values = values_of(page.properties, [name])
        sources.append(Sourced(values, f"meta {name}"))
    authors = []
    for names in sources:
        author = clean_authors(names.value)
        if author:
            own = _cut_site(author, page.site_names)
            authors.append(Sourced(own, names.source))
    return authors


def _cut_site(author: str, site_names: Iterable[str]) -> str:
    """Cut the site's name off the end of a list of authors."""
    *authors, last = author.split(", ")
    if authors and names_site(last, site_names):
        return ", ".join(authors)
    return author
