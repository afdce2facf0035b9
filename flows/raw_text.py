"""A raw text, before it is cleaned: which characters can be stored."""

from __future__ import annotations

from cleaners.terminal_codes import strip_controls


def storable_text(text: str) -> str:
    """Replace lone surrogates, which no file can hold, and zero characters by U+FFFD."""
    text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def steady_text(value: str) -> str:
    """Return the value of a column without what steers a terminal, so that readers can judge it."""
    return strip_controls(storable_text(value))
