"""Read the lines around a page's headline, which name its author and date.

A fragment is one piece of text between two tags, a line the fragments of one block, and its rows
are what breaks part in it. Menus, comments, other articles and whatever is below the first
paragraphs are left out: their names and dates belong to something else.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.extraction.text_tags import INLINE_TAGS, SILENT_TAGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Beyond the shared lists: bylines are written into buttons, addresses and lines with breaks.
INLINE = INLINE_TAGS | {"address", "br", "button", "svg"}
SKIPPED = SILENT_TAGS | {"option", "nav", "dialog", "menu"}
# Elements whose classes describe the page, not the element.
PAGE_TAGS = frozenset({"html", "body", "main"})
ARTICLE_TAGS = frozenset({"article", "main"})
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
AUTHOR_BOX = re.compile(r"(?:^|[\s_-])(?:author|byline)(?=\s|$)", re.IGNORECASE)
AUTHOR_REACH = 2  # elements around a teaser that may say that it is of the author
MAX_AUTHOR_WORDS = 8  # of a name with its role; a teaser has more. Not tuned.
# Chosen on the 498 development pages; the effect of each is not on record.
MAX_LINES_ABOVE = 10  # lines kept above the headline
MAX_LINES_BELOW = 40  # lines read below it
MIN_PARAGRAPH = 200  # characters that make a line a paragraph
MAX_PARAGRAPHS = 3  # a lead and a picture's caption may come before the byline
CACHED_NAMES = 4096  # values of class and id that are remembered; a guard on memory


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text and the element that it is in."""

    text: str
    element: HtmlElement
    begins_row: bool = False  # it comes after a line break


@dataclass(frozen=True, slots=True)
class PageLine:
    """The fragments of one block, at least one."""

    fragments: tuple[Fragment, ...]
    text: str  # as a reader sees it

    @classmethod
    def of(cls, fragments: Iterable[Fragment]) -> PageLine:
        """Return the line of some fragments."""
        members = tuple(fragments)
        return cls(members, " ".join(member.text for member in members))

    def rows(self) -> Iterator[PageLine]:
        """Yield the parts of the line between line breaks."""
        row: list[Fragment] = []
        for fragment in self.fragments:
            if row and fragment.begins_row:
                yield PageLine.of(row)
                row = []
            row.append(fragment)
        yield PageLine.of(row)


@dataclass(frozen=True, slots=True)
class HeadlineContext:
    """The lines above the headline, nearest last, and those below it, nearest first."""

    above: tuple[PageLine, ...] = ()
    below: tuple[PageLine, ...] = ()

    @property
    def lines(self) -> tuple[PageLine, ...]:
        """All lines, those below the headline first, each side from the headline on."""
        return (*self.below, *reversed(self.above))


def read_headline_context(
    tree: HtmlElement, headline: HtmlElement | None
) -> HeadlineContext:
    """Collect the lines around the headline; none where the page shows no headline."""
    if headline is None:
        return HeadlineContext()
    around = {headline, *headline.iterancestors()}

    def is_skipped(element: HtmlElement) -> bool:
        if element is headline:
            return True
        return element not in around and _is_away_from_headline(element)

    above: deque[PageLine] = deque(maxlen=MAX_LINES_ABOVE)
    lines = _iter_lines(tree, is_skipped, headline)
    for line in lines:
        if line is None:
            return HeadlineContext(tuple(above), _first_lines(lines))
        above.append(line)
    return HeadlineContext()


def _first_lines(lines: Iterable[PageLine | None]) -> tuple[PageLine, ...]:
    """Take the lines below the headline, up to the first paragraphs."""
    below: list[PageLine] = []
    paragraphs = 0
    for line in lines:
        if line is None:
            continue
        below.append(line)
        if len(line.text) >= MIN_PARAGRAPH:
            paragraphs += 1
        if paragraphs == MAX_PARAGRAPHS or len(below) == MAX_LINES_BELOW:
            break
    return tuple(below)


def read_page_lines(tree: HtmlElement) -> list[PageLine]:
    """List the lines of a page outside menus, comments and other articles.

    Unlike around the headline, the columns at the side count: some sites print date and author
    there.
    """
    lines = _iter_lines(tree, _is_away_from_article)
    return [line for line in lines if line is not None]


def _iter_lines(
    tree: HtmlElement,
    is_skipped: Callable[[HtmlElement], bool],
    headline: HtmlElement | None = None,
) -> Iterator[PageLine | None]:
    """Yield the lines of a page outside the skipped elements, and None in place of the headline."""
    from lxml.etree import iterwalk  # noqa: PLC0415 - plain text need not load it

    fragments: list[Fragment] = []
    begins_row = False
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        starts = event == "start"
        if starts and is_skipped(element):
            walk.skip_subtree()
            if element is headline:
                yield from _lines_of(fragments)
                yield None
            continue
        if fragments and element.tag not in INLINE:
            yield from _lines_of(fragments)
        begins_row |= element.tag == "br"
        text = element.text if starts else element.tail
        if text and not text.isspace():
            holder = element if starts else element.getparent()
            fragments.append(Fragment(" ".join(text.split()), holder, begins_row))
            begins_row = False
    yield from _lines_of(fragments)


def _lines_of(fragments: list[Fragment]) -> Iterator[PageLine]:
    """Yield the line of some fragments, if there are any, and empty the list."""
    if fragments:
        yield PageLine.of(fragments)
        fragments.clear()


def _is_away_from_headline(element: HtmlElement) -> bool:
    """Return whether an element has no text, or its text belongs to no article or another one."""
    if element.tag in SKIPPED:
        return True
    if element.tag in INLINE:
        return False
    if element.tag in {"footer", "aside"}:
        return True
    names = element.get("class")
    if names and _is_side_column(names):
        return True
    return leads_elsewhere(element)


def _is_away_from_article(element: HtmlElement) -> bool:
    """Return the same for all of the page: side columns and an article's footer count too."""
    if element.tag in SKIPPED:
        return True
    if element.tag in INLINE:
        return False
    if element.tag == "footer":
        around = element.iterancestors()
        return not any(node.tag in ARTICLE_TAGS for node in around)
    return leads_elsewhere(element)


def leads_elsewhere(element: HtmlElement) -> bool:
    """Return whether class and id say that an element has comments, other articles or the like."""
    if element.tag in PAGE_TAGS:
        return False
    for attribute in ("class", "id"):
        names = element.get(attribute)
        if names and _names_elsewhere(names):
            return not _is_author_box(element)
    return False


def _is_author_box(element: HtmlElement) -> bool:
    """Return whether an element is a few words in an element for the author.

    Some systems show the author as a teaser of the page about the author.
    """
    parents = islice(element.iterancestors(), AUTHOR_REACH)
    if not any(AUTHOR_BOX.search(node.get("class") or "") for node in parents):
        return False
    return len("".join(element.itertext()).split()) <= MAX_AUTHOR_WORDS


@lru_cache(maxsize=CACHED_NAMES)
def _is_side_column(names: str) -> bool:
    return BESIDE.search(names) is not None


@lru_cache(maxsize=CACHED_NAMES)
def _names_elsewhere(names: str) -> bool:
    return ELSEWHERE.search(names) is not None
