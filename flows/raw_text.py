"""A raw text, before it is cleaned: which characters can be stored."""

from __future__ import annotations

from cleaners.needless_zeros import show_zeros
from cleaners.terminal_codes import strip_controls
from cleaners.zero_characters import without_padding, without_signs


def storable_text(text: str) -> str:
    """Replace lone surrogates, which no file can hold, and zero characters by U+FFFD."""
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def storable_article(text: str) -> str:
    """Return the text of an article as it can be stored, without zeros that pad it.

    Needless zeros in its words have a sign of their own, which cleaning takes out.
    """
    unpadded = without_padding(text)
    return storable_text(show_zeros(unpadded))


def steady_text(value: str) -> str:
    """Return the value of a column without what steers a terminal, so that readers can judge it."""
    text = without_signs(storable_article(value))
    return strip_controls(text)
