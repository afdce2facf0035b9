"""Read a page as blocks of text, each with the elements around it, which extractors forget."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaners.extraction.dom_roles import roles_of
from cleaners.extraction.dom_walk import INLINE_TAGS, SILENT_TAGS, Edge, walk_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Beyond the shared lists: what the model of the body was fitted with.
INLINE = INLINE_TAGS | {"nobr", "picture", "rp", "rt", "ruby", "source"}
SKIPPED = SILENT_TAGS | {"datalist", "head", "map", "math"}
BREAK = "br"
LINK = "a"
WORD = re.compile(r"\w+")


@dataclass(slots=True)
class HtmlContainer:
    """An element that holds the blocks from index `start` up to index `end`."""

    tag: str
    shape: str  # tag and class: what elements of one kind share
    parent: int  # index of the container around it, -1 at the top
    markup_roles: int  # one bit for each of dom_roles.MARKUP_ROLES
    class_hints: int  # one bit for each of dom_roles.HINTS
    start: int
    end: int = 0


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A run of text between the edges of two elements, or line breaks, in one line."""

    text: str
    words: tuple[str, ...]
    container: int  # index of the innermost container around it
    link_share: float  # of the characters, 0..1
    after_break: bool

    @property
    def key(self) -> str:
        """The words alone, which a block and its copies share."""
        return " ".join(self.words)


@dataclass(slots=True)
class HtmlPage:
    """The blocks of a page in order, and the containers, each after the one around it."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    containers: list[HtmlContainer] = field(default_factory=list)

    def container_of(self, number: int) -> HtmlContainer:
        """Return the innermost container around the block of this index."""
        return self.containers[self.blocks[number].container]


def read_blocks(tree: HtmlElement) -> HtmlPage:
    """Walk a page once and list its blocks."""
    body = tree.find(".//body")
    root = tree if body is None else body
    reader = _BlockReader()
    reader.open_container(root)
    edges = walk_elements(root, _is_skipped)
    for edge, element in edges:
        is_root = element is root
        if edge is Edge.START:
            reader.enter(element, is_root=is_root)
        elif edge is Edge.END:
            reader.leave(element, is_root=is_root)
    reader.finish()
    return reader.page


def _is_skipped(element: HtmlElement) -> bool:
    return element.tag in SKIPPED


class _BlockReader:
    """Collects text until the edge of an element or a line break ends the block."""

    __slots__ = (
        "after_break",
        "container",
        "link_characters",
        "open_links",
        "page",
        "parts",
    )

    def __init__(self) -> None:
        self.page = HtmlPage()
        self.parts: list[str] = []
        self.link_characters = 0  # of the parts
        self.open_links = 0
        self.container = -1  # index of the innermost open container
        self.after_break = False

    def enter(self, element: HtmlElement, *, is_root: bool) -> None:
        if element.tag == BREAK:
            self.end_block()
            self.after_break = True
        elif element.tag == LINK:
            self.open_links += 1
        elif element.tag not in INLINE and not is_root:
            self.end_block()
            self.open_container(element)
        self.add_text(element.text)

    def leave(self, element: HtmlElement, *, is_root: bool) -> None:
        tag = element.tag
        if tag == LINK:
            self.open_links -= 1
        elif tag not in INLINE and tag not in SKIPPED and tag != BREAK:
            self.end_block()
            self.close_container()
        if not is_root:
            self.add_text(element.tail)

    def open_container(self, element: HtmlElement) -> None:
        markup_roles, class_hints = roles_of(element, is_linked=self.open_links > 0)
        container = HtmlContainer(
            tag=element.tag,
            shape=f"{element.tag} {element.get('class') or ''}",
            parent=self.container,
            markup_roles=markup_roles,
            class_hints=class_hints,
            start=len(self.page.blocks),
        )
        self.container = len(self.page.containers)
        self.page.containers.append(container)

    def close_container(self) -> None:
        container = self.page.containers[self.container]
        container.end = len(self.page.blocks)
        self.container = container.parent

    def finish(self) -> None:
        self.end_block()
        self.page.containers[0].end = len(self.page.blocks)

    def add_text(self, text: str | None) -> None:
        if not text:
            return
        if not self.parts and text.isspace():
            return
        self.parts.append(text)
        if self.open_links:
            self.link_characters += len(text.strip())

    def end_block(self) -> None:
        """Append the text collected so far as a block, if it has a word."""
        if not self.parts:
            return
        text = " ".join("".join(self.parts).split())
        words = tuple(WORD.findall(text))
        if words:
            link_share = self.link_characters / len(text)
            block = HtmlBlock(
                text=text,
                words=words,
                container=self.container,
                link_share=min(1.0, link_share),
                after_break=self.after_break,
            )
            self.page.blocks.append(block)
            self.after_break = False
        self.parts.clear()
        self.link_characters = 0
