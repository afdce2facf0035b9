"""Mark the paragraphs of a fragment that parts them by line breaks, as blogs store them."""

from __future__ import annotations

import re

from flows.html_names import INLINE

PAGE = re.compile(r"<(?:html|body|head|pre|textarea|script|style)\b", re.IGNORECASE)
# Elements that part a text into paragraphs; pictures and the like do not.
PARTING = re.compile(
    r"</?(?:p|br|div|li|td|th|dd|dt|h[1-6]|tr|blockquote|section|article)\b",
    re.IGNORECASE,
)
NAMES = "|".join(sorted(INLINE))
# A break between words, or between inline elements. Ends are looked at first, so that the scan is
# linear.
BLANK_LINE = re.compile(
    rf"(?:(?<=[^>\s])|(?P<end></(?:{NAMES})>))[ \t]*\r?\n[ \t]*\r?\n\s*+(?=[^<\s]|<(?:{NAMES})\b)",
    re.IGNORECASE,
)
LINE = re.compile(r"(?<=\S)[ \t]*\r?\n\s*+(?=\S)")


def mark_paragraphs(fragment: str) -> str:
    """Begin a paragraph after each blank line between words.

    Where no element parts the text, begin one with each line.
    """
    if PAGE.search(fragment):
        return fragment
    if PARTING.search(fragment):
        return BLANK_LINE.sub(_keep_end, fragment)
    return LINE.sub("\n<p>", fragment)


def _keep_end(break_: re.Match[str]) -> str:
    return f"{break_['end'] or ''}\n<p>"
