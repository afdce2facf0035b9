"""Ask trafilatura for the article of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cleaners.extraction.blocks import HtmlBlock

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# trafilatura compares every short paragraph with all that follow it, up to a longer one: 3,000
# headings in a row take a minute. Of 560 pages, none had more than 460 in a row.
SHORT_CHARACTERS = 50
MAX_SHORT_RUN = 700
# Its work grows with the square of the children of one element, and with the depth of all: 22,000
# nested elements take 18 s. Of 560 pages, none had more than 3,746, or 312 in one.
MAX_ELEMENTS = 10_000
MAX_CHILDREN = 1_500


def is_affordable(elements: Sequence[HtmlElement], blocks: Sequence[HtmlBlock]) -> bool:
    """Return whether trafilatura can be asked for a page without waiting for minutes."""
    if len(elements) > MAX_ELEMENTS or max(map(len, elements)) > MAX_CHILDREN:
        return False
    for is_short, run in groupby(blocks, _is_short):
        if is_short and sum(1 for _ in run) > MAX_SHORT_RUN:
            return False
    return True


def _is_short(block: HtmlBlock) -> bool:
    return len(block.text) < SHORT_CHARACTERS


def extracted_lines(tree: HtmlElement, url: str | None) -> list[str]:
    """List the lines that trafilatura finds, without the comments. The tree stays as it is."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second of CPU to load
    from trafilatura.settings import Document  # noqa: PLC0415 - as above

    document = bare_extraction(tree, url=url, include_comments=False)
    text = document.text if isinstance(document, Document) else None
    lines = (text or "").split("\n")
    return [line.rstrip() for line in lines if line.strip()]
