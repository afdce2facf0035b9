"""Read what a page says of its article in JSON-LD, however badly it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")
# Comment and CDATA marks around the data, and commas before a closing bracket.
WRAPPING = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$")
LOOSE_COMMA = re.compile(r",(?=\s*[}\]])")
MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The fields of a schema.org article. Unknown is None or empty."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    licence: str | None = None
    publisher: str | None = None


def read_linked_article(scripts: Iterable[str]) -> LinkedArticle:
    """Find the first article in the texts of JSON-LD scripts; all its fields are unknown without one."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    article = next((node for node in nodes if _is_article(node)), None)
    if article is None:
        return LinkedArticle()
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    return LinkedArticle(
        headline=_first(_texts(article.get("headline"), by_id)),
        authors=tuple(_texts(article.get("author"), by_id)),
        published=_first(_texts(article.get("datePublished"), by_id)),
        section=_first(_texts(article.get("articleSection"), by_id)),
        keywords=tuple(_texts(article.get("keywords"), by_id)),
        licence=_first(_texts(article.get("license"), by_id)),
        publisher=_first(_texts(article.get("publisher"), by_id)),
    )


def _parsed(script: str) -> Any:  # noqa: ANN401 - JSON may be anything
    for text in (script, LOOSE_COMMA.sub("", WRAPPING.sub("", script)).strip().rstrip(";")):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON may be anything
    """Yield the objects that stand for themselves: listed, in a graph, or a page's main entity."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage") if depth < MAX_DEPTH else ():
                yield from _nodes(item.get(key), depth + 1)


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    named = any(
        isinstance(name, str) and ARTICLE.search(name) for name in (types if isinstance(types, list) else [types])
    )
    return named and ("headline" in node or "datePublished" in node)


def _texts(value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts of a value: itself, its parts, its name, or the name of what it refers to."""
    if isinstance(value, str):
        if text := " ".join(unescape(value).split()):
            yield text
    elif depth < MAX_DEPTH and isinstance(value, list):
        for part in value:
            yield from _texts(part, by_id, depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, dict):
        named = value.get("name") or value.get("url") or by_id.get(str(value.get("@id")), {}).get("name")
        yield from _texts(named, by_id, depth + 1)


def _first(texts: Iterator[str]) -> str | None:
    return next(texts, None)
