"""Read the licence under which a page publishes its article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaners.extraction.meta_tags import MetaProperties, collapse_spaces
from cleaners.extraction.sourced import Sourced, stated_in
from cleaners.extraction.tag_index import TagIndex
from cleaners.languages import any_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LICENCES = (
    "license",
    "dcterms.license",
    "dc.rights.license",
    "cc:license",
    "og:license",
    "article:license",
)
COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero|mark)/(\d\.\d))",
    re.IGNORECASE,
)
# A link to a licence speaks for the article only where its line says so, and not of a picture.
GRANT = re.compile(any_of("licence_grants"), re.IGNORECASE)
OF_A_PART = re.compile(
    rf"\b(?:{any_of('parts_with_own_licence')}|wikimedia|flickr)\b", re.IGNORECASE
)
# Characters of a licence's name; longer is a text about licences. A guard, not tuned.
MAX_LENGTH = 200
MAX_LINKS = 20  # to licences, whose lines are read; a guard on cost


def read_licence(
    tags: TagIndex, properties: MetaProperties, json_ld_licence: str | None
) -> Sourced[str] | None:
    """Read the licence that JSON-LD, a property, a typed link or a line with a link to it grants.

    Creative Commons licences get their short name, "CC BY-SA 4.0"; others stay as the page has
    them.
    """
    declared = stated_in(properties, LICENCES)
    if json_ld_licence:
        stated = Sourced(json_ld_licence, "json-ld")
        declared.insert(0, stated)
    return _declared_licence(declared) or _shown_licence(tags)


def _declared_licence(declared: Iterable[Sourced[str]]) -> Sourced[str] | None:
    for each in declared:
        text = collapse_spaces(each.value)
        if text and len(text) <= MAX_LENGTH:
            return Sourced(_short_name(text) or text, each.source)
    return None


def _shown_licence(tags: TagIndex) -> Sourced[str] | None:
    """Read the licence of a typed link, or of a line with a link to one."""
    for link in (*tags.of("link"), *tags.of("a")):
        if _is_licence_link(link):
            linked = _linked_licence(link)
            return Sourced(linked, "link rel=license") if linked else None
    granted = _granted_licence(tags.of("a"))
    return Sourced(granted, "visible line") if granted else None


def _is_licence_link(link: HtmlElement) -> bool:
    types = (link.get("rel") or "").split()
    return "license" in types and bool(link.get("href")) and not _is_in_figure(link)


def _linked_licence(link: HtmlElement) -> str | None:
    target = link.get("href")
    name = _short_name(target) or collapse_spaces(link.text_content())
    return name or collapse_spaces(target)


def _granted_licence(links: Iterable[HtmlElement]) -> str | None:
    """Read the first link to Creative Commons whose line grants the licence for the text."""
    licences = [
        link for link in links if "creativecommons.org/" in (link.get("href") or "")
    ]
    for link in licences[:MAX_LINKS]:
        if _grants(link.getparent()) and not _is_in_figure(link):
            return _short_name(link.get("href"))
    return None


def _grants(line: HtmlElement | None) -> bool:
    text = line.text_content() if line is not None else ""
    return bool(GRANT.search(text)) and not OF_A_PART.search(text)


def _is_in_figure(link: HtmlElement) -> bool:
    return any(node.tag in {"figure", "figcaption"} for node in link.iterancestors())


def _short_name(text: str | None) -> str | None:
    """Return the short name of a Creative Commons licence by its URL; None for any other."""
    found = COMMONS.search(text or "")
    if not found:
        return None
    kind, version, public_domain, public_domain_version = found.groups()
    if not public_domain:
        return f"CC {kind.upper()} {version}"
    if public_domain.lower() == "zero":
        return f"CC0 {public_domain_version}"
    return f"Public Domain Mark {public_domain_version}"
