"""Read documents of block editors: trees of blocks, in which spans make up a paragraph.

Editor.js, Draft.js, ProseMirror and TipTap, Slate, Lexical, Portable Text, Contentful and Arc
write them. Each has its own names, but all say of what kind a block is, or call what is in it
its children.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias, TypeVar

from flows.intake.record_fields import fold

Node: TypeAlias = Mapping[str, object]
_Kind = TypeVar("_Kind")

KINDS = ("_type", "nodeType", "type")
# Where a document has its blocks, a block what is in it, and either a text of its own.
BLOCKS = ("children", "content_elements", "blocks")
INNER_NODES = (*BLOCKS, "items", "content", "body", "text")
OWN_TEXTS = ("rendered", "html", "text", "content", "body", "value", "paragraph", "p")
SPAN_TEXTS = ("text", "value")
# Objects that a document stands in, and those around what a block says.
ENVELOPES = ("root", "document", "raw", "json")
SHELLS = ("data", "model", "content", "text", "body", "value")
# Kinds that hold blocks alone, of which none is a span, and kinds that are part of a line.
HOLDERS = frozenset(("doc", "document", "root", "section", "container", "column"))
SPANS = frozenset(("", "text", "span"))
BREAKS = frozenset(("hardbreak", "linebreak", "break", "br"))
LINK = re.compile(r"a|.{0,12}link")
ITEM_KIND = re.compile(r"li|lic|.{0,12}listitem|.{0,12}listitemchild|taskitem")
# Kinds that stand beside the text, whatever text they have.
BESIDE = re.compile(
    r".*(?:image|picture|photo|gallery|slideshow|video|audio|embed|interstitial|linklist|related"
    r"|recommend|newsletter|promo|advert|button|divider|delimiter|pullquote|comment|caption).*"
    r"|ad|ads|hr|cta|figure|reference|relationship|upload|script"
)
# What the articles in a list have, and the blocks of an article have not.
ARTICLES = frozenset(("story", "article", "newsarticle", "post", "page"))
HEADLINES = ("title", "headline", "headlines")
ADDRESSES = ("url", "link", "permalink", "canonical_url", "website_url")
MAX_DEPTH = 32  # of nodes in nodes: lists in lists have some 12. A guard, not tuned
LIST_ITEM = "- "


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of a document, and whether it is an item of a list."""

    text: str
    is_item: bool = False


def is_document(value: object) -> bool:
    """Return whether a value is a document: a list of blocks, or an object with one."""
    return bool(_blocks_of(value))


def is_list_of_articles(values: Sequence[object]) -> bool:
    """Return whether all of a list are articles, with their own headlines."""
    return bool(values) and all(map(_is_article, values))


def paragraphs_of(document: object) -> Iterator[str]:
    """Yield the paragraphs of a document; items of a list that follow one another are one."""
    blocks = _blocks_of(document)
    found = _of_nodes(blocks, 0)
    for is_item, run in groupby(found, attrgetter("is_item")):
        texts = [paragraph.text.strip() for paragraph in run]
        yield from _listed(texts) if is_item else texts


def _listed(texts: Iterable[str]) -> Iterator[str]:
    """Yield the items of a list as one text."""
    yield "\n".join(f"{LIST_ITEM}{text}" for text in texts if text)


def _blocks_of(value: object) -> Sequence[object]:
    """Return the blocks of a document; none for other values."""
    if not isinstance(value, Mapping):
        return _blocks_in(value)
    lists = map(_blocks_in, _lists_of(value))
    return next(filter(None, lists), ())


def _lists_of(document: Node) -> Iterator[object]:
    """Yield what may be the blocks of an object."""
    yield from map(document.get, BLOCKS)
    if _kind_of(document) in HOLDERS:
        yield document.get("content")
    for name in ENVELOPES:
        yield from _inner_lists(document.get(name))


def _inner_lists(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from map(value.get, INNER_NODES)


def _blocks_in(value: object) -> Sequence[object]:
    """Return a list in which each entry is a block; an empty one for other values."""
    are_blocks = isinstance(value, list) and all(map(_is_block, value))
    return value if are_blocks else ()  # type: ignore[return-value]


def _is_block(value: object) -> bool:
    """Return whether a value is a block, and no article with a headline of its own."""
    if not isinstance(value, Mapping):
        return False
    kind = _kind_of(value)
    return _is_beside(kind) or _is_node(value, kind)


def _is_beside(kind: str) -> bool:
    return BESIDE.fullmatch(kind) is not None


def _is_node(value: Node, kind: str) -> bool:
    if kind in ARTICLES or _has_any(value, HEADLINES):
        return False
    return bool(kind) or isinstance(value.get("children"), list)


def _is_article(value: object) -> bool:
    if not isinstance(value, Mapping) or not _has_any(value, HEADLINES):
        return False
    return _kind_of(value) in ARTICLES or _has_any(value, ADDRESSES)


def _has_any(node: Node, names: Sequence[str]) -> bool:
    return any(node.get(name) for name in names)


def _kind_of(node: Node) -> str:
    """Return what kind of block an object says that it is, folded; "" where it does not say."""
    kinds = (node.get(name) for name in KINDS)
    kind = next((kind for kind in kinds if isinstance(kind, str)), "")
    return fold(kind)


def _of_nodes(nodes: Iterable[object], depth: int) -> Iterator[_Paragraph]:
    for node in nodes:
        yield from _of_node(node, depth)


def _of_node(node: object, depth: int) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a block, or of a text that stands for one."""
    if isinstance(node, str):
        yield _Paragraph(node)
    elif isinstance(node, Mapping) and depth <= MAX_DEPTH:
        yield from _of_block(node, depth)


def _of_block(node: Node, depth: int) -> Iterator[_Paragraph]:
    kind = _kind_of(node)
    if _is_beside(kind):
        return
    said = _said_in(node, kind, depth)
    is_item = "listItem" in node or ITEM_KIND.fullmatch(kind)
    yield from _as_items(said) if is_item else said


def _as_items(paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    for paragraph in paragraphs:
        yield replace(paragraph, is_item=True)


def _said_in(node: Node, kind: str, depth: int) -> Iterator[_Paragraph]:
    """Yield what a block says: its text, what is in it, or what its shell says."""
    text = _first(node, OWN_TEXTS, str)
    if text is not None:
        yield _Paragraph(text)
    items = node.get("items")
    if isinstance(items, list):
        listed = _of_nodes(items, depth + 1)
        yield from _as_items(listed)
    elif text is None:
        yield from _inside(node, kind, depth + 1)


def _inside(node: Node, kind: str, depth: int) -> Iterator[_Paragraph]:
    nodes = _first(node, INNER_NODES, list)
    if nodes is None:
        shell = _first(node, SHELLS, dict)
        return _of_node(shell, depth)
    is_line = kind not in HOLDERS and any(map(_is_span, nodes))
    return _of_spans(nodes, depth) if is_line else _of_nodes(nodes, depth)


def _of_spans(nodes: Sequence[object], depth: int) -> Iterator[_Paragraph]:
    """Join spans that follow one another; blocks between them are their own paragraphs."""
    for are_inline, run in groupby(nodes, _is_inline):
        if are_inline:
            spans = [_line_of(node, depth) for node in run]
            yield _Paragraph("".join(spans))
        else:
            yield from _of_nodes(run, depth)


def _is_span(node: object) -> bool:
    """Return whether a node is a piece of a line: Arc has paragraphs in `content` instead."""
    if not isinstance(node, Mapping) or _kind_of(node) not in SPANS:
        return False
    has_text = any(isinstance(node.get(name), str) for name in SPAN_TEXTS)
    return has_text and "content" not in node


def _is_inline(node: object) -> bool:
    """Return whether a node beside spans is in their line: links are, and what holds nothing."""
    if not isinstance(node, Mapping) or LINK.fullmatch(_kind_of(node)):
        return True
    return _first(node, INNER_NODES, list) is None


def _line_of(node: object, depth: int) -> str:
    """Return the text of a span, a link or a break."""
    if not isinstance(node, Mapping) or depth > MAX_DEPTH:
        return ""
    if _kind_of(node) in BREAKS:
        return "\n"
    spans = _first(node, INNER_NODES, list)
    if spans is None:
        return _first(node, SPAN_TEXTS, str) or ""
    return "".join(_line_of(span, depth + 1) for span in spans)


def _first(node: Node, names: Sequence[str], kind: type[_Kind]) -> _Kind | None:
    """Return the first of the named values that is of a kind, and not empty."""
    for name in names:
        value = node.get(name)
        if isinstance(value, kind) and value:
            return value
    return None
