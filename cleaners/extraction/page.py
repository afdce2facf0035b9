"""Find the article in a page of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cleaners.article import Metadata
from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.body import correct_lines
from cleaners.extraction.hostile_markup import refuse_hostile
from cleaners.extraction.page_metadata import read_metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Lines that follow each other without a blank line: list items, and rows of a table.
GROUPED = re.compile(r"\s*(?:- |\|)")
# Some templates close the page before the article; browsers read on, libxml2 does not.
EARLY_END = re.compile(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Extraction:
    """The text of an article, empty where the page has none, and its metadata."""

    text: str
    metadata: Metadata


def extract(html: str, url: str | None = None) -> Extraction:
    """Extract the article of a page, without its comments.

    Blank lines separate the paragraphs; list items and table rows follow each other line by line.
    `url` is the known address of the page. Raises HostileMarkupError for what no honest page has.
    """
    refuse_hostile(html)
    tree = parse(html)
    if tree is None:
        return Extraction("", Metadata(url=url))
    metadata = read_metadata(tree, url)
    page = read_blocks(tree)
    lines = extracted_lines(tree, metadata.url)
    corrected = correct_lines(page, lines, metadata.title)
    text = _join_paragraphs(corrected)
    return Extraction(text, metadata)


def parse(html: str) -> HtmlElement | None:
    """Parse once for text and metadata; None where there is no element at all."""
    from trafilatura import load_html  # noqa: PLC0415 - costs a second; text need not pay

    markup = SURROGATE.sub("\ufffd", html)
    markup = EARLY_END.sub("", markup)
    tree = load_html(markup)
    if tree is None:
        # trafilatura takes no lone element, but feeds carry an article as one.
        tree = load_html(f"<html><body>{markup}</body></html>")
    return tree


def extracted_lines(tree: HtmlElement, url: str | None) -> list[str]:
    """List the lines that trafilatura finds, without the comments."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - as above
    from trafilatura.settings import Document  # noqa: PLC0415 - as above

    document = bare_extraction(tree, url=url, include_comments=False)
    text = document.text if isinstance(document, Document) else None
    lines = (text or "").split("\n")
    return [line.rstrip() for line in lines if line.strip()]


def _join_paragraphs(lines: Sequence[str]) -> str:
    """Put blank lines between lines, but not inside a list or a table."""
    parts = list(lines[:1])
    for previous, line in pairwise(lines):
        is_grouped = GROUPED.match(previous) and GROUPED.match(line)
        parts.append("\n" if is_grouped else "\n\n")
        parts.append(line)
    return "".join(parts)
