"""Read what a page states about its article in JSON-LD, however badly that is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from cleaners.extraction.json_ld_names import name_of

# Types of schema.org.
ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting)$")
# Where no article is described, the page that it is on has at least its date and author.
NEWS = re.compile(r"News(?:Article|Story)|^(?:Reportage|Analysis|Background)")
PAGE = re.compile(r"(?:Page|CreativeWork|Posting|Recipe|HowTo)$")
SITE = re.compile(r"^WebSite$")
BREADCRUMBS = re.compile(r"^BreadcrumbList$")
# Comment and CDATA delimiters around the data, and commas before a closing bracket.
WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*$"
)
LOOSE_COMMA = re.compile(r",(?=\s*[}\]])")
NESTED_ITEMS = ("@graph", "mainEntity", "mainEntityOfPage")
MAX_DEPTH = 5  # of objects inside objects; a guard against endless nesting, not tuned

Node = dict[str, Any]
"""An object of JSON-LD."""


@dataclass(frozen=True, slots=True)
class JsonLdArticle:
    """The fields of a schema.org article. Unknown is None or empty."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    licence: str | None = None
    publisher: str | None = None
    site: str | None = None
    breadcrumbs: tuple[str, ...] = ()  # their names, from the front page on
    modified: str | None = None
    language: str | None = None
    image: str | None = None
    is_news: bool = False  # of a type of news, not of an article of any kind


def read_json_ld(scripts: Iterable[str], url: str | None = None) -> JsonLdArticle:
    """Read the article that JSON-LD scripts describe: the one of this URL, or else the first.

    What it leaves open comes from the page that it is on. Without either, all of its fields are
    unknown.
    """
    graph = _Graph(scripts)
    article = graph.find_article(url)
    page = graph.find_all(PAGE)[:1]
    sources = [*article, *page]
    sites = graph.find_all(SITE)
    modified = graph.text_of(sources, "dateModified")
    image = graph.address_of(sources, "image", "thumbnailUrl")
    is_news = any(_is_a(NEWS, node) for node in article)
    return JsonLdArticle(
        headline=graph.text_of(sources, "headline"),
        authors=graph.texts_of(sources, "author", "creator"),
        published=graph.text_of(sources, "datePublished", "dateCreated"),
        section=graph.text_of(sources, "articleSection"),
        keywords=graph.texts_of(sources, "keywords"),
        licence=graph.text_of(sources, "license"),
        publisher=graph.text_of(sources, "publisher"),
        site=graph.text_of(sites, "name"),
        breadcrumbs=graph.read_breadcrumbs(),
        modified=modified,
        language=graph.text_of(sources, "inLanguage"),
        image=image,
        is_news=is_news,
    )


class _Graph:
    """The objects of all scripts of a page, which may refer to each other by id."""

    __slots__ = ("by_id", "nodes")

    def __init__(self, scripts: Iterable[str]) -> None:
        self.nodes: list[Node] = []
        self.by_id: dict[str, Node] = {}
        for script in scripts:
            data = _parse(script)
            self.nodes.extend(_list_nodes(data))
        for node in self.nodes:
            identifier = node.get("@id")
            if not isinstance(identifier, str):
                continue
            is_reference = len(node) == 1
            if not is_reference:
                self.by_id[identifier] = node

    def find_all(self, kind: re.Pattern[str]) -> list[Node]:
        """List the objects of a type."""
        return [node for node in self.nodes if _is_a(kind, node)]

    def find_article(self, url: str | None) -> list[Node]:
        """Return the article of this URL, or else the first; an empty list without any."""
        articles = [
            node
            for node in self.find_all(ARTICLE)
            if "headline" in node or "datePublished" in node
        ]
        for node in articles:
            if _is_at(node, url):
                return [node]
        return articles[:1]

    def texts_of(self, nodes: Sequence[Node], *names: str) -> tuple[str, ...]:
        """Return the texts of the first of some properties that any of the objects has."""
        for name in names:
            for node in nodes:
                texts = tuple(self._texts(node.get(name)))
                if texts:
                    return texts
        return ()

    def text_of(self, nodes: Sequence[Node], *names: str) -> str | None:
        """Return the first of those texts, None without any."""
        texts = self.texts_of(nodes, *names)
        return texts[0] if texts else None

    def address_of(self, nodes: Sequence[Node], *names: str) -> str | None:
        """Return the first address that one of some properties holds, of a picture or the like."""
        for name in names:
            for node in nodes:
                address = self._address(node.get(name))
                if address:
                    return address
        return None

    def _address(self, value: Any, depth: int = 0) -> str | None:  # noqa: ANN401 - JSON
        if isinstance(value, str):
            return value.strip() or None
        if depth >= MAX_DEPTH:
            return None
        if isinstance(value, list):
            first = next(iter(value), None)
            return self._address(first, depth + 1)
        if isinstance(value, dict):
            target = self._target_of(value)
            return self._address(target, depth + 1)
        return None

    def _target_of(self, node: Node) -> Any:  # noqa: ANN401 - JSON
        target = node.get("url") or node.get("contentUrl")
        if target:
            return target
        referred = self.by_id.get(str(node.get("@id")), {})
        return referred.get("url")

    def read_breadcrumbs(self) -> tuple[str, ...]:
        """Return the names of the first trail of breadcrumbs that has any."""
        for node in self.find_all(BREADCRUMBS):
            names = tuple(self._breadcrumb_names(node.get("itemListElement")))
            if names:
                return names
        return ()

    def _breadcrumb_names(self, steps: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
        if not isinstance(steps, list):
            return
        for step in steps:
            if isinstance(step, dict):
                yield from self._texts(step.get("name") or step.get("item"))

    def _texts(self, value: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401 - JSON
        """Yield the texts of a value: itself, its parts, its name, or that of what it refers to."""
        if isinstance(value, str):
            text = " ".join(unescape(value).split())
            if text:
                yield text
        elif depth >= MAX_DEPTH:
            return
        elif isinstance(value, list):
            for part in value:
                yield from self._texts(part, depth + 1)
        elif isinstance(value, dict):
            yield from self._texts(self._name_of(value), depth + 1)

    def _name_of(self, node: Node) -> Any:  # noqa: ANN401 - JSON
        name = name_of(node) or node.get("url")
        if name:
            return name
        referred = self.by_id.get(str(node.get("@id")), {})
        return name_of(referred)


def _parse(script: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Parse a script as it is, or else without what some sites add to JSON; None if neither is."""
    for text in (script, None):
        try:
            return json.loads(text or _unwrap(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrap(script: str) -> str:
    unwrapped = WRAPPING.sub("", script)
    return LOOSE_COMMA.sub("", unwrapped).strip().rstrip(";")


def _list_nodes(value: Any, depth: int = 0) -> Iterator[Node]:  # noqa: ANN401 - JSON
    """Yield the objects that count by themselves: listed, in a graph, or a page's main entity."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        if not isinstance(item, dict):
            continue
        yield item
        if depth < MAX_DEPTH:
            for key in NESTED_ITEMS:
                yield from _list_nodes(item.get(key), depth + 1)


def _is_a(kind: re.Pattern[str], node: Node) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and kind.search(name) for name in names)


def _is_at(node: Node, url: str | None) -> bool:
    """Return whether an article states that it is at this URL."""
    wanted = _strip_url(url)
    if not wanted:
        return False
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and _strip_url(value) == wanted:
            return True
    return False


def _strip_url(url: str | None) -> str:
    """Strip scheme, "www.", query and fragment off a URL, to compare it."""
    bare = re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url or "")
    return bare.rstrip("/").lower()
