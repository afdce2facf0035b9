"""A raw text, before it is cleaned: which characters can be stored."""

from __future__ import annotations


def storable_text(text: str) -> str:
    """Replace lone surrogates, which no file can hold, and zero characters by U+FFFD."""
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
