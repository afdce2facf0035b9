"""Tell by an element's links and classes whether its text names an author."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Addresses of the pages about authors.
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autore?s?|autor(?:in|en)|auteurs?|contributors?|writers?|staff|bio|bios|profiles?|people|persons?"
    r"|journalists?|journaliste|reporters?|columnists?|by|producers?|team|users?|members?|redakteure?|redaktion)/[^/?#]+",
    re.IGNORECASE,
)
AUTHOR_CLASS = re.compile(
    r"author|byline|contributor|autor(?!iz)|auteur|redakteur", re.IGNORECASE
)
# What stands in the author's box beside the name.
NOT_THE_NAME = re.compile(
    r"bio|avatar|ima?ge?|photo|desc|role|title|position|job|social|share|follow|comment|count|about|label|tag"
    r"|credential|intro|more|reviewe|edited|twitter",
    re.IGNORECASE,
)
REACH = 3  # ancestors of an element whose names still speak of its text


def leads_to_author(element: HtmlElement) -> bool:
    """Tell whether an element stands in a link to the page of an author, or in a property that is one."""
    around = [element, *islice(element.iterancestors(), REACH)]
    link = next((node for node in around if node.tag == "a"), None)
    if link is None:
        return any("author" in (node.get("itemprop") or "").split() for node in around)
    told = f"{link.get('rel') or ''} {link.get('itemprop') or ''}".split()
    return "author" in told or AUTHOR_PAGE.search(link.get("href") or "") is not None


def is_classed_author(element: HtmlElement) -> bool:
    """Tell whether the nearest telling class is one of an author's name, not of what stands beside it."""
    for node in [element, *islice(element.iterancestors(), REACH)]:
        names = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}"
        if told := [name for name in names.split() if AUTHOR_CLASS.search(name)]:
            return not any(
                NOT_THE_NAME.search(AUTHOR_CLASS.sub("", name)) for name in told
            )
        if NOT_THE_NAME.search(names):
            return False
    return False


def list_of(element: HtmlElement) -> HtmlElement | None:
    """Find the list that an element is an item of."""
    item = next(
        (
            node
            for node in [element, *islice(element.iterancestors(), REACH)]
            if node.tag == "li"
        ),
        None,
    )
    return None if item is None else item.getparent()
