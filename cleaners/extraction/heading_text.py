"""Read the text of a heading as a reader sees it, and tell headlines from the site's banner."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaners.extraction.text_tags import INLINE_TAGS, SILENT_TAGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The line above a headline, which some sites put into its heading.
KICKER = re.compile(
    r"kicker|over-?line|top-?line|eyebrow|roof-?line|dachzeile|spitzmarke|antetitulo|occhiello"
    r"|surtitre|pre-?title|super-?title",
    re.IGNORECASE,
)
# A heading with the name of the site.
BANNER = re.compile(
    r"(?:^|[\s_-])(?:site|blog|global|page)-?_?(?:title|name|logo)(?=[\s_-]|$)|(?:^|[\s_-])logo(?=[\s_-]|$)",
    re.IGNORECASE,
)
# What only a reader by ear is told, and what no reader sees.
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-?reader(?:-text|-only)?|(?:u-)?visually-?hidden|a11y-hidden)(?=\s|$)",
    re.IGNORECASE,
)
HIDDEN_STYLE = re.compile(r"display:\s*none", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
# "passenger<span>The owner": not "Face<b>Book", "i<b>Phone is here".
LAST_SMALL_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_A-Z]{4,}$")
MIN_PHRASE = 2  # words of an inline element that go on without a space
SEPARATORS = " -–—|:·•\n\t"  # between a kicker and the headline
MAX_DEPTH = 30  # of elements inside a heading; a guard on recursion, not tuned
# Characters that only tell a browser where it may break a word.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: all of its text, its text without the kicker, and the pieces between its tags."""

    element: HtmlElement
    full_text: str
    text: str
    pieces: tuple[str, ...]


def read_heading(element: HtmlElement) -> Heading:
    """Read the texts of a heading: inline tags split no word, other tags and breaks do."""
    hidden = _hidden_in(element)
    pieces = _pieces_of(element, hidden)
    full_text = join_pieces(pieces)
    kicker = _kicker_in(element)
    if kicker is None:
        return Heading(element, full_text, full_text, pieces)
    rest = join_pieces(_pieces_of(element, hidden | {kicker})).lstrip(SEPARATORS)
    return Heading(element, full_text, rest, pieces)


def _hidden_in(heading: HtmlElement) -> frozenset[HtmlElement]:
    """Return the hidden elements and buttons of a heading; none if they have all of its text."""
    hidden = frozenset(
        element
        for element in heading.iterdescendants("*")
        if _is_hidden(element) and LETTER.search("".join(element.itertext()))
    )
    is_all = hidden and not LETTER.search(join_pieces(_pieces_of(heading, hidden)))
    return frozenset() if is_all else hidden


def _is_hidden(element: HtmlElement) -> bool:
    """Return whether no reader sees the text of an element, or it is for pressing."""
    if element.tag == "button" or element.get("hidden") is not None:
        return True
    if HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return HIDDEN_CLASS.search(element.get("class") or "") is not None


def _pieces_of(
    element: HtmlElement, skipped: frozenset[HtmlElement]
) -> tuple[str, ...]:
    pieces: list[str] = []
    _collect(element, skipped, pieces)
    return tuple(pieces)


def join_pieces(pieces: Collection[str]) -> str:
    """Return the text of pieces as a reader sees it."""
    text = INVISIBLE.sub("", "".join(pieces))
    return " ".join(text.split())


def is_banner(heading: HtmlElement) -> bool:
    """Return whether a heading is the site's name: by its class, or as a link to the front page."""
    for name in (heading.get("class"), heading.get("id")):
        if name and BANNER.search(name):
            return True
    link = _link_of(heading)
    return link is not None and _leads_home(link.get("href"))


def _link_of(heading: HtmlElement) -> HtmlElement | None:
    """Return the link that a heading is in, or that holds all of its text."""
    parent = heading.getparent()
    if parent is not None and parent.tag == "a":
        return parent
    link = next(heading.iter("a"), None)
    if link is None or _letters_of(link) != _letters_of(heading):
        return None
    return link


def _letters_of(element: HtmlElement) -> list[str]:
    return "".join(element.itertext()).split()


def _leads_home(target: str | None) -> bool:
    try:
        parts = urlsplit((target or "").strip())
    except ValueError:
        return False
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        return False
    return bool(parts.netloc or parts.path)


def _kicker_in(heading: HtmlElement) -> HtmlElement | None:
    """Return the first element of a heading if it is a kicker with the headline after it."""
    first = next(heading.iterchildren("*"), None)
    if first is None or not KICKER.search(first.get("class") or ""):
        return None
    return first if _goes_on_after(first, heading) else None


def _goes_on_after(first: HtmlElement, heading: HtmlElement) -> bool:
    """Return whether a heading begins with the text of an element and has more after it."""
    kicker = "".join(_letters_of(first))
    text = "".join(_letters_of(heading))
    return text.startswith(kicker) and LETTER.search(text, len(kicker)) is not None


def _collect(
    element: HtmlElement,
    skipped: frozenset[HtmlElement],
    pieces: list[str],
    depth: int = 0,
) -> None:
    """Append the pieces of text of an element, with a space at the edges that break a line."""
    pieces.append(element.text or "")
    for child in element:
        if _is_shown(child) and child not in skipped and depth < MAX_DEPTH:
            before, after = _gaps_around(child)
            pieces.append(before)
            _collect(child, skipped, pieces, depth + 1)
            pieces.append(after)
        tail = child.tail or ""
        pieces.append(tail)


def _is_shown(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in SILENT_TAGS


def _gaps_around(element: HtmlElement) -> tuple[str, str]:
    """Return what parts the text of an element from that before and after it."""
    if element.tag not in INLINE_TAGS:
        return " ", " "
    return (" ", "") if _begins_anew(element) else ("", "")


def _begins_anew(element: HtmlElement) -> bool:
    """Return whether an inline element starts a phrase right after another element.

    "<span>Harbour</span><span>Gates close</span>" are two phrases, "<b>H</b><b>ARBOUR</b>" one
    word.
    """
    previous = element.getprevious()
    if previous is None or previous.tail:
        return _begins_phrase(element)
    before = "".join(previous.itertext())[-1:]
    after = (element.text or "")[:1]
    return after.isupper() and before.islower()


def _begins_phrase(element: HtmlElement) -> bool:
    """Return whether an inline element of some words starts with a capital after a small word."""
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text
    after = "".join(element.itertext())
    if not after[:1].isupper() or len(after.split()) < MIN_PHRASE:
        return False
    return LAST_SMALL_WORD.search(before or "") is not None
