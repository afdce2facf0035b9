"""A page as blocks of text, each with the elements around it: what extractors forget on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaners.extraction.dom_roles import roles_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# fmt: off
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
SKIPPED = frozenset({
    "audio", "canvas", "datalist", "head", "iframe", "map", "math", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "video",
})
# fmt: on
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Container:
    """An element that holds blocks: those from `start` up to `end`. `parent` is its number, -1 at the top."""

    tag: str
    shape: str  # tag and class: what elements of one kind share
    parent: int
    marks: int
    hints: int
    start: int
    end: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between the edges of two elements, or line breaks, in one line."""

    text: str
    words: tuple[str, ...]
    container: int
    link_share: float  # of the characters
    after_break: bool

    @property
    def key(self) -> str:
        """The words alone: what a block and its copies share."""
        return " ".join(self.words)


@dataclass(slots=True)
class Page:
    """The blocks of a page in order, and the containers, each after the one around it."""

    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)


def read_blocks(tree: HtmlElement) -> Page:
    """Walk a page once and list its blocks."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - plain text need not load it

    body = tree.find(".//body")
    root = tree if body is None else body
    reader = _Reader()
    reader.open(root)
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            reader.leave(element, last=element is root)
        elif element.tag in SKIPPED:
            walk.skip_subtree()
        else:
            reader.enter(element, first=element is root)
    reader.finish()
    return reader.page


class _Reader:
    """Collects text until the edge of an element or a line break ends the block."""

    __slots__ = ("broken", "current", "linked", "links", "page", "parts")

    def __init__(self) -> None:
        self.page = Page()
        self.parts: list[str] = []
        self.linked = 0  # characters of the parts that are link text
        self.links = 0  # links open around the place
        self.current = -1
        self.broken = False

    def enter(self, element: HtmlElement, *, first: bool) -> None:
        if element.tag == "br":
            self.flush()
            self.broken = True
        elif element.tag == "a":
            self.links += 1
        elif element.tag not in INLINE and not first:
            self.flush()
            self.open(element)
        self.add(element.text)

    def leave(self, element: HtmlElement, *, last: bool) -> None:
        if element.tag == "a":
            self.links -= 1
        elif (
            element.tag not in INLINE
            and element.tag not in SKIPPED
            and element.tag != "br"
        ):
            self.flush()
            self.close()
        if not last:
            self.add(element.tail)

    def open(self, element: HtmlElement) -> None:
        containers = self.page.containers
        shape = f"{element.tag} {element.get('class') or ''}"
        marks, hints = roles_of(element, linked=self.links > 0)
        containers.append(
            Container(
                element.tag, shape, self.current, marks, hints, len(self.page.blocks)
            )
        )
        self.current = len(containers) - 1

    def close(self) -> None:
        container = self.page.containers[self.current]
        container.end = len(self.page.blocks)
        self.current = container.parent

    def finish(self) -> None:
        self.flush()
        self.page.containers[0].end = len(self.page.blocks)

    def add(self, text: str | None) -> None:
        if text and (self.parts or not text.isspace()):
            self.parts.append(text)
            self.linked += len(text.strip()) if self.links else 0

    def flush(self) -> None:
        if self.parts:
            text = " ".join("".join(self.parts).split())
            if words := tuple(WORD.findall(text)):
                share = min(1.0, self.linked / len(text))
                self.page.blocks.append(
                    Block(text, words, self.current, share, self.broken)
                )
                self.broken = False
            self.parts.clear()
            self.linked = 0
