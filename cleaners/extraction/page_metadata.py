"""What a page says of its article outside the text: in JSON-LD, in meta elements, in its headings.

Each field has its own order of trust; trafilatura's guess comes last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.article import Metadata
from cleaners.extraction.bylines import clean_authors
from cleaners.extraction.dates import read_date
from cleaners.extraction.headline import choose_title
from cleaners.extraction.linked_data import LinkedArticle, read_linked_article

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

TITLES = ("og:title", "twitter:title", "headline", "dc.title")
AUTHORS = ("author", "article:author", "authors", "parsely-author", "sailthru.author", "dc.creator", "byl")
DATES = ("article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "sailthru.date", "dc.date")
SITES = ("og:site_name", "application-name")
SECTIONS = ("article:section", "parsely-section")
TAGS = ("article:tag", "news_keywords", "keywords", "parsely-tags")
MAX_LABEL = 60
NO_LABEL = re.compile(r"[\W\d]*|https?:.*|uncategori[sz]ed|none|null", re.IGNORECASE)
LATEST = "2100-01-01"  # in place of the clock, so that a replay next year gives the same dates


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Read title, author, date, site, tags, section, licence and address; `url` serves where the page names none."""
    told = _meta_elements(tree)
    linked = read_linked_article(
        script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "")
    )
    guess = _trafilatura_guess(tree, url)
    address = _address(tree, told, url)
    site = _first(told, SITES) or linked.publisher or guess.sitename
    return Metadata(
        url=address,
        site=_clean(site),
        title=_title(tree, told, linked, address),
        author=_author(told, linked, guess),
        published_at=next(filter(None, map(read_date, (linked.published, *_all(told, DATES), guess.date))), None),
        tags=_tags(told, linked, guess),
        section=next(_labels([linked.section, *_all(told, SECTIONS), *(guess.categories or ())]), None),
        licence=_clean(guess.license or linked.licence),
    )


def _meta_elements(tree: HtmlElement) -> dict[str, list[str]]:
    """Collect the contents of meta elements by their lower-case name, in the order of the page."""
    told: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _clean(element.get("content"))
        if name and content:
            told.setdefault(name.strip().lower(), []).append(content)
    return told


def _trafilatura_guess(tree: HtmlElement, url: str | None) -> Document:
    """Ask trafilatura, for dates in markup only: its extensive search takes a copyright year for a date."""
    from trafilatura import extract_metadata  # noqa: PLC0415 - costs about a second, and plain text does not need it

    dates = {"extensive_search": False, "original_date": True, "max_date": LATEST}
    return extract_metadata(tree, default_url=url, date_config=dates)


def _title(tree: HtmlElement, told: dict[str, list[str]], linked: LinkedArticle, address: str | None) -> str | None:
    headings = [_clean(" ".join(heading.itertext())) or "" for heading in tree.iter("h1")]
    window = [_clean(title.text) or "" for title in tree.iterfind(".//head//title")][:1]
    sites = [*_all(told, SITES), linked.publisher or "", urlsplit(address or "").hostname or ""]
    return choose_title(headings, [*_all(told, TITLES), linked.headline or "", *window], sites)


def _author(told: dict[str, list[str]], linked: LinkedArticle, guess: Document) -> str | None:
    sources = (linked.authors, *(_all(told, [name]) for name in AUTHORS), [guess.author])
    return next(filter(None, map(clean_authors, sources)), None)


def _address(tree: HtmlElement, told: dict[str, list[str]], url: str | None) -> str | None:
    """Resolve the canonical address, or og:url; the known one where neither is an address."""
    links = [link.get("href") for link in tree.iterfind(".//link[@rel='canonical'][@href]")]
    for target in (*links, *_all(told, ("og:url",))):
        try:
            address: str = urljoin(url or "", target.strip())
            if urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname:
                return address
        except ValueError:
            continue
    return url or None


def _tags(told: dict[str, list[str]], linked: LinkedArticle, guess: Document) -> tuple[str, ...]:
    texts = _all(told, TAGS[:1]) or linked.keywords or _all(told, TAGS[1:]) or guess.tags or ()
    return tuple(dict.fromkeys(_labels(tag for text in texts for tag in re.split("[,;]", text))))


def _labels(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield what can name a section or a tag: neither a sentence, a number, an address nor a default."""
    for text in map(_clean, texts):
        if text and len(text) <= MAX_LABEL and not NO_LABEL.fullmatch(text):
            yield text


def _all(told: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [content for name in names for content in told.get(name, ())]


def _first(told: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next(iter(_all(told, names)), None)


def _clean(text: str | None) -> str | None:
    """Set one space between words; None for nothing."""
    return " ".join((text or "").split()) or None
