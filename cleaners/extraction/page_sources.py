"""Collect once what the fields of a page's metadata are read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.extraction.headline_context import PageLine, read_page_lines
from cleaners.extraction.json_ld import JsonLdArticle, read_json_ld
from cleaners.extraction.meta_tags import MetaProperties, read_properties, values_of
from cleaners.extraction.sourced import Sourced, stated_in
from cleaners.extraction.tag_index import TagIndex
from cleaners.page_copies import page_of_today
from cleaners.sites import site_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# "de", "en-us", "zh-hans-cn"
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
LANGUAGES = ("content-language", "language", "og:locale", "dc.language", "inlanguage")
# What archive.today declares of its copy of a page, in the place of the page.
OF_COPIES = frozenset(
    (
        "og:site_name",
        "article:published_time",
        "article:modified_time",
        "datecreated",
        "og:image",
        "twitter:image",
    )
)
ADDRESSES = ("og:url", "parsely-link", "twitter:url")
CANONICAL_LINK = "p-canonical"  # the class that exports of blogs give it
COPIED = ".//*[@id='CONTENT']"
SITES = ("og:site_name", "application-name", "citation_journal_title", "dc.publisher")


@dataclass(frozen=True)  # no slots: the lines of the page are read when first asked for
class PageSources:
    """A parsed page and what it declares: each field of the metadata is read from these."""

    tree: HtmlElement
    tags: TagIndex
    properties: MetaProperties
    json_ld: JsonLdArticle
    url: str | None
    stated_url: Sourced[str] | None  # as the page declares it
    is_copy: bool = False  # of archive.today, whose own lines are around the page

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """The names of the site, as the page declares them."""
        declared = values_of(self.properties, SITES)
        names = [*declared, self.json_ld.publisher, self.json_ld.site]
        return tuple(name for name in names if name)

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The names of the site, its host last."""
        return (*self.site_names, self.host) if self.host else self.site_names

    @cached_property
    def host(self) -> str:
        """The host of the address without "www.", "" where that is not known."""
        return site_of(self.url) or ""

    @property
    def language(self) -> str | None:
        """The language that the page declares, with the country if it names one: "en-gb"."""
        stated = self.stated_language
        return stated.value if stated else None

    @cached_property
    def stated_language(self) -> Sourced[str] | None:
        """The declared language, and where it is declared."""
        stated = [
            Sourced(self.tree.get("lang") or "", "html lang"),
            Sourced(self.json_ld.language or "", "json-ld"),
            *stated_in(self.properties, LANGUAGES),
        ]
        for each in stated:
            code = each.value.strip().replace("_", "-").lower()
            if LANGUAGE_CODE.fullmatch(code):
                return Sourced(code, each.source)
        return None

    @property
    def stated_site(self) -> Sourced[str] | None:
        """The name of the site, or else its host."""
        if not self.sites:
            return None
        source = "site name" if self.site_names else "url"
        return Sourced(self.sites[0], source)

    @cached_property
    def lines(self) -> list[PageLine]:
        """The lines of the page outside menus, comments and other articles."""
        return read_page_lines(self.body)

    @property
    def body(self) -> HtmlElement:
        """The body, or the root of the tree where there is none; of a copy, what is copied."""
        body = self.tree.find(COPIED if self.is_copy else "body")
        return self.tree if body is None else body


def read_sources(tree: HtmlElement, url: str | None) -> PageSources:
    """Read what a page declares; `url` is its known address."""
    tags = TagIndex(tree)
    properties = read_properties(tree, tags)
    stated_url = _canonical_url(tags, properties, url)
    copied = _copied_url(stated_url)
    if copied:
        stated_url = copied
        properties = _without_copy(properties)
    own_url = stated_url.value if stated_url else url or None
    json_ld = read_json_ld(_json_ld_scripts(tags), own_url)
    return PageSources(
        tree,
        tags,
        properties,
        json_ld,
        own_url,
        stated_url,
        is_copy=copied is not None,
    )


def _copied_url(stated: Sourced[str] | None) -> Sourced[str] | None:
    """Return the address of the page that a page is a copy of."""
    page = page_of_today(stated.value) if stated else None
    return Sourced(page, stated.source) if stated and page else None


def _without_copy(properties: MetaProperties) -> MetaProperties:
    """Leave out what an archive declares of its copy."""
    return {
        name: values for name, values in properties.items() if name not in OF_COPIES
    }


def _json_ld_scripts(tags: TagIndex) -> list[str]:
    return [
        script.text or ""
        for script in tags.of("script")
        if "ld+json" in (script.get("type") or "")
    ]


def _canonical_url(
    tags: TagIndex, properties: MetaProperties, url: str | None
) -> Sourced[str] | None:
    """Return the canonical URL, og:url or that of a link; None without a web address."""
    declared = [
        Sourced(link.get("href"), "link rel=canonical")
        for link in tags.of("link")
        if link.get("rel") == "canonical" and link.get("href") is not None
    ]
    declared += stated_in(properties, ADDRESSES)
    declared += [
        Sourced(link.get("href") or "", CANONICAL_LINK)
        for link in tags.of("a")
        if CANONICAL_LINK in (link.get("class") or "").split()
    ]
    for target in declared:
        resolved = resolve(url or "", target.value.strip())
        if resolved:
            return Sourced(resolved, target.source)
    return None


def resolve(base: str, target: str) -> str | None:
    """Resolve a link; None where that gives no address of the web."""
    try:
        resolved = urljoin(base, target)
        parts = urlsplit(resolved)
        is_web = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        return None
    return resolved if is_web else None
