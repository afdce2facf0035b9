"""Walk a page's elements in order, skipping whole subtrees: the one traversal of the package.

Two readers use it. `blocks` reads all of the page for the model of the body, and `headline_context`
reads the lines around the headline for author and date. They share one list of inline tags, and
each adds the tags on which its measured behaviour depends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# fmt: off
# Elements inside a line of text: their edges do not end it.
INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# Elements without text that a reader sees.
SILENT_TAGS = frozenset({
    "audio", "canvas", "iframe", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "video",
})
# fmt: on


class Edge(Enum):
    """Where the walk is: at the start of an element, at its end, or at one that it skips."""

    START = auto()
    END = auto()
    SKIPPED = auto()


def walk_elements(
    root: HtmlElement, is_skipped: Callable[[HtmlElement], bool]
) -> Iterator[tuple[Edge, HtmlElement]]:
    """Yield the start and the end of each element of a tree, in the order of the page.

    For a skipped element come SKIPPED and END, with nothing in between: its tail is still text
    of the page.
    """
    from lxml.etree import iterwalk  # noqa: PLC0415 - plain text need not load it

    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            yield Edge.END, element
        elif is_skipped(element):
            walk.skip_subtree()
            yield Edge.SKIPPED, element
        else:
            yield Edge.START, element
