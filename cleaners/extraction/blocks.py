"""Read a page once as blocks of visible text, each with the elements around it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaners.extraction.dom_roles import roles_of
from cleaners.extraction.text_tags import INLINE_TAGS, SILENT_TAGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

WORD = re.compile(r"\w+")
# Scripts that put no spaces between words: Kana, Han and Hangul syllables, Thai, Lao, Khmer.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
UNSPACED_PER_WORD = 2  # letters; the usual length of a Chinese or Japanese word
LINE_END = re.compile(r"[ \t\r\f\v]*\n")


# What the start and the end of an element mean for the text around it. Plain numbers, because the
# members of an Enum are slow to look up.
SKIP, INLINE, LINK, BREAK, BLOCK, VERBATIM = range(6)
ACTIONS = {
    **dict.fromkeys(INLINE_TAGS, INLINE),
    **dict.fromkeys(("nobr", "picture", "ruby", "rb", "source", "rtc"), INLINE),
    **dict.fromkeys(SILENT_TAGS, SKIP),
    **dict.fromkeys(("datalist", "head", "map", "math", "rp", "rt"), SKIP),
    "a": LINK,
    "br": BREAK,
    "pre": VERBATIM,
}


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
    """A run of text between the edges of two elements, or line breaks.

    It is one line, except in preformatted text.
    """

    text: str
    words: tuple[str, ...]
    container: int  # index of the innermost container around it
    link_share: float  # of the characters, 0..1
    breaks: int  # line breaks between it and the text above in the same element

    @property
    def key(self) -> str:
        """The words alone, which a block and its copies share."""
        return " ".join(self.words)

    @property
    def size(self) -> float:
        """The number of words; in scripts without spaces, an estimate from the letters."""
        return estimate_words(self.text, len(self.words))


def estimate_words(text: str, found: int) -> float:
    """Return the number of words found in a text, or more in scripts without spaces."""
    if text.isascii():
        return found
    letters = len(UNSPACED.findall(text))
    return max(found, letters / UNSPACED_PER_WORD)


@dataclass(slots=True)
class HtmlPage:
    """The blocks of a page in order, and the containers, each after the one around it."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    containers: list[HtmlContainer] = field(default_factory=list)

    def containers_in(self, number: int) -> Iterator[HtmlContainer]:
        """Yield the containers inside one, which is the first."""
        yield self.containers[number]
        for below in range(number + 1, len(self.containers)):
            if self.containers[below].parent < number:
                return
            yield self.containers[below]

    def named(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield the numbers of the containers whose shape has a name; most share theirs."""
        shapes = {container.shape for container in self.containers}
        found = set(filter(pattern.search, shapes))
        if found:
            yield from self._shaped(found)

    def _shaped(self, shapes: Container[str]) -> Iterator[int]:
        for number, container in enumerate(self.containers):
            if container.shape in shapes:
                yield number


def read_blocks(tree: HtmlElement) -> HtmlPage:
    """Walk a page once and list its blocks."""
    body = tree.find(".//body")
    root = tree if body is None else body
    reader = _BlockReader()
    reader.read_container(root, root.tag)
    reader.end_block()
    reader.page.containers[0].end = len(reader.page.blocks)
    return reader.page


class _BlockReader:
    """Collects text until the edge of an element or a line break ends the block."""

    __slots__ = (
        "breaks",
        "container",
        "is_verbatim",
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
        self.breaks = 0
        self.is_verbatim = False

    def read(self, element: HtmlElement) -> None:
        """Read the text inside an element, which libxml2 nests 255 deep at most."""
        text = element.text
        if text:
            self.add_text(text)
        for child in element:
            tag = child.tag
            action = ACTIONS.get(tag, BLOCK)
            if action == BLOCK:
                self.read_container(child, tag)
            elif action == INLINE:
                self.read(child)
            elif action == LINK:
                self.open_links += 1
                self.read(child)
                self.open_links -= 1
            elif action == BREAK:
                self.end_block()
                self.breaks += 1
            elif action == VERBATIM:
                self.read_verbatim(child)
            tail = child.tail
            if tail:
                self.add_text(tail)

    def read_verbatim(self, element: HtmlElement) -> None:
        """Read preformatted text, whose lines are kept as they are."""
        self.end_block()
        outer = self.is_verbatim
        self.is_verbatim = True
        self.read_container(element, element.tag)
        self.is_verbatim = outer

    def read_container(self, element: HtmlElement, tag: str) -> None:
        """Read an element whose edges end blocks."""
        self.end_block()
        self.breaks = 0
        attributes = element.items()
        is_linked = self.open_links > 0
        markup_roles, class_hints = roles_of(tag, attributes, is_linked=is_linked)
        containers = self.page.containers
        container = HtmlContainer(
            tag=tag,
            shape=f"{tag} {element.get('class') or ''}",
            parent=self.container,
            markup_roles=markup_roles,
            class_hints=class_hints,
            start=len(self.page.blocks),
        )
        self.container = len(containers)
        containers.append(container)
        self.read(element)
        self.end_block()
        self.breaks = 0
        container.end = len(self.page.blocks)
        self.container = container.parent

    def add_text(self, text: str) -> None:
        """Add a stretch of text to the open block."""
        if not self.parts and text.isspace():
            return
        self.parts.append(text)
        if self.open_links:
            self.link_characters += len(text.strip())

    def end_block(self) -> None:
        """Append the text collected so far as a block, if it has a word."""
        if not self.parts:
            return
        text = self.joined_text()
        words = tuple(WORD.findall(text))
        if words:
            link_share = self.link_characters / len(text)
            block = HtmlBlock(
                text=text,
                words=words,
                container=self.container,
                link_share=min(1.0, link_share),
                breaks=self.breaks,
            )
            self.page.blocks.append(block)
            self.breaks = 0
        self.parts.clear()
        self.link_characters = 0

    def joined_text(self) -> str:
        """Join the text collected so far, with single spaces outside preformatted text."""
        joined = "".join(self.parts)
        if self.is_verbatim:
            return LINE_END.sub("\n", joined).strip("\n").rstrip()
        return " ".join(joined.split())
