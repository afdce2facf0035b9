"""Parse HTML as browsers read it, as far as libxml2 can."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement, HTMLParser

# Some templates close the page before the article; browsers read on, libxml2 does not.
EARLY_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
BODY = re.compile(r"<body\b", re.IGNORECASE)
# What may stand in the head of a page. HTML5 lets authors leave out the tags of head and body;
# libxml2 takes elements that are younger than it, like <article>, for parts of the head then.
HEAD = re.compile(
    r"(?:\s++|<!--.*?-->|<[!?/][^>]*+>|<script\b.*?</script\s*+>|<style\b.*?</style\s*+>"
    r"|<title\b.*?</title\s*+>|<(?:html|head|meta|link|base)\b[^>]*+>)++",
    re.IGNORECASE | re.DOTALL,
)


def parse(html: str) -> HtmlElement | None:
    """Parse a page, or a fragment of one, once for all readers; None where there is no element."""
    from lxml.etree import ParserError  # noqa: PLC0415 - plain text need not load lxml
    from lxml.html import document_fromstring  # noqa: PLC0415 - as above

    markup = _with_body(EARLY_END.sub("", html))
    encoded = markup.encode("utf-8", "replace")
    try:
        return document_fromstring(encoded, parser=_parser())
    except ParserError:
        return None


def _with_body(markup: str) -> str:
    """Begin the body of a page that does not say where it begins."""
    head = None if BODY.search(markup) else HEAD.match(markup)
    if head is None:
        return markup
    return f"{head.group()}<body>{markup[head.end() :]}"


@cache
def _parser() -> HTMLParser:
    from lxml.etree import ElementDefaultClassLookup  # noqa: PLC0415 - as above
    from lxml.html import HtmlElement, HTMLParser  # noqa: PLC0415 - as above

    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
    )
    # One class for all elements: lxml asks a Python function for that of each tag otherwise.
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    return parser
