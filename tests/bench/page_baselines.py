"""Other extractors of articles from HTML, for comparison."""

from __future__ import annotations

import logging

import justext
import trafilatura
from extracted import Extractor, Found
from lxml import html as markup
from readability import Document
from readability.readability import Unparseable

BLOCKS = (
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "blockquote",
    "pre",
    "section",
    "article",
)
# readability logs an error for each page without an article.
logging.getLogger("readability").setLevel(logging.CRITICAL)


def by_trafilatura(html: str) -> Found:
    """Extract with trafilatura, comments off."""
    found = trafilatura.bare_extraction(
        html, include_comments=False, with_metadata=True
    )
    if not found:
        return Found()
    return Found(found.text or "", found.title, found.author, found.date)


def by_readability(html: str) -> Found:
    """Extract with readability-lxml; each block element becomes a line."""
    document = Document(html)
    try:
        tree = markup.fromstring(document.summary(html_partial=True))
    except Unparseable:
        return Found()
    for element in tree.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
    return Found(tree.text_content(), document.short_title())


def by_justext(html: str) -> Found:
    """Extract with jusText and its English stop words."""
    paragraphs = justext.justext(
        html.encode(), justext.get_stoplist("English"), encoding="utf-8"
    )
    kept = [each.text for each in paragraphs if not each.is_boilerplate]
    return Found("\n".join(kept))


PAGE_BASELINES: dict[str, Extractor] = {
    "trafilatura": by_trafilatura,
    "readability": by_readability,
    "jusText": by_justext,
}
