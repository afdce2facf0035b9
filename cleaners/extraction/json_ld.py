"""Read what a page says of its article in JSON-LD, however badly it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")
# Where no article is described, the page that holds it has at least its date and author.
PAGE = re.compile(r"(?:Page|CreativeWork|Posting|Recipe|HowTo)$")
SITE = re.compile(r"^WebSite$")
TRAIL = re.compile(r"^BreadcrumbList$")
# Comment and CDATA marks around the data, and commas before a closing bracket.
WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$"
)
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
    site: str | None = None
    trail: tuple[str, ...] = ()  # the names of the breadcrumbs, from the front page on


def read_linked_article(
    scripts: Iterable[str], address: str | None = None
) -> LinkedArticle:
    """Read the article that JSON-LD scripts describe: the one of this address, or else the first.

    What it leaves open comes from the page that holds it. All fields are unknown without either.
    """
    nodes = [node for script in scripts for node in _nodes(_parsed(script))]
    articles = [
        node
        for node in nodes
        if _is_a(ARTICLE, node) and ("headline" in node or "datePublished" in node)
    ]
    pages = [node for node in nodes if _is_a(PAGE, node)]
    own = next((node for node in articles if _is_at(node, address)), None)
    sources = [*([own] if own else articles[:1]), *pages[:1]]
    by_id = {
        node["@id"]: node
        for node in nodes
        if isinstance(node.get("@id"), str) and len(node) > 1
    }

    def told(*names: str) -> tuple[str, ...]:
        values = (
            tuple(_texts(node.get(name), by_id)) for name in names for node in sources
        )
        return next(filter(None, values), ())

    return LinkedArticle(
        headline=_first(told("headline")),
        authors=told("author", "creator"),
        published=_first(told("datePublished", "dateCreated")),
        section=_first(told("articleSection")),
        keywords=told("keywords"),
        licence=_first(told("license")),
        publisher=_first(told("publisher")),
        site=_first(
            tuple(
                name
                for node in nodes
                if _is_a(SITE, node)
                for name in _texts(node.get("name"), by_id)
            )
        ),
        trail=next(
            filter(
                None,
                (tuple(_trail(node, by_id)) for node in nodes if _is_a(TRAIL, node)),
            ),
            (),
        ),
    )


def _parsed(script: str) -> Any:  # noqa: ANN401 - JSON may be anything
    for text in (
        script,
        LOOSE_COMMA.sub("", WRAPPING.sub("", script)).strip().rstrip(";"),
    ):
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
            for key in (
                ("@graph", "mainEntity", "mainEntityOfPage")
                if depth < MAX_DEPTH
                else ()
            ):
                yield from _nodes(item.get(key), depth + 1)


def _is_a(kind: re.Pattern[str], node: dict[str, Any]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(name, str) and kind.search(name)
        for name in (types if isinstance(types, list) else [types])
    )


def _is_at(node: dict[str, Any], address: str | None) -> bool:
    """Tell whether an article says that it stands at this address."""
    told = [node.get(key) for key in ("url", "@id", "mainEntityOfPage")]
    told += [
        value.get("@id") or value.get("url")
        for value in told
        if isinstance(value, dict)
    ]
    plain = _plain(address)
    return bool(plain) and any(
        isinstance(value, str) and _plain(value) == plain for value in told
    )


def _plain(address: str | None) -> str:
    return (
        re.sub(r"^https?://(?:www\.)?|[?#].*$", "", address or "").rstrip("/").lower()
    )


def _trail(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    steps = node.get("itemListElement")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict):
            yield from _texts(step.get("name") or step.get("item"), by_id)


def _texts(
    value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0
) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts of a value: itself, its parts, its name, or the name of what it refers to."""
    if isinstance(value, str):
        if text := " ".join(unescape(value).split()):
            yield text
    elif depth < MAX_DEPTH and isinstance(value, list):
        for part in value:
            yield from _texts(part, by_id, depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, dict):
        named = (
            value.get("name")
            or value.get("url")
            or by_id.get(str(value.get("@id")), {}).get("name")
        )
        yield from _texts(named, by_id, depth + 1)


def _first(texts: tuple[str, ...]) -> str | None:
    return texts[0] if texts else None
