"""Recognise by links and classes of an element whether its text names an author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from cleaners.languages import any_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Addresses of the pages about authors.
AUTHOR_PAGE = re.compile(rf"/{any_of('author_paths')}/[^/?#]+", re.IGNORECASE)
AUTHOR_CLASS = re.compile(
    rf"author|byline|contributor|{any_of('author_classes')}", re.IGNORECASE
)
TOPIC = re.compile(r"\b(?:tag|category)\b", re.IGNORECASE)
# Other words in an author's box.
NOT_THE_NAME = re.compile(
    r"bio|avatar|ima?ge?|photo|desc|role|title|position|job|social|share|follow|comment|count|about|label|tag"
    r"|credential|intro|more|reviewe|edited|twitter",
    re.IGNORECASE,
)
# Ancestors of an element whose names still describe its text. Chosen on the development pages.
REACH = 3
CACHED_NAMES = 4096  # values of class and id that are remembered; a guard on memory


def leads_to_author(element: HtmlElement) -> bool:
    """Return whether an element is in a link to an author's page, or in an author property."""
    is_property = False
    for node in _enclosing(element):
        if node.tag == "a":
            return _is_author_link(node)
        is_property |= _is_author_property(node)
    return is_property


def leads_to_topic(element: HtmlElement) -> bool:
    """Return whether an element is in a link that is typed as one to a tag or a category."""
    link = _nearest(element, "a")
    types = "" if link is None else link.get("rel") or ""
    return TOPIC.search(types) is not None


def _is_author_property(element: HtmlElement) -> bool:
    types = f"{element.get('rel') or ''} {element.get('itemprop') or ''}"
    return "author" in types.split()


def _is_author_link(link: HtmlElement) -> bool:
    if _is_author_property(link):
        return True
    return AUTHOR_PAGE.search(link.get("href") or "") is not None


def is_classed_author(element: HtmlElement) -> bool:
    """Return whether the nearest class that matches is one of an author's name.

    Classes of an avatar, a biography or the like mean another part of the author's box.
    """
    for node in _enclosing(element):
        is_name = _marks_name(_names_of(node))
        if is_name is not None:
            return is_name
    return False


def list_of(element: HtmlElement) -> HtmlElement | None:
    """Return the list that an element is in an item of, None for no list."""
    item = _nearest(element, "li")
    return None if item is None else item.getparent()


def _enclosing(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and the nearest elements around it, outwards."""
    node: HtmlElement | None = element
    for _ in range(REACH + 1):
        if node is None:
            return
        yield node
        node = node.getparent()


def _nearest(element: HtmlElement, tag: str) -> HtmlElement | None:
    for node in _enclosing(element):
        if node.tag == tag:
            return node
    return None


def _names_of(element: HtmlElement) -> str:
    get = element.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"


@lru_cache(maxsize=CACHED_NAMES)
def _marks_name(names: str) -> bool | None:
    """Return whether names are those of an author's name; None where they say nothing of it."""
    if names.isspace():
        return None
    author_names = [name for name in names.split() if AUTHOR_CLASS.search(name)]
    if author_names:
        return not any(_names_other_part(name) for name in author_names)
    return False if NOT_THE_NAME.search(names) else None


def _names_other_part(name: str) -> bool:
    """Return whether an author's class names another part of the box, as in "author-bio"."""
    return NOT_THE_NAME.search(AUTHOR_CLASS.sub("", name)) is not None
