"""Find the article in a page of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import Metadata
from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.body import correct
from cleaners.extraction.hostile_markup import refuse_hostile
from cleaners.extraction.page_metadata import read_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Lines that belong together: list items, and rows of a table.
GROUPED = re.compile(r"\s*(?:- |\|)")
# Some templates close the page before the article; browsers read on, libxml2 does not.
EARLY_END = re.compile(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
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
    tree = parse(html)
    if tree is None:
        return Extraction("", Metadata(url=url))
    metadata = read_metadata(tree, url)
    page = read_blocks(tree)
    return Extraction(
        _paragraphs(correct(page, extracted_lines(tree, metadata.url), metadata.title)),
        metadata,
    )


def parse(html: str) -> HtmlElement | None:
    """Parse once for text and metadata; None where there is no element at all."""
    from trafilatura import load_html  # noqa: PLC0415 - costs a second, which plain text need not pay

    html = EARLY_END.sub("", SURROGATE.sub("\ufffd", html))
    tree = load_html(html)
    # trafilatura takes no lone element, but feeds carry an article as one.
    return load_html(f"<html><body>{html}</body></html>") if tree is None else tree


def extracted_lines(tree: HtmlElement, url: str | None) -> list[str]:
    """List the lines that trafilatura finds, without the comments."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - as above
    from trafilatura.settings import Document  # noqa: PLC0415 - as above

    document = bare_extraction(tree, url=url, include_comments=False)
    text = document.text if isinstance(document, Document) else None
    return [line.rstrip() for line in (text or "").split("\n") if line.strip()]


def _paragraphs(lines: Sequence[str]) -> str:
    """Set blank lines between lines, but not inside a list or a table."""
    parts = list(lines[:1])
    for before, line in pairwise(lines):
        together = GROUPED.match(before) and GROUPED.match(line)
        parts += ["\n" if together else "\n\n", line]
    return "".join(parts)
