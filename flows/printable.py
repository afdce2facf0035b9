"""Write text of others so that nothing in it steers a terminal, turns a line, or hides."""

from __future__ import annotations

import re

# Control characters but line breaks and tabs, and marks that turn the direction of a line.
STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    "|\r(?!\n)"
)


def printable(text: str) -> str:
    """Write characters that steer a terminal as escapes of Python."""
    return STEERING.sub(_escaped, text)


def printable_line(text: str) -> str:
    """Write a text on one line, with its breaks as escapes, too."""
    escaped = printable(text)
    return escaped.replace("\r", "\\r").replace("\n", "\\n")


def printable_json(text: str) -> str:
    """Escape what JSON itself leaves as it is."""
    return STEERING.sub(_escaped_for_json, text)


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def _escaped_for_json(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
