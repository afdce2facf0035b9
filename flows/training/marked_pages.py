"""Read HTML pages of our own, whose article is marked in their markup.

The pages and their marks are described in tests/cases/extraction/pages/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaners.extraction.blocks import read_blocks
from cleaners.extraction.parsing import parse
from flows.training.folds import half_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FOLDER = Path(__file__).parents[2] / "tests" / "cases" / "extraction" / "pages"
MARK = "data-truth"
INSIDE, OUTSIDE = "article", "out"
ISLAND = "application/x-truth"


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page without its marks, the text of its article, and what it states of it."""

    name: str
    html: str
    text: str
    metadata: Mapping[
        str, Any
    ]  # title, author and date as written; None where not stated

    @property
    def kind(self) -> str:
        """What is hard about the page: the first word of its name."""
        return self.name.partition("-")[0]

    @property
    def half(self) -> str:
        """Whether models may learn from the page, or it is kept aside."""
        return half_of(self.name)


def read_marked_pages() -> Iterator[MarkedPage]:
    """Yield the pages in the order of their names."""
    for path in sorted(FOLDER.glob("*.html")):
        yield read_marked_page(path)


def read_marked_page(path: Path) -> MarkedPage:
    """Read one page, and the text beside it where its article is in a script."""
    from lxml.html import tostring  # noqa: PLC0415 - only here

    source = path.read_text("utf-8")
    tree = parse(source)
    assert tree is not None, path
    metadata = _take_island(tree)
    beside = path.with_suffix(".txt")
    text = beside.read_text("utf-8") if beside.exists() else _marked_text(source)
    for element in tree.iter():
        element.attrib.pop(MARK, None)
    return MarkedPage(path.stem, tostring(tree, encoding="unicode"), text, metadata)


def _take_island(tree: HtmlElement) -> Mapping[str, Any]:
    """Remove the metadata of the page, and return it."""
    for script in tree.iter("script"):
        if script.get("type") == ISLAND:
            metadata: Mapping[str, Any] = json.loads(script.text)
            script.drop_tree()
            return metadata
    return {}


def _marked_text(source: str) -> str:
    """Return the text of the marked elements, a line for each block."""
    tree = parse(source)
    if tree is None:
        return ""
    _blank_outside(tree, is_inside=False)
    return "\n".join(block.text for block in read_blocks(tree).blocks)


def _blank_outside(element: HtmlElement, *, is_inside: bool) -> None:
    """Delete the text outside the marked elements."""
    mark = element.get(MARK)
    inside = is_inside if mark is None else mark == INSIDE
    if not inside:
        element.text = None
    for child in element:
        _blank_outside(child, is_inside=inside)
        if not inside:
            child.tail = None
