"""Read texts in the fields of records: of the article, which may come in parts, and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.placeholders import is_placeholder
from flows.intake.block_documents import (
    is_document,
    is_list_of_articles,
    paragraphs_of,
)
from flows.intake.text_nodes import paragraphs_of_nodes
from flows.intake.written_texts import value_in
from flows.raw_text import storable_article

# Where an object has its text, in the order of trust.
INNER = (
    "rendered",
    "@value",
    "#text",
    "$t",
    "__cdata",
    "fit_markdown",
    "raw_markdown",
    "html",
    "text",
    "content",
    "body",
    "value",
    "paragraph",
    "p",
)
# Where an object has it in parts, as those of fundus: a standfirst, and sections with headings.
PARTS = ("summary", "headline", "paragraphs", "sections")
LISTS_OF_PARTS = ("paragraphs", "sections")
PARAGRAPH_BREAK = "\n\n"
MAX_DEPTH = 4  # of values inside values; a guard against endless nesting, not tuned
MAX_PARTS = 20_000  # of one text; a guard on cost, not tuned
TAG = compile_later(r"</?[a-zA-Z][^<>]{0,200}>")
# A title between bars, hyphens and the like, of which a part may be the site.
SEPARATED = compile_later(r"\s[|\-–—·•:»«]+\s|\s?[|｜»«]\s?|::")
FRONT_PAGE = compile_later(
    rf"home ?page|home|index|start|main|{any_of('parts_of_sites')}", re.IGNORECASE
)
HOME = compile_later(
    r"home ?page|home|start(?:seite| ?page)|accueil|in[ií]cio", re.IGNORECASE
)
UNESCAPES = 2  # times: feeds escape what is escaped already


def text_of(value: object) -> str | None:
    """Return the text of a value, of whose parts each is a paragraph; None where it has none."""
    parts = list(_parts_of(value, 0))[:MAX_PARTS]
    return PARAGRAPH_BREAK.join(parts) or None


def _parts_of(value: object, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        yield from _parts_in(value, depth)
    elif is_document(value):
        yield from _storable(paragraphs_of(value))
    elif isinstance(value, list) and not is_list_of_articles(value):
        yield from _parts_of_list(value, depth)
    elif isinstance(value, Mapping):
        for inner in _inner_values(value):
            yield from _parts_of(inner, depth + 1)


def _parts_of_list(entries: Sequence[object], depth: int) -> Iterator[str]:
    texts = [entry for entry in entries if isinstance(entry, str)]
    are_plain = len(texts) == len(entries) and not any(map(TAG.search, texts))
    nodes = paragraphs_of_nodes(texts) if are_plain else None
    for entry in nodes or entries:
        yield from _parts_of(entry, depth + 1)


def _inner_values(item: Mapping[str, object]) -> Sequence[object]:
    """Return the text of an object, or the parts that it has it in."""
    text = next(filter(None, map(item.get, INNER)), None)
    has_parts = any(isinstance(item.get(name), list) for name in LISTS_OF_PARTS)
    return list(map(item.get, PARTS)) if text is None and has_parts else [text]


def _parts_in(text: str, depth: int) -> Iterator[str]:
    """Yield a text, or the parts of the list or document that is written in it."""
    value = value_in(text)
    if value is None:
        yield from _storable([text])
    else:
        yield from _parts_of(value, depth + 1)


def _storable(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if not is_placeholder(text):
            yield storable_article(text)


def title_of(text: str, sites: Sequence[str]) -> str | None:
    """Return a title without markup and the name of the site; None where no title is left."""
    line = _plain(text)
    first = SEPARATED.split(line, maxsplit=1)[0]
    title = line if first == line else _without_site(line, sites)
    if HOME.fullmatch(first) or FRONT_PAGE.fullmatch(title):
        return None
    return None if is_placeholder(title) else title


def _plain(text: str) -> str:
    """Return a text on one line, without tags and entities."""
    plain = text
    for _ in range(UNESCAPES):
        plain = unescape(plain)
    words = TAG.sub(" ", plain).split()
    return " ".join(words)


def _without_site(title: str, sites: Sequence[str]) -> str:
    # Extraction takes long to load, and many texts never need it.
    from cleaners.extraction.site_names import cut_site_name  # noqa: PLC0415

    return cut_site_name(title, sites).strip()
