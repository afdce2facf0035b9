"""Ask trafilatura for the article of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def extracted_lines(tree: HtmlElement, url: str | None) -> list[str]:
    """List the lines that trafilatura finds, without the comments. The tree stays as it is."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - costs a second of CPU to load
    from trafilatura.settings import Document  # noqa: PLC0415 - as above

    document = bare_extraction(tree, url=url, include_comments=False)
    text = document.text if isinstance(document, Document) else None
    lines = (text or "").split("\n")
    return [line.rstrip() for line in lines if line.strip()]
