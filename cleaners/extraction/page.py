"""Find the article in a page of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import Metadata
from cleaners.extraction.markup import refuse_hostile
from cleaners.extraction.page_metadata import read_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Lines that belong together: list items, and rows of a table.
GROUPED = re.compile(r"\s*(?:- |\|)")
SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Extraction:
    """An article's text, empty where the page holds none, and what the page says of it."""

    text: str
    metadata: Metadata


def extract(html: str, url: str | None = None) -> Extraction:
    """Extract the article of a page, without its comments.

    Blank lines separate the paragraphs; list items and table rows follow each other line by line.
    `url` is the known address of the page. Raises HostileMarkup for what no honest page holds.
    """
    refuse_hostile(html)
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second, which plain text need not pay
    from trafilatura.settings import Document  # noqa: PLC0415 - the same

    tree = _parsed(SURROGATE.sub("\ufffd", html))
    if tree is None:
        return Extraction("", Metadata(url=url))
    metadata = read_metadata(tree, url)
    document = bare_extraction(tree, url=metadata.url, include_comments=False)
    text = document.text if isinstance(document, Document) else None
    return Extraction(_paragraphs(text or ""), metadata)


def _parsed(html: str) -> HtmlElement | None:
    """Parse once for text and metadata; None where there is no element at all."""
    from trafilatura import load_html  # noqa: PLC0415 - as above

    tree = load_html(html)
    # trafilatura takes no lone element, but feeds carry an article as one.
    return load_html(f"<html><body>{html}</body></html>") if tree is None else tree


def _paragraphs(text: str) -> str:
    """Set blank lines between the lines of trafilatura, but not inside a list or a table."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    parts = lines[:1]
    for before, line in pairwise(lines):
        together = GROUPED.match(before) and GROUPED.match(line)
        parts += ["\n" if together else "\n\n", line]
    return "".join(parts)
