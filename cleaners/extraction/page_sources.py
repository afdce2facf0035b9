"""Collect once what the fields of a page's metadata are read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleaners.extraction.headline_context import PageLine, read_page_lines
from cleaners.extraction.json_ld import JsonLdArticle, read_json_ld
from cleaners.extraction.meta_tags import MetaProperties, read_properties, values_of
from cleaners.sites import site_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SITES = ("og:site_name", "application-name", "citation_journal_title", "dc.publisher")


@dataclass(frozen=True)  # no slots: the lines of the page are read when first asked for
class PageSources:
    """A parsed page and what it declares: each field of the metadata is read from these."""

    tree: HtmlElement
    properties: MetaProperties
    json_ld: JsonLdArticle
    url: str | None
    site_names: tuple[str, ...]  # as the page declares them

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The names of the site, its host last."""
        host = site_of(self.url)
        return (*self.site_names, host) if host else self.site_names

    @cached_property
    def lines(self) -> list[PageLine]:
        """The lines of the page outside menus, comments and other articles."""
        return read_page_lines(self.body)

    @property
    def body(self) -> HtmlElement:
        """The body, or the root of the tree where there is none."""
        body = self.tree.find("body")
        return self.tree if body is None else body


def read_sources(tree: HtmlElement, url: str | None) -> PageSources:
    """Read what a page declares; `url` is its known address."""
    properties = read_properties(tree)
    own_url = _canonical_url(tree, properties, url)
    json_ld = read_json_ld(_json_ld_scripts(tree), own_url)
    names = [*values_of(properties, SITES), json_ld.publisher, json_ld.site]
    site_names = tuple(name for name in names if name)
    return PageSources(tree, properties, json_ld, own_url, site_names)


def _json_ld_scripts(tree: HtmlElement) -> list[str]:
    return [
        script.text or ""
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "")
    ]


def _canonical_url(
    tree: HtmlElement, properties: MetaProperties, url: str | None
) -> str | None:
    """Return the canonical URL, or og:url; the known one where neither is a web address."""
    links = tree.iterfind(".//link[@rel='canonical'][@href]")
    declared = [link.get("href") for link in links]
    declared += values_of(properties, ["og:url"])
    for target in declared:
        resolved = _resolve(url or "", target.strip())
        if resolved:
            return resolved
    return url or None


def _resolve(base: str, target: str) -> str | None:
    """Resolve a link; None where that gives no address of the web."""
    try:
        resolved = urljoin(base, target)
        parts = urlsplit(resolved)
        is_web = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        return None
    return resolved if is_web else None
