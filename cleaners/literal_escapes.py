"""Read the escapes of JSON that a text still has: it was encoded twice, or never decoded.

Only a text without any line break of its own is one. In others a backslash is a backslash: of a
path, of code, of a formula.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later

RULE = "escape"
UNIT = r"\\u[0-9a-fA-F]{4}"
ESCAPE = compile_later(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rf"|{UNIT}|\\[nrt\"'/\\]"
)
# A line break that begins a paragraph: of paths and commands a name goes on in small letters.
BREAK = compile_later(r"(?<!\\)(?:\\r)?\\n(?=\\|[\s\"'“«(\[•*&<-]|[^\W_a-z]|$)")
ANY_BREAK = compile_later(r"(?<!\\)\\n")
FEWEST_BREAKS = 2  # of two paragraphs with a blank line between them. Set by hand.
SHARE_OF_BREAKS = 0.9  # that begin a paragraph, of all
OTHERS = {"\\'": "'"}  # which JSON has not, but other languages have


def find_escapes(text: str) -> tuple[Edit, ...]:
    """Find the escapes of a text that is escaped as a whole; none in other texts."""
    if "\\n" not in text or "\n" in text.strip():
        return ()
    breaks = len(BREAK.findall(text))
    if breaks < max(FEWEST_BREAKS, SHARE_OF_BREAKS * len(ANY_BREAK.findall(text))):
        return ()
    return tuple(_edits(text))


def _edits(text: str) -> Iterator[Edit]:
    for found in ESCAPE.finditer(text):
        meaning = OTHERS.get(found[0]) or _meaning(found)
        yield Edit(found.start(), found.end(), meaning, RULE)


def _meaning(found: re.Match[str]) -> str:
    """Return what an escape stands for; half of a pair stays, as it stands for nothing."""
    meaning = str(json.loads(f'"{found[0]}"'))
    is_half = "\ud800" <= meaning[0] <= "\udfff"
    return found[0] if is_half else meaning
