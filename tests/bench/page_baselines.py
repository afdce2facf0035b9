"""Other extractors of articles from HTML, for comparison."""

from __future__ import annotations

import justext
import trafilatura
from extracted import Extractor, Found


def by_trafilatura(html: str) -> Found:
    """Extract with trafilatura, comments off."""
    found = trafilatura.bare_extraction(
        html, include_comments=False, with_metadata=True
    )
    if not found:
        return Found()
    return Found(found.text or "", found.title, found.author, found.date)


def by_justext(html: str) -> Found:
    """Extract with jusText and its English stop words."""
    paragraphs = justext.justext(
        html.encode(), justext.get_stoplist("English"), encoding="utf-8"
    )
    kept = [each.text for each in paragraphs if not each.is_boilerplate]
    return Found("\n".join(kept))


PAGE_BASELINES: dict[str, Extractor] = {
    "trafilatura": by_trafilatura,
    "jusText": by_justext,
}
