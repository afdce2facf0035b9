"""Decide whether a text is markdown: marks that plain text has by chance count little."""

from __future__ import annotations

import re

from cleaners.markdown.blocks import HEADING, UNDERLINED
from cleaners.markdown.inline import DEFINITION, EMPHASIS, LINK, MARKS, PICTURE
from cleaners.markdown.page import MarkdownPage

# One of these is in every text that is markdown: looked for before anything else.
ANY_MARK = re.compile(
    r"\]\(|\]\[|^ {0,3}#{1,6}[ \t]|\*\*|__|^={3}|^ {0,3}\[[^\]\n]{1,200}\]:",
    re.MULTILINE,
)
# One of these is in every such mark, and finding none is ten times as fast.
SIGNS_OF_MARKS = ("](", "][", "# ", "#\t", "**", "__", "===", "]:")
ADDRESS = re.compile(
    r"<?(?:https?:|mailto:|/|#|\.{1,2}/|[\w%./-]{1,200}\.(?:html?|php|aspx?)\b)"
)
ABSOLUTE = re.compile(r"<?https?://\S")
LETTER = re.compile(r"[^\W\d_]")
BOLD = EMPHASIS[MARKS.index("**")]
# A text that speaks of markdown shows marks: it must have more of them.
NAMED = re.compile(r"\bmarkdown\b", re.IGNORECASE)
# What each mark counts, and how much a text needs. Set by hand on texts of both kinds: a link to
# an address, an image, or a heading at the top are enough, and so are three bold stretches.
ENOUGH, ENOUGH_WHERE_NAMED, ENOUGH_WHERE_DECLARED = 3.0, 9.0, 0.5
PICTURE_COUNTS, LINK_COUNTS, RELATIVE_LINK_COUNTS = 3.0, 3.0, 2.0  # each
TOP_HEADING_COUNTS, HEADING_COUNTS, SUB_HEADING_COUNTS = 3.0, 1.0, 1.5  # each
UNDERLINE_COUNTS, DEFINITION_COUNTS, BOLD_COUNTS = 3.0, 3.0, 1.0  # each
MOST_COUNTED = (
    20  # matches of a kind: more change nothing, and long texts have thousands
)


def may_be_markdown(text: str) -> bool:
    """Return whether a text has a mark of any kind."""
    if not any(sign in text for sign in SIGNS_OF_MARKS):
        return False
    return ANY_MARK.search(text) is not None


def is_markdown(page: MarkdownPage, *, declared: bool) -> bool:
    """Return whether a text is markdown, by its marks outside of code; a suffix may declare it."""
    needed = ENOUGH
    if declared:
        needed = ENOUGH_WHERE_DECLARED
    elif NAMED.search(page.masked):
        needed = ENOUGH_WHERE_NAMED
    return _weight(page.masked) >= needed


def _weight(text: str) -> float:
    """Add up what the marks of a text count."""
    weight = _links(text) + _headings(text)
    weight += PICTURE_COUNTS * _count(PICTURE, text)
    weight += DEFINITION_COUNTS * _count(DEFINITION, text)
    return weight + BOLD_COUNTS * _count(BOLD, text)


def _links(text: str) -> float:
    weight = 0.0
    for number, match in enumerate(LINK.finditer(text)):
        if number >= MOST_COUNTED:
            break
        if ABSOLUTE.match(match["address"]):
            weight += LINK_COUNTS
        elif ADDRESS.match(match["address"]):
            weight += RELATIVE_LINK_COUNTS
    return weight


def _headings(text: str) -> float:
    weight = 0.0
    top = len(text) - len(text.lstrip("\0 \t\r\n"))
    for number, match in enumerate(HEADING.finditer(text)):
        if number >= MOST_COUNTED:
            break
        if not LETTER.search(match["title"]):
            continue
        if match.start("level") <= top:
            weight += TOP_HEADING_COUNTS
        else:
            is_sub = len(match["level"]) > 1
            weight += SUB_HEADING_COUNTS if is_sub else HEADING_COUNTS
    return weight + _underline(text)


def _underline(text: str) -> float:
    """Return what the first line of = below a line counts; one of - is in plain text too."""
    for match in UNDERLINED.finditer(text):
        line = match["line"].lstrip()
        if line.startswith("="):
            return UNDERLINE_COUNTS
    return 0.0


def _count(pattern: re.Pattern[str], text: str) -> int:
    found = 0
    for _ in pattern.finditer(text):
        found += 1
        if found == MOST_COUNTED:
            break
    return found
