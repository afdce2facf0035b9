"""Collect what a page declares: meta elements, microdata, RDFa and typed links, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cleaners.extraction.headline_context import leads_elsewhere
from cleaners.extraction.tag_index import TagIndex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# An item of another type is a comment, a product, a picture, a person: its date and name are its
# own.
OWN_TYPE = re.compile(
    r"(?:Article|Posting|WebPage|Blog|CreativeWork|Report|Recipe|HowTo|Review)$",
    re.IGNORECASE,
)
PREFIX = re.compile(
    r"^(?:schema|dc|dcterms):(?=date|author|creator|issued|created|headline)",
    re.IGNORECASE,
)
PREVIEW_LABEL = re.compile(r"twitter:label(\d)$")
MARKED = re.compile(r"date|author|issued|created|publisher$", re.IGNORECASE)

MetaProperties = dict[str, list[str]]
"""The values of a page's properties by lower-case name, in the order of the page."""


def read_properties(tree: HtmlElement, tags: TagIndex) -> MetaProperties:
    """Collect the values of meta elements, then those of marked elements, by name."""
    properties: MetaProperties = {}
    declared = [*_meta_values(tags.of("meta")), *_marked_values(tree)]
    for name, value in declared:
        lowered = name.strip().lower()
        plain_name = PREFIX.sub("", lowered)
        _add_value(properties, plain_name, value)
    previews = _preview_values(properties)
    for label, value in previews:
        _add_value(properties, label, value)
    return properties


def _add_value(properties: MetaProperties, name: str, value: str) -> None:
    properties.setdefault(name, []).append(value)


def values_of(properties: MetaProperties, names: Iterable[str]) -> list[str]:
    """List the values of the named properties, in the order of the names."""
    return [value for name in names for value in properties.get(name, ())]


def _meta_values(elements: Iterable[HtmlElement]) -> Iterator[tuple[str, str]]:
    for element in elements:
        name = _meta_name(element)
        content = collapse_spaces(element.get("content"))
        if not name or not content:
            continue
        is_of_item = element.get("itemprop") is not None
        if is_of_item and not belongs_to_article(element):
            continue
        yield name, content


def _meta_name(element: HtmlElement) -> str | None:
    for attribute in ("property", "name", "itemprop"):
        name: str | None = element.get(attribute)
        if name:
            return name
    return None


def _marked_values(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the dates, authors and publishers in the microdata and RDFa of the page's own item."""
    marks = tree.xpath("//@itemprop | //@property")
    elements = dict.fromkeys(mark.getparent() for mark in marks)
    for element in elements:
        if element.tag == "meta":
            continue
        item = element.get("itemprop") or element.get("property") or ""
        names = item.split()
        if not _is_wanted(names) or not belongs_to_article(element):
            continue
        value = collapse_spaces(_value_of(element))
        if not value:
            continue
        for name in names:
            yield name, value


def _value_of(element: HtmlElement) -> str:
    """Return the machine's value of an element, or else its name or text."""
    value: str | None = element.get("content") or element.get("datetime")
    return value or _name_in(element)


def _is_wanted(names: Sequence[str]) -> bool:
    return any(MARKED.search(name) for name in names)


def _preview_values(properties: MetaProperties) -> list[tuple[str, str]]:
    """List the pairs of label and value that a page declares for previews of links to it."""
    pairs: list[tuple[str, str]] = []
    for name, values in properties.items():
        match = PREVIEW_LABEL.match(name)
        if not match:
            continue
        label = values[0].strip(" :").lower()
        data_name = f"twitter:data{match[1]}"
        data = properties.get(data_name)
        if data:
            pair = (f"label:{label}", data[0])
            pairs.append(pair)
    return pairs


def belongs_to_article(element: HtmlElement) -> bool:
    """Return whether an element is of the article, not of a comment, another article or thing."""
    is_in_item = bool(element.get("itemprop") and element.get("itemtype"))
    for node in element.iterancestors():
        if node.tag in {"footer", "aside"} or leads_elsewhere(node):
            return False
        if is_in_item or node.get("itemscope") is None:
            continue
        is_in_item = True
        item_type = node.get("itemtype") or "Article"
        if not OWN_TYPE.search(item_type):
            return False
    return True


def _name_in(element: HtmlElement) -> str:
    """Return the name that an item of a person has, or else the text."""
    named = element.xpath(".//*[contains(@itemprop, 'name')]")
    holder = named[0] if named else element
    name: str = holder.get("content") or " ".join(holder.itertext())
    return name


def collapse_spaces(text: str | None) -> str | None:
    """Put one space between words; None for nothing."""
    return " ".join((text or "").split()) or None
