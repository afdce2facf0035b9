"""A raw text, before it is cleaned: which characters can be stored, and whether it is HTML."""

from __future__ import annotations

import re

MARKUP = re.compile(
    r"\s*<(?:!doctype html|\?xml|html|head|body|article|section|main|div|p|h[1-6]|figure)\b",
    re.IGNORECASE,
)


def is_markup(text: str) -> bool:
    """Return whether a text is HTML: it begins with a tag of a page or a block."""
    return bool(MARKUP.match(text)) and "</" in text


def storable_text(text: str) -> str:
    """Replace lone surrogates, which no file can hold, and zero characters by U+FFFD."""
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
