"""The marks inside of lines: code, escapes, images, links and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.lazy_patterns import compile_later
from cleaners.markdown.page import GONE, LITERAL, Cut, MarkdownPage

# What is between brackets: no newline, one level of brackets. Lengths are guards, not tuned.
# A newline may be escaped, as Firecrawl writes cards.
LABEL = r"(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]|(?<=\0)\n){0,1000}+"
# An address with one level of brackets, or in angle brackets, and a title in quotes.
TITLE = r"""(?:\s+(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|“[^”\n]{0,500}”))?"""
ADDRESS = r"(?:<[^<>\n]{0,2000}>|(?:[^\s()<>]|\([^\s()]{0,500}\)){0,2000}+)"
TARGET = rf"\([ \t]*(?P<address>{ADDRESS}){TITLE}[ \t]*\)"
IMAGE = rf"!\[(?:[^\[\]\n]|\[[^\[\]\n]{{0,200}}\]){{0,1000}}+\]\([ \t]*{ADDRESS}{TITLE}[ \t]*\)"
LINKED_IMAGE = rf"\[\s*{IMAGE}\s*\]\([ \t]*{ADDRESS}{TITLE}[ \t]*\)"
PICTURE = compile_later(rf"{LINKED_IMAGE}|{IMAGE}|!\[\[[^\[\]\n]{{1,300}}\]\]")
LINK = compile_later(rf"\[(?P<label>{LABEL})\]{TARGET}")
WIKI_LINK = compile_later(
    r"\[\[(?:[^\[\]|\n]{1,300}\|)?(?P<label>[^\[\]|\n]{1,300})\]\]"
)
AUTOLINK = compile_later(r"<(?:https?://[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>")
DEFINITION = compile_later(
    r"^ {0,3}\[(?P<name>[^\[\]^\n]{1,200})\]:[ \t]*<?(?:[a-z][a-z+.-]*:|/|#|\.)\S{0,2000}"
    rf"{TITLE}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
REFERENCE = compile_later(
    r"(?P<image>!?)\[(?P<label>[^\[\]\n]{1,500})\](?: ?\[(?P<name>[^\[\]\n]{0,200})\])?"
)
FOOTNOTE = compile_later(r"\[\^[\w-]{1,40}\](?P<colon>:[ \t]?)?")
BACK_LINK = compile_later(r"[↩⏎^↑︎\s]*")
CODE = compile_later(
    r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>[^`\n]{1,500})(?P=ticks)(?!`)"
)
ESCAPE = compile_later(r"\\(?=[!-/:-@\[-`{-~])(.)")
LINE_END = compile_later(r"\\$", re.MULTILINE)
COMMENT = compile_later(r"<!--(?:(?!<!--|-->).){0,4000}+-->", re.DOTALL)
BREAK = compile_later(r"<br\s*/?>[ \t]*\n?", re.IGNORECASE)
# Letters of scripts that put spaces between words: a mark between two of them is none.
WORDISH = "0-9A-Za-zÀ-ʯͰ-ϿЀ-ӿ\u0590-\u06ff"
MARKS = ("***", "___", "**", "__", "~~", "==", "*", "_")


# A stretch between marks: {sign} is what they are made of, {marks} the marks.
ONE_SIGN = r"(?:[^{sign}\n]|\n(?![ \t]*\n)){{1,1000}}+"
SIGNS = r"(?:[^{sign}\n]|\n(?![ \t]*\n)|{sign}(?!{sign})){{1,1000}}+"
OPEN = r"(?<![{wordish}{sign}])(?P<open>{marks})(?![\s{sign}])(?P<body>"
CLOSE = r")(?P<close>{marks})(?<!\s{marks})(?![{wordish}{sign}])"


def _emphasis(marks: str) -> re.Pattern[str]:
    """Compile the pattern of a stretch between two marks, which begins and ends with a letter."""
    body = SIGNS if marks[1:] else ONE_SIGN
    form = OPEN + body + CLOSE
    pattern = form.format(
        sign=re.escape(marks[0]),
        marks=re.escape(marks),
        wordish=WORDISH,
    )
    return compile_later(pattern)


EMPHASIS = tuple(map(_emphasis, MARKS))


def edit_protected(page: MarkdownPage) -> None:
    """Take marks off code, and off characters that are escaped; neither is markdown then."""
    page.each(CODE, _code)
    page.each(COMMENT, _comment)
    page.each(ESCAPE, _escape)
    page.each(LINE_END, _line_end)


def edit_links(page: MarkdownPage) -> None:
    """Remove images and addresses; the text of a link stays."""
    page.each(PICTURE, _picture)
    page.each(LINK, _link)
    page.each(WIKI_LINK, _wiki_link)
    page.each(AUTOLINK, _autolink)
    _edit_references(page)
    page.each(FOOTNOTE, _footnote)
    page.each(BREAK, _break)


def edit_emphasis(page: MarkdownPage) -> None:
    """Remove the marks of bold, italic and struck text."""
    for pattern in EMPHASIS:
        page.each(pattern, _marked)


def _edit_references(page: MarkdownPage) -> None:
    """Remove definitions of addresses, and what refers to them."""
    names = {_name(match["name"]) for match in DEFINITION.finditer(page.masked)}
    if not names:
        return
    page.each(DEFINITION, _definition)

    def refer(match: re.Match[str]) -> Iterator[Cut]:
        if _name(match["name"] or match["label"]) not in names:
            return
        if match["image"]:
            yield Cut(match.start(), match.end(), "image")
        else:
            yield from _around(match, "label", "link")

    page.each(REFERENCE, refer)


def _name(label: str) -> str:
    return " ".join(label.split()).casefold()


def _definition(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "definition")


def _code(match: re.Match[str]) -> Iterator[Cut]:
    start, end = match.span("code")
    yield Cut(match.start(), start, "code")
    yield Cut(start, end, mask=LITERAL)
    yield Cut(end, match.end(), "code")


def _comment(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "comment")


def _escape(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.start(1), "escape")
    yield Cut(match.start(1), match.end(), mask=LITERAL)


def _line_end(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "line-break")


def _picture(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "image")


def _link(match: re.Match[str]) -> Iterator[Cut]:
    """Keep the text of a link; what leads back from a footnote has none."""
    is_back_link = BACK_LINK.fullmatch(match["label"].replace(GONE, ""))
    if is_back_link:
        yield Cut(match.start(), match.end(), "link")
    else:
        yield from _around(match, "label", "link")


def _wiki_link(match: re.Match[str]) -> Iterator[Cut]:
    yield from _around(match, "label", "link")


def _autolink(match: re.Match[str]) -> Iterator[Cut]:
    start, end = match.span()
    yield Cut(start, start + 1, "link")
    yield Cut(start + 1, end - 1, mask=LITERAL)
    yield Cut(end - 1, end, "link")


def _footnote(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "footnote")


def _break(match: re.Match[str]) -> Iterator[Cut]:
    yield Cut(match.start(), match.end(), "line-break", "\n")


def _marked(match: re.Match[str]) -> Iterator[Cut]:
    yield from _around(match, "body", "emphasis")


def _around(match: re.Match[str], group: str, rule: str) -> Iterator[Cut]:
    """Cut what is before and behind a group."""
    start, end = match.span(group)
    yield Cut(match.start(), start, rule)
    yield Cut(end, match.end(), rule)
