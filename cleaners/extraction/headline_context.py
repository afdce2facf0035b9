"""Walk a page to the lines around its headline: where it says who wrote the article, and when.

A fragment is one piece of text between two tags, a line the fragments of one block. Menus, comments,
other articles and whatever lies below the first paragraphs are no part of it: their names and dates
belong to something else.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INLINE_TAGS = (
    "a abbr acronym address b bdi bdo big br button cite code data del dfn em font i img ins kbd label mark q s samp"
    " small span strike strong sub sup svg time tt u var wbr"
)
INLINE = frozenset(INLINE_TAGS.split())
SILENT_TAGS = "script style noscript template svg iframe select option textarea object video audio canvas"
SILENT = frozenset(SILENT_TAGS.split())
FURNITURE = frozenset({"nav", "dialog", "menu"})
ALL = frozenset({"html", "body", "main"})
WHOLE = frozenset({"article", "main"})
BESIDE = re.compile(
    r"(?:^|\s)(?!\S*(?:content|main|article))(?:\S*[_-])?side-?bar(?=[\s_-]|$)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|disqus|related|recommend\w*|recirc\w*|popular|trending|most-?read"
    r"|newsletter(?!-post)|cookies?|menu|navbar|nav|breadcrumbs?|pagination|share|sharing|social|carousel|toc|teasers?"
    r"|read-?(?:more|next)|todays?-?date|current-?date|more-(?:from|posts|news|stories)|latest|next-?post|prev(?:ious)?-?post)(?=[\s_-]|$)",
    re.IGNORECASE,
)
BEFORE = 10  # lines kept above the headline
AFTER = 40  # lines read below it
PROSE = 200  # characters that make a line a paragraph
PARAGRAPHS = 3  # of which a lead and a picture's caption may stand above the byline


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text and the element that holds it."""

    text: str
    element: HtmlElement


@dataclass(frozen=True, slots=True)
class Line:
    """The fragments of one block, never none."""

    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        """The line as a reader sees it."""
        return " ".join(fragment.text for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The lines above the headline, nearest last, and those below it, nearest first."""

    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, those below the headline first, each side from the headline on."""
        return (*self.below, *reversed(self.above))


def read_masthead(tree: HtmlElement, headline: HtmlElement | None) -> Masthead:
    """Collect the lines around the headline; none where the page shows no headline."""
    if headline is None:
        return Masthead()
    above: deque[Line] = deque(maxlen=BEFORE)
    below: list[Line] = []
    paragraphs, passed = 0, False
    for line in lines_of(tree, headline, beside=False):
        if line is None:
            passed = True
        elif passed:
            below.append(line)
            paragraphs += len(line.text) >= PROSE
        else:
            above.append(line)
        if paragraphs == PARAGRAPHS or len(below) == AFTER:
            break
    return Masthead(tuple(above), tuple(below)) if passed else Masthead()


def lines_of(
    tree: HtmlElement, headline: HtmlElement | None = None, *, beside: bool = True
) -> Iterator[Line | None]:
    """Yield the lines of a page outside its furniture, and None in place of the headline.

    `beside` takes in the columns beside the text, where some sites print date and author.
    """
    from lxml import etree  # noqa: PLC0415 - plain text need not load it

    kept = set() if headline is None else {headline, *headline.iterancestors()}
    walk = etree.iterwalk(tree, events=("start", "end"))
    line: list[Fragment] = []
    for event, element in walk:
        skipped = event == "start" and (
            element is headline
            or (element not in kept and _is_elsewhere(element, beside))
        )
        if line and (
            element is headline or (element.tag not in INLINE and not skipped)
        ):
            yield Line(tuple(line))
            line = []
        if skipped:
            walk.skip_subtree()
            if element is headline:
                yield None
            continue
        text = element.text if event == "start" else element.tail
        if text and (words := " ".join(text.split())):
            line.append(
                Fragment(words, element if event == "start" else element.getparent())
            )
    if line:
        yield Line(tuple(line))


def _is_elsewhere(element: HtmlElement, beside: bool) -> bool:  # noqa: FBT001 - as in lines_of
    """Tell whether an element's content is no text, or belongs to no article or to another one."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SILENT or tag in FURNITURE:
        return True
    if tag in INLINE:
        return False
    if tag == "footer":  # of the page, not of the article
        return not (
            beside and any(node.tag in WHOLE for node in element.iterancestors())
        )
    if not beside and (tag == "aside" or BESIDE.search(element.get("class") or "")):
        return True
    return leads_elsewhere(element)


def leads_elsewhere(element: HtmlElement) -> bool:
    """Tell by an element's class and id whether it holds comments, other articles or the like."""
    if element.tag in ALL:  # whose classes tell what the page has, not what it is
        return False
    return _is_of_elsewhere(element.get("class") or "") or _is_of_elsewhere(
        element.get("id") or ""
    )


@lru_cache(maxsize=4096)
def _is_of_elsewhere(names: str) -> bool:
    return ELSEWHERE.search(names) is not None
