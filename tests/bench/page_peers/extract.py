"""Extract articles with a tool that Unspun is compared with.

    python extract.py readability|resiliparse|newspaper4k PAGES.jsonl OUTPUT.jsonl

Pages are read as JSON lines with id and html; what is found is written as JSON lines with the CPU
seconds of the page. Start-up, reading and writing are not measured.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Values = Mapping[str, str | None]
NOTHING: Values = {"text": "", "title": None, "author": None, "date": None}


# For readability: its log has an error for each page without an article.
logging.getLogger("readability").setLevel(logging.CRITICAL)
BLOCKS = ("p", "div", "li", "tr", "br", "blockquote", "pre", "section", "article")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def load_readability() -> Callable[[str], Values]:
    """Return an extractor by which each block element becomes a line."""
    from lxml import html as markup  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415
    from readability.readability import Unparseable  # noqa: PLC0415

    def extract(html: str) -> Values:
        document = Document(html)
        try:
            tree = markup.fromstring(document.summary(html_partial=True))
        except Unparseable:
            return NOTHING
        for element in tree.iter(*BLOCKS, *HEADINGS):
            element.tail = "\n" + (element.tail or "")
        title = document.short_title()
        return {**NOTHING, "text": tree.text_content(), "title": title}

    return extract


def load_resiliparse() -> Callable[[str], Values]:
    """Return an extractor of the main content, comments and texts of pictures off."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    def extract(html: str) -> Values:
        text = extract_plain_text(
            html, main_content=True, comments=False, alt_texts=False
        )
        return {**NOTHING, "text": text}

    return extract


def load_newspaper() -> Callable[[str], Values]:
    """Return an extractor with the default settings that downloads no pictures."""
    from newspaper import Article  # noqa: PLC0415

    def extract(html: str) -> Values:
        article = Article("", fetch_images=False)
        article.download(input_html=html)
        try:
            article.parse()
        except LookupError:  # it has no NLTK data for Korean: pip installs none
            return NOTHING
        date = article.publish_date
        return {
            "text": article.text,
            "title": article.title or None,
            "author": ", ".join(article.authors) or None,
            "date": date.date().isoformat() if date else None,
        }

    return extract


LOADERS = {
    "readability": load_readability,
    "resiliparse": load_resiliparse,
    "newspaper4k": load_newspaper,
}


def main() -> None:
    """Read the pages, extract each, and write what was found."""
    tool, source, output = sys.argv[1:4]
    extract = LOADERS[tool]()
    lines = Path(source).read_text(encoding="utf-8").split("\n")
    pages = [json.loads(line) for line in lines if line]
    extract(pages[0]["html"])  # loads what is loaded once
    with Path(output).open("w", encoding="utf-8") as file:
        for page in pages:
            start = time.process_time()
            values = extract(page["html"])
            seconds = time.process_time() - start
            row = {"id": page["id"], **values, "cpu_seconds": seconds}
            file.write(json.dumps(row) + "\n")


main()
