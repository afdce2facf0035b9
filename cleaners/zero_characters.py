"""Name the zero characters of a text: those that pad it, and signs of those that say nothing.

No dataset holds a zero character. In words that are whole without them, zeros are shown as
`SIGN` instead, and the stage encoding takes it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.lazy_patterns import compile_later
from cleaners.pieces import Edit

ZERO = "\0"
SIGN = "\u2400"  # a picture of the zero character, which Unicode has for showing one
LETTER = r"[^\W\d_]"
AT_GAPS = compile_later(r"\A\0+|\0+(?=\s|\Z)|(?<=\s)\0+")
SIGN_IN_WORD = compile_later(rf"(?<={LETTER}){SIGN}+(?={LETTER})")
SIGNS = compile_later(SIGN)
RULE = "control-character"


def without_padding(text: str) -> str:
    """Return a text without zeros at its ends and beside white space."""
    return AT_GAPS.sub("", text) if ZERO in text else text


def find_signs(text: str) -> Iterator[Edit]:
    """Yield the edits that take the signs of needless zeros out of a text."""
    for signs in SIGN_IN_WORD.finditer(text):
        start, end = signs.span()
        yield Edit(start, end, "", RULE)


def without_signs(text: str) -> str:
    """Return a text without the signs of needless zeros."""
    return SIGN_IN_WORD.sub("", text)
