"""Refuse markup that would cost minutes to parse, before anything parses it.

The scan follows the tokens of HTML5 in one linear pass, so that what is inside scripts, styles,
comments and quoted values does not count as tags.
"""

from __future__ import annotations

import re

# 1,000,000 empty tags take over 8 s and 1.2 GB; the largest of 498 news and blog pages had 3,875
# opening tags.
MAX_TAGS = 200_000
# libxml2 is quadratic in the attributes of one tag: 20,000 of them are 350 kB and up to 15 s. The
# longest honest tag was 72 kB, one quoted value of JSON, but none of 498 pages had more than 64
# attributes in one.
MAX_ATTRIBUTES = 1_000
MIN_ATTRIBUTE_LENGTH = 2  # characters, with the space before it
# Counted without scripts, styles and comments. News pages reach 5 million with them.
MAX_CHARACTERS = 10_000_000
# Each block of text is described by hundreds of numbers: 50,000 of them, 250 kB of "ab<br>", took
# 4 s and .3 GB. The most of 560 pages were 1,054.
MAX_BLOCKS = 20_000
MAX_SHOWN_NAME = 40  # characters of a tag's name in a message

VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
ATTRIBUTE = rf"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+{VALUE})?+"
TOKEN = re.compile(
    rf"<!--|<(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:{ATTRIBUTE})*+)[\s/]*+>?"
)
COMMENT_END = re.compile(r"(?<=<!--)-?>|--!?>")
ATTRIBUTES = re.compile(ATTRIBUTE)
RAW_TEXT = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in (
        "script",
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
    )
}


# Text and tags around other markup with no more attributes than allowed, which need no look one by
# one.
PLAIN = re.compile(
    rf"(?:[^<]++|<(?!!--|[a-zA-Z])|<(?!(?i:{'|'.join(RAW_TEXT)})[\s/>])[a-zA-Z][^\s/>]*+"
    rf"(?:{ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+[\s/]*+(?:>|\Z))*+"
)


class HostileMarkupError(ValueError):
    """Markup that no honest page has and that would cost minutes to parse."""


def refuse_hostile(html: str) -> None:
    """Raise HostileMarkupError for too many tags, attributes of one tag, or characters."""
    tags = 0
    skipped = 0  # characters of scripts, styles and comments
    position = 0
    may_be_many = html.count("<") > MAX_TAGS
    while token := _next_token(html, position, is_any=may_be_many):
        position = token.end()
        if token["name"]:
            tags += 1
            _check_attributes(token)
        closing = _closing_pattern(token)
        if closing:
            end = _end_of(closing, html, position)
            skipped += end - position
            position = end
    _check_limit(tags, MAX_TAGS, "tags")
    _check_limit(len(html) - skipped, MAX_CHARACTERS, "characters of markup")


def refuse_too_many_blocks(count: int) -> None:
    """Raise HostileMarkupError for a page with more blocks of text than an article can have."""
    _check_limit(count, MAX_BLOCKS, "blocks of text")


def _next_token(html: str, position: int, *, is_any: bool) -> re.Match[str] | None:
    """Return the next tag or comment, of any kind or one that is not plain."""
    plain = None if is_any else PLAIN.match(html, position)
    start = plain.end() if plain else position
    return TOKEN.search(html, start)


def _closing_pattern(token: re.Match[str]) -> re.Pattern[str] | None:
    """Return the pattern that ends a comment or raw text; None for a tag around other markup."""
    if not token["name"]:
        return COMMENT_END
    return RAW_TEXT.get(token["name"].lower())


def _end_of(closing: re.Pattern[str], html: str, position: int) -> int:
    found = closing.search(html, position)
    return found.end() if found else len(html)


def _check_limit(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise HostileMarkupError(f"{count:,} {what}; the limit is {limit:,}")


def _check_attributes(tag: re.Match[str]) -> None:
    length = tag.end() - tag.start()
    if length < MIN_ATTRIBUTE_LENGTH * MAX_ATTRIBUTES:
        return
    attributes = ATTRIBUTES.findall(tag["attributes"])
    count = len(attributes)
    if count > MAX_ATTRIBUTES:
        name = tag["name"][:MAX_SHOWN_NAME]
        raise HostileMarkupError(
            f"<{name}> has {count:,} attributes; the limit is {MAX_ATTRIBUTES:,}"
        )
