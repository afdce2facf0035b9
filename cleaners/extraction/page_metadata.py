"""What a page says of its article outside the text: in JSON-LD, in its properties, around its headline.

Each field has its own order of trust. What is declared comes first, for it is written for machines;
what stands beside the headline fills the gaps; a site that signs in place of its authors comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.article import Metadata
from cleaners.dates import read_date, read_stamp
from cleaners.extraction.bylines import author_of_lines, author_of_masthead
from cleaners.extraction.headline import choose_title, letters_of, names_site
from cleaners.extraction.headline_context import Masthead, lines_of, read_masthead
from cleaners.extraction.json_ld import LinkedArticle, read_linked_article
from cleaners.extraction.licences import read_licence
from cleaners.extraction.meta_tags import (
    Declared,
    is_own,
    read_declared,
    squeeze,
    values_of,
)
from cleaners.extraction.persons import clean_authors
from cleaners.extraction.publication_date import (
    date_of_address,
    date_of_lines,
    date_of_masthead,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLES = ("og:title", "twitter:title", "headline", "dc.title", "citation_title")
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
    "label:written by",
    "label:by",
    "label:author",
    "label:verfasst von",
    "label:écrit par",
    "label:escrito por",
    "label:scritto da",
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
SITES = ("og:site_name", "application-name", "citation_journal_title", "dc.publisher")
SECTIONS = ("article:section", "parsely-section", "section", "sailthru.section")
TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
HEADINGS = ("h1", "h2", "h3")
MAX_LABEL = 60
NO_LABEL = re.compile(r"[\W\d]*|https?:.*|uncategori[sz]ed|none|null", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every field may be read from."""

    tree: HtmlElement
    told: Declared
    linked: LinkedArticle
    address: str | None
    names: tuple[str, ...]  # of the site

    @property
    def sites(self) -> tuple[str, ...]:
        """Name the site, its host last."""
        host = _host(self.address)
        return (*self.names, host) if host else self.names


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Read title, author, date, site, tags, section, licence and address; `url` serves where the page names none."""
    told = read_declared(tree)
    address = _address(tree, told, url)
    linked = read_linked_article(
        (
            script.text or ""
            for script in tree.iter("script")
            if "ld+json" in (script.get("type") or "")
        ),
        address,
    )
    names = (*values_of(told, SITES), linked.publisher or "", linked.site or "")
    page = _Page(tree, told, linked, address, tuple(filter(None, names)))
    title = _title(page)
    masthead = read_masthead(_body(tree), _headline(tree, title))
    return Metadata(
        url=address,
        site=next(iter(page.sites), None),
        title=title,
        author=_author(page, masthead),
        published_at=_published(page, masthead),
        tags=_tags(page),
        section=_section(page, title),
        licence=read_licence(tree, told, linked.licence),
    )


def _title(page: _Page) -> str | None:
    levels = [
        [
            squeeze(" ".join(heading.itertext())) or ""
            for heading in _headings(page.tree, level)
        ]
        for level in HEADINGS
    ]
    window = [
        squeeze(title.text) or "" for title in page.tree.iterfind(".//head//title")
    ][:1]
    titles = [*values_of(page.told, TITLES), page.linked.headline or "", *window]
    return choose_title(
        levels[0], titles, page.sites, [text for level in levels[1:] for text in level]
    )


def _headings(tree: HtmlElement, level: str) -> list[HtmlElement]:
    """List the headings of a level in the article's own part of the page, or all where it has none."""
    headings = list(tree.iter(level))
    return [heading for heading in headings if is_own(heading)] or headings


def _headline(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Find the heading that says the title, or the title and more, or else the first."""
    wanted = letters_of(title or "")
    headings = [
        (heading, letters_of("".join(heading.itertext())))
        for level in HEADINGS
        for heading in _headings(tree, level)
    ]
    says = (heading for heading, letters in headings if letters == wanted)
    holds = (heading for heading, letters in headings if wanted and wanted in letters)
    return next(chain(says, holds, (heading for heading, _ in headings)), None)


def _author(page: _Page, masthead: Masthead) -> str | None:
    """Prefer who is declared to who is shown, and both to a site that signs for its authors."""
    declared = [
        page.linked.authors,
        *([*values_of(page.told, [name])] for name in AUTHORS),
    ]
    named = [
        _unsigned(name, page.names) for name in map(clean_authors, declared) if name
    ]
    persons = (name for name in named if not names_site(name, page.names))
    if author := next(persons, None):
        return author
    portraits = page.tree.xpath("//img/@alt")
    lines = (line for line in lines_of(_body(page.tree)) if line)
    return (
        author_of_masthead(masthead, portraits)
        or author_of_lines(lines)
        or next(iter(named), None)
    )


def _unsigned(author: str, names: Iterable[str]) -> str:
    """Cut the site's name off the end of a list of authors."""
    *authors, last = author.split(", ")
    return ", ".join(authors) if authors and names_site(last, names) else author


def _published(page: _Page, masthead: Masthead) -> datetime | None:
    """Read what is declared to be of publication, then the address, the headline's lines, and what is vaguer."""
    body, tongue = _body(page.tree), page.tree.get("lang")
    declared = (page.linked.published, *values_of(page.told, DATES))
    vague = values_of(page.told, VAGUE_DATES)
    return (
        next(filter(None, map(_moment, declared)), None)
        or date_of_address(page.address)
        or date_of_masthead(masthead, tongue)
        or next(filter(None, map(_moment, vague)), None)
        or date_of_lines((line for line in lines_of(body) if line), tongue)
    )


def _moment(text: str | None) -> datetime | None:
    return read_stamp(text) or read_date(text or "")


def _address(tree: HtmlElement, told: Declared, url: str | None) -> str | None:
    """Resolve the canonical address, or og:url; the known one where neither is an address."""
    links = [
        link.get("href") for link in tree.iterfind(".//link[@rel='canonical'][@href]")
    ]
    for target in (*links, *values_of(told, ("og:url",))):
        try:
            address: str = urljoin(url or "", target.strip())
            if (
                urlsplit(address).scheme in {"http", "https"}
                and urlsplit(address).hostname
            ):
                return address
        except ValueError:
            continue
    return url or None


def _host(address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _body(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def _tags(page: _Page) -> tuple[str, ...]:
    linked = [
        squeeze("".join(link.itertext()))
        for link in page.tree.xpath("//a[contains(@rel, 'tag')]")
        if _is_tag(link)
    ]
    sources = (
        values_of(page.told, TAGS[:1]),
        page.linked.keywords,
        values_of(page.told, TAGS[1:]),
        linked,
    )
    texts: Iterable[str | None] = next(filter(None, sources), ())
    return tuple(
        dict.fromkeys(
            _labels(tag for text in texts for tag in re.split("[,;]", text or ""))
        )
    )


def _is_tag(link: HtmlElement) -> bool:
    return (
        "tag" in (link.get("rel") or "").split()
        and "category" not in (link.get("rel") or "").split()
    )


def _section(page: _Page, title: str | None) -> str | None:
    """Take the declared section, or the breadcrumb below the front page."""
    trail = [
        name
        for name in page.linked.trail[1:-1]
        if letters_of(name) != letters_of(title or "")
    ]
    return next(
        _labels([page.linked.section, *values_of(page.told, SECTIONS), *trail[:1]]),
        None,
    )


def _labels(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield what can name a section or a tag: neither a sentence, a number, an address nor a default."""
    for text in map(squeeze, texts):
        if text and len(text) <= MAX_LABEL and not NO_LABEL.fullmatch(text):
            yield text
