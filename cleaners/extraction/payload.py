"""Find the article that a page hides in its data: JSON-LD, or the state of a script framework.

Frameworks send an empty page and the article as JSON, which a script writes into the page. Where
the markup has next to no running text, what the data has is put where the script would put it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cleaners.extraction.block_measures import measure_blocks
from cleaners.extraction.blocks import HtmlPage
from cleaners.extraction.parsing import parse

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Chosen, not tuned: none of the 618 development pages needs its data.
MAX_VISIBLE = 60  # words of prose that a page without its article may show
MIN_PAYLOAD = 80  # words of an article
MIN_PARAGRAPH = 8  # words of a text that is a paragraph of one
MAX_DEPTH = 40  # of objects inside objects; a guard against endless nesting
MAX_SCRIPT = 5_000_000  # characters; a guard on cost
# The places of a list are one place, so that the paragraphs of an article share theirs.
ITEM = "[]"
BLANK_LINE = re.compile(r"\s*\n\s*\n\s*|\n")
TAG = re.compile(r"<\w+[^>]*>")


def reveal_payload(tree: HtmlElement, page: HtmlPage) -> bool:
    """Add the article in the data of a page to its markup, where that has none; say whether."""
    if _count_prose(page) > MAX_VISIBLE:
        return False
    paragraphs = _best_article(tree)
    if not paragraphs:
        return False
    body = tree.find(".//body")
    root = tree if body is None else body
    root.append(_as_article(paragraphs))
    return True


def _count_prose(page: HtmlPage) -> float:
    if not page.blocks:
        return 0.0
    measures = measure_blocks(page)
    return float(measures.words[measures.prose].sum())


def _best_article(tree: HtmlElement) -> Sequence[str]:
    """Return the paragraphs of the longest article in the data, none where all are short."""
    found: list[list[str]] = []
    for data in _read_scripts(tree):
        by_place: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for place, text in _texts(data, ()):
            by_place[place] += _paragraphs(text)
        found += by_place.values()
    longest = max(found, key=_count_words, default=[])
    return longest if _count_words(longest) >= MIN_PAYLOAD else []


def _count_words(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _read_scripts(tree: HtmlElement) -> Iterator[Any]:
    """Yield the data of the scripts that are JSON; broken ones are left."""
    for script in tree.iter("script"):
        text = script.text or ""
        is_data = "json" in (script.get("type") or "")
        if not is_data or len(text) > MAX_SCRIPT:
            continue
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            continue


def _texts(
    data: Any,  # noqa: ANN401 - JSON
    place: tuple[str, ...],
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the strings of data with their places."""
    if len(place) > MAX_DEPTH:
        return
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, (*place, ITEM))
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, str(key)))


def _paragraphs(text: str) -> list[str]:
    """Divide a text into its paragraphs, as markup or by blank lines; short ones are left."""
    if TAG.search(text):
        return [text] if len(text.split()) >= MIN_PARAGRAPH else []
    lines = [line.strip() for line in BLANK_LINE.split(text)]
    return [line for line in lines if len(line.split()) >= MIN_PARAGRAPH]


def _as_article(paragraphs: Sequence[str]) -> HtmlElement:
    """Make an article element of paragraphs, which may be markup."""
    from lxml.html import Element  # noqa: PLC0415 - plain text need not load lxml

    article = Element("article")
    for paragraph in paragraphs:
        fragment = parse(f"<div>{paragraph}</div>") if TAG.search(paragraph) else None
        if fragment is None:
            element = Element("p")
            element.text = paragraph
        else:
            element = fragment
            element.tag = "div"
        article.append(element)
    return article
