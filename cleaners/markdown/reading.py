"""Take the marks off a text that is markdown, and read its head and its title."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.article import Metadata
from cleaners.draft import Draft
from cleaners.markdown.blocks import (
    HEADING,
    UNDERLINED,
    edit_fences,
    edit_lines,
    edit_lines_of_links,
)
from cleaners.markdown.evidence import is_markdown, may_be_markdown
from cleaners.markdown.head import find_head
from cleaners.markdown.inline import edit_emphasis, edit_links, edit_protected
from cleaners.markdown.page import GONE, STAGE, Cut, MarkdownPage, TooManyMarksError

# Times that the marks are taken off: marks inside of others come to light. A text that still has
# some is a riddle, and stays as it is.
ROUNDS = 5
TITLE_SOURCE = "heading"
TITLE_LINES = 4  # lines with text at the top, in which the title may be a heading


@dataclass(frozen=True, slots=True)
class Reading:
    """The text without marks as a draft, and what its head and its first heading say."""

    draft: Draft
    metadata: Metadata


def read(text: str, *, declared: bool = False) -> Reading | None:
    """Read a text that is markdown, by its marks or as its name declares; None for any other."""
    try:
        return _read(text, declared=declared)
    except TooManyMarksError:
        return None


def _read(text: str, *, declared: bool) -> Reading | None:
    """Take the marks off until there are no more. Raises TooManyMarksError."""
    draft = Draft.of(text)
    known = Metadata()
    for _ in range(ROUNDS):
        page = MarkdownPage(draft.text)
        found = _edit(page, declared=declared)
        if not page.edits:
            return Reading(draft, known) if draft.text != text else None
        page.edits.sort(key=lambda edit: edit.start)
        draft = draft.revise(STAGE, page.edits)
        known = known.or_else(found)
    return None


def _edit(page: MarkdownPage, *, declared: bool) -> Metadata:
    """Edit what is markdown in a text; return what it says about the article."""
    known = _edit_head(page)
    if not may_be_markdown(page.masked):
        return known
    of_head = len(page.edits)
    edit_fences(page)
    edit_protected(page)
    if not is_markdown(page, declared=declared):
        del page.edits[of_head:]
        return known
    title = _title(page)
    edit_lines_of_links(page)
    edit_links(page)
    edit_lines(page)
    edit_emphasis(page)
    return known.or_else(title)


def _edit_head(page: MarkdownPage) -> Metadata:
    head = find_head(page.text)
    if not head:
        return Metadata()
    page.apply([Cut(start, end, "head") for start, end in head.spans])
    return head.values.metadata()


def _title(page: MarkdownPage) -> Metadata:
    """Return the first heading as the title, where it is at the top."""
    for pattern in (HEADING, UNDERLINED):
        match = pattern.search(page.masked)
        if match and _is_at_top(page, match.start()):
            start, end = match.span("title")
            heading = page.text[start:end]
            known = Metadata(title=_plain(heading) or None)
            return known.read_from(TITLE_SOURCE)
    return Metadata()


def _is_at_top(page: MarkdownPage, start: int) -> bool:
    """Return whether few lines with text are above an offset."""
    above = page.masked[:start].replace(GONE, "")
    lines = [line for line in above.split("\n") if line.strip()]
    return len(lines) < TITLE_LINES


def _plain(title: str) -> str:
    """Take the marks off a title."""
    page = MarkdownPage(title)
    edit_protected(page)
    edit_links(page)
    edit_emphasis(page)
    page.edits.sort(key=lambda edit: edit.start)
    draft = Draft.of(title)
    revised = draft.revise(STAGE, page.edits)
    words = revised.text.split()
    return " ".join(words)
