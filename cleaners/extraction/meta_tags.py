"""Collect what a page declares of itself: meta elements, microdata, RDFa and typed links, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaners.extraction.headline_context import leads_elsewhere

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# An item of another type stands for a comment, a product, a picture, a person: its date and name are its own.
OWN_TYPE = re.compile(
    r"(?:Article|Posting|WebPage|Blog|CreativeWork|Report|Recipe|HowTo|Review)$",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^(?:schema|dc|dcterms):(?=date|author|creator|issued|created|headline)",
    re.IGNORECASE,
)
LABEL = re.compile(r"twitter:label(\d)$")

MARKED = re.compile(r"date|author|issued|created", re.IGNORECASE)

Declared = dict[str, list[str]]
"""The values of a page's properties by lower-case name, in the order of the page."""


def read_declared(tree: HtmlElement) -> Declared:
    """Collect the values of meta elements, then those of marked elements, by name."""
    told: Declared = {}
    for name, value in (*_of_meta(tree), *_of_elements(tree)):
        told.setdefault(PREFIX.sub("", name.strip().lower()), []).append(value)
    for name, values in [*told.items()]:
        if (label := LABEL.match(name)) and (
            data := told.get(f"twitter:data{label[1]}")
        ):
            told.setdefault(f"label:{values[0].strip(' :').lower()}", []).append(
                data[0]
            )
    return told


def values_of(told: Declared, names: Iterable[str]) -> list[str]:
    """List the values of the named properties, in the order of the names."""
    return [value for name in names for value in told.get(name, ())]


def _of_meta(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = squeeze(element.get("content"))
        if name and content and (element.get("itemprop") is None or is_own(element)):
            yield name, content


def _of_elements(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the dates and authors that microdata and RDFa mark in the page's own item."""
    for element in tree.xpath("//*[@itemprop or @property][not(self::meta)]"):
        names = (element.get("itemprop") or element.get("property") or "").split()
        if not any(map(MARKED.search, names)) or not is_own(element):
            continue
        value = squeeze(
            element.get("content") or element.get("datetime") or _name_in(element)
        )
        yield from ((name, value) for name in names if value)


def is_own(element: HtmlElement) -> bool:
    """Tell whether an element belongs to the article, not to a comment, another article or another thing."""
    scoped = element if element.get("itemprop") and element.get("itemtype") else None
    for node in element.iterancestors():
        if node.tag in {"footer", "aside"} or leads_elsewhere(node):
            return False
        if scoped is None and node.get("itemscope") is not None:
            scoped = node
            if not OWN_TYPE.search(node.get("itemtype") or "Article"):
                return False
    return True


def _name_in(element: HtmlElement) -> str:
    """Take the name that an item of a person holds, or else the text."""
    named = element.xpath(".//*[contains(@itemprop, 'name')]")
    texts = (
        held.get("content") or " ".join(held.itertext())
        for held in named[:1] or [element]
    )
    return next(texts, "")


def squeeze(text: str | None) -> str | None:
    """Set one space between words; None for nothing."""
    return " ".join((text or "").split()) or None
