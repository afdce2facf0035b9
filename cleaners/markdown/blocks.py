"""The marks of whole lines: headings, quotes, rules, fences, tables, and lists of links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from cleaners.lazy_patterns import compile_later
from cleaners.lines import ends_sentence
from cleaners.markdown.inline import LABEL, LINK, PICTURE, TARGET
from cleaners.markdown.page import LITERAL, Cut, MarkdownPage

FENCE = compile_later(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
HEADING = compile_later(
    r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<title>[^\n]*?)(?P<close>[ \t]+#+)?[ \t]*$",
    re.MULTILINE,
)
# A line of signs below the line of a heading.
UNDERLINED = compile_later(
    r"^(?P<title>[^\s=\-|>#][^\n]{0,400})\n(?P<line> {0,3}(?:={3,}|-{3,})[ \t]*)$",
    re.MULTILINE,
)
RULE = compile_later(
    r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE
)
QUOTE = compile_later(r"^ {0,3}(?:>[ \t]?)+(?:\[!\w{1,20}\][+-]?[ \t]*)?", re.MULTILINE)
TABLE_RULE = compile_later(
    r"\n[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$", re.MULTILINE
)
TABLE_ROW = compile_later(
    r"^[ \t]*(?P<open>\|[ \t]*)[^\n]*?(?P<close>[ \t]*\|[ \t]*)\0*$", re.MULTILINE
)
BULLET = r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?"
PICTURE_LINE = compile_later(
    rf"^{BULLET}(?:(?:{PICTURE.pattern})[ \t]*)+$", re.MULTILINE
)
# A line that only leads to another place of its page: a skip link, or an entry of its contents.
SKIP_LINE = compile_later(
    rf"^{BULLET}\[{LABEL}\]\([ \t]*(?:[^\s()#]{{0,300}})#[^\s()]{{0,300}}[ \t]*\)[ \t]*$",
    re.MULTILINE,
)
LINK_LINE = compile_later(
    rf"^{BULLET}(?:\[{LABEL}\]{TARGET.replace('?P<address>', '?:')}[ \t|·•,/]*)+$"
)
END = "."  # stands for a line behind the last one
FEWEST_LINKS = 4  # lines of links in a row that are a menu; fewer may be part of a text
MENU_CHARACTERS = (
    80  # of the text of a link in a menu, at most; a headline may be longer
)


def edit_fences(page: MarkdownPage) -> None:
    """Remove the lines around blocks of code, whose lines are no markdown."""
    cuts: list[Cut] = []
    opened: re.Match[str] | None = None
    for match in FENCE.finditer(page.masked):
        if opened is None:
            opened = match
        elif match["fence"].startswith(opened["fence"]):
            cuts += _fenced(opened, match)
            opened = None
    page.apply(cuts)


def _fenced(opened: re.Match[str], closed: re.Match[str]) -> Iterator[Cut]:
    yield from _whole("fence", opened)
    yield Cut(opened.end(), closed.start(), mask=LITERAL)
    yield from _whole("fence", closed)


def edit_lines_of_links(page: MarkdownPage) -> None:
    """Remove lines that only lead elsewhere: pictures, skip links, menus."""
    page.each(PICTURE_LINE, partial(_whole, "image"))
    page.each(SKIP_LINE, partial(_whole, "skip-link"))
    page.apply(list(_menus(page)))


def edit_lines(page: MarkdownPage) -> None:
    """Remove the marks of headings, quotes, rules and tables."""
    page.each(QUOTE, _quote)
    page.each(UNDERLINED, _underlined)
    page.each(HEADING, _heading)
    page.each(TABLE_RULE, partial(_whole, "table"))
    page.each(RULE, partial(_whole, "rule"))
    page.each(TABLE_ROW, _table_row)


def _whole(rule: str, match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), rule)


def _menus(page: MarkdownPage) -> Iterator[Cut]:
    """Cut runs of lines that are links and no sentences."""
    run: list[Cut] = []
    start = 0
    for line in (*page.masked.split("\n"), END):
        end = start + len(line)
        if _is_menu_line(line):
            run.append(Cut(start, end, "menu"))
        elif line.strip():
            yield from run if len(run) >= FEWEST_LINKS else ()
            run = []
        start = end + 1


def _is_menu_line(line: str) -> bool:
    if not LINK_LINE.match(line):
        return False
    for match in LINK.finditer(line):
        label = match["label"].strip()
        is_long = len(label) > MENU_CHARACTERS
        if is_long or ends_sentence(label):
            return False
    return True


def _quote(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "quote")


def _underlined(match: re.Match[str]) -> Iterator[Cut]:
    start, end = match.span("line")
    yield Cut(start - 1, end, "heading")


def _heading(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.start("title"), "heading")
    if match["close"]:
        yield Cut(match.start("close"), match.end("close"), "heading")


def _table_row(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start("open"), match.end("open"), "table")
    yield Cut(match.start("close"), match.end("close"), "table")
