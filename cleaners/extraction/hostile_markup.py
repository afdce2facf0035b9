"""Refuse markup that would cost minutes to parse, before anything parses it.

The scan follows the tokens of HTML5 in one linear pass, so that what stands inside scripts, styles,
comments and quoted values is not taken for tags.
"""

from __future__ import annotations

import re

# 1,000,000 empty tags take over 8 s and 1.2 GB; the largest of 498 news and blog pages had 3,875 opening tags.
MAX_TAGS = 200_000
# libxml2 is quadratic in the attributes of one tag: 20,000 of them are 350 kB and up to 15 s. The
# longest honest tag was 72 kB, one quoted value of JSON, but none of 498 pages had more than 64 attributes.
MAX_ATTRIBUTES = 1_000
# Counted without scripts, styles and comments. The largest of 498 pages had 1.6 million with them.
MAX_CHARACTERS = 2_000_000

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


class HostileMarkup(ValueError):  # noqa: N818 - it names what was found, as the quarantine reason does
    """Markup that no honest page has and that would cost minutes to parse."""


def refuse_hostile(html: str) -> None:
    """Raise HostileMarkup for too many tags, too many attributes in one tag, or too much markup."""
    tags = at = skipped = 0
    while token := TOKEN.search(html, at):
        at = token.end()
        end = COMMENT_END
        if name := token["name"]:
            tags += 1
            _check_tag(token)
            raw_text = RAW_TEXT.get(name.lower())
            if raw_text is None:
                continue
            end = raw_text
        closing = end.search(html, at)
        skipped += (closing.end() if closing else len(html)) - at
        at = closing.end() if closing else len(html)
    if tags > MAX_TAGS:
        raise HostileMarkup(f"{tags:,} tags; the limit is {MAX_TAGS:,}")
    if len(html) - skipped > MAX_CHARACTERS:
        raise HostileMarkup(
            f"{len(html) - skipped:,} characters of markup; the limit is {MAX_CHARACTERS:,}"
        )


def _check_tag(tag: re.Match[str]) -> None:
    if tag.end() - tag.start() < 2 * MAX_ATTRIBUTES:
        return
    count = len(ATTRIBUTES.findall(tag["attributes"]))
    if count > MAX_ATTRIBUTES:
        raise HostileMarkup(
            f"<{tag['name'][:40]}> has {count:,} attributes; the limit is {MAX_ATTRIBUTES:,}"
        )
