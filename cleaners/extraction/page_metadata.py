"""Read the metadata of a page: from JSON-LD, its properties, and the lines around its headline.

Each field has its own order of trust. What is declared comes first, because it is written for
machines; what is near the headline fills the gaps; a site that signs in place of its authors comes
last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from cleaners.article import Metadata
from cleaners.dates import read_moment
from cleaners.extraction.headline_context import HeadlineContext, read_headline_context
from cleaners.extraction.licences import read_licence
from cleaners.extraction.meta_tags import collapse_spaces, values_of
from cleaners.extraction.page_author import author_near_headline, author_on_page
from cleaners.extraction.page_sources import PageSources, read_sources
from cleaners.extraction.page_title import PageHeadings, read_title
from cleaners.extraction.persons import clean_authors
from cleaners.extraction.publication_date import (
    date_in_url,
    date_near_headline,
    date_on_page,
)
from cleaners.extraction.site_names import fold_letters, names_site
from cleaners.languages import words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
DATES = (
    "article:published_time",
    "article:published",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "issued",
    "publication_date",
    "publish-date",
    "publish_date",
    "published-date",
    "publisheddate",
    "pubdate",
    "cxenseparse:publishtime",
)
# These name a date, but not always of publication.
VAGUE_DATES = (
    "date",
    "dc.date",
    "dcterms.created",
    "created",
    "dc.date.created",
    "datecreated",
)
SECTIONS = ("article:section", "parsely-section", "section", "sailthru.section")
ARTICLE_TAGS = ("article:tag",)
KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
# Characters of a tag or a section; longer is a sentence. A guard, not tuned.
MAX_LABEL = 60
NO_LABEL = re.compile(r"[\W\d]*|https?:.*|uncategori[sz]ed|none|null", re.IGNORECASE)


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Read all fields of a page's metadata; `url` serves where the page declares no address."""
    page = read_sources(tree, url)
    headings = PageHeadings(tree)
    stated_title = read_title(page, headings)
    title = stated_title.value if stated_title else None
    context = read_headline_context(page.body, headings.find(title))
    return Metadata(
        url=page.url,
        site=page.sites[0] if page.sites else None,
        title=title,
        author=_read_author(page, context),
        published_at=_read_published(page, context),
        tags=_read_tags(page),
        section=_read_section(page, title),
        licence=read_licence(tree, page.properties, page.json_ld.licence),
    )


def _read_author(page: PageSources, context: HeadlineContext) -> str | None:
    """Prefer declared authors to those shown, and both to a site that signs for its authors."""
    declared = _declared_authors(page)
    for author in declared:
        if not names_site(author, page.site_names):
            return author
    portraits = page.tree.xpath("//img/@alt")
    shown = author_near_headline(context, portraits) or author_on_page(page.lines)
    if shown:
        return shown
    return declared[0] if declared else None


def _declared_authors(page: PageSources) -> list[str]:
    """List the declared authors, the most trusted property first."""
    sources = [list(page.json_ld.authors)]
    for name in AUTHORS:
        values = values_of(page.properties, [name])
        sources.append(values)
    authors = []
    for names in sources:
        author = clean_authors(names)
        if author:
            authors.append(_cut_site(author, page.site_names))
    return authors


def _cut_site(author: str, site_names: Iterable[str]) -> str:
    """Cut the site's name off the end of a list of authors."""
    *authors, last = author.split(", ")
    if authors and names_site(last, site_names):
        return ", ".join(authors)
    return author


def _read_published(page: PageSources, context: HeadlineContext) -> datetime | None:
    """Read the declared date of publication, or that of the URL, the headline, or a vaguer one."""
    language = page.tree.get("lang")
    declared = [page.json_ld.published, *values_of(page.properties, DATES)]
    vague = values_of(page.properties, VAGUE_DATES)
    return (
        _first_date(declared)
        or date_in_url(page.url)
        or date_near_headline(context, language)
        or _first_date(vague)
        or date_on_page(page.lines, language)
    )


def _first_date(texts: Iterable[str | None]) -> datetime | None:
    for text in texts:
        moment = read_moment(text or "")
        if moment:
            return moment
    return None


def _read_tags(page: PageSources) -> tuple[str, ...]:
    """Return the tags of the most trusted source that has any, each once."""
    texts: Iterable[str | None] = (
        values_of(page.properties, ARTICLE_TAGS)
        or page.json_ld.keywords
        or values_of(page.properties, KEYWORDS)
        or _linked_tags(page.tree)
    )
    names: list[str] = []
    for text in texts:
        names += re.split("[,;]", text or "")
    return tuple(dict.fromkeys(_clean_labels(names)))


def _linked_tags(tree: HtmlElement) -> list[str | None]:
    """List the texts of links that are typed as tags, and not as categories."""
    tags = []
    for link in tree.xpath("//a[contains(@rel, 'tag')]"):
        types = (link.get("rel") or "").split()
        if "tag" in types and "category" not in types:
            tags.append(collapse_spaces("".join(link.itertext())))
    return tags


def _read_section(page: PageSources, title: str | None) -> str | None:
    """Read the declared section, or the breadcrumb below the front page."""
    letters = fold_letters(title or "")
    inner = page.json_ld.breadcrumbs[1:-1]
    breadcrumbs = [name for name in inner if fold_letters(name) != letters]
    declared = [page.json_ld.section, *values_of(page.properties, SECTIONS)]
    return next(_clean_labels([*declared, *breadcrumbs[:1]]), None)


def _clean_labels(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield what can be a section or a tag: no sentence, number, address or default value."""
    for text in texts:
        label = collapse_spaces(text)
        if label and len(label) <= MAX_LABEL and not NO_LABEL.fullmatch(label):
            yield label
