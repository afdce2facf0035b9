"""Fold a line so that all lines that `re` takes for equal, where case is ignored, become one.

Digits become 0, so that a pattern of digits has literals too.
"""

from __future__ import annotations

import re
from re._casefix import _EXTRA_CASES  # type: ignore[import-not-found]  # private: see the package

EDGE = "\n"  # stands before and after a folded line, as no line has one inside
DOTTED_I = "İ"  # the one letter that `str.lower` makes two of
BYTES = [chr(code) for code in range(256)]
# Bytes of UTF-8 beyond ASCII stay as they are.
FOLDED_BYTES = bytes(
    ord(byte.lower().translate(str.maketrans("123456789", "0" * 9)))
    if byte.isascii()
    else ord(byte)
    for byte in BYTES
)


def _odd_letters() -> dict[str, str]:
    """Return the letters that `re` takes for equal to another that `str.lower` leaves apart.

    Each stands for the first of its kind, such as ſ for s and ı for i.
    """
    letters: dict[str, str] = {}
    for code, others in _EXTRA_CASES.items():
        first = min(code, *others)
        if first != code:
            letters[chr(code)] = chr(first)
    return letters


FIRST_OF_KIND = _odd_letters()
# A class that `re` searches for fast: single characters of the basic plane, and one range.
BASIC_DIGITS = [chr(code) for code in range(0x80, 0x10000) if chr(code).isdecimal()]
ODD = re.compile(f"[{''.join((*FIRST_OF_KIND, *BASIC_DIGITS))}\U00010000-\U0010ffff]")


def fold(text: str) -> str:
    """Fold a text."""
    return _folded(text).decode("utf-8", "surrogatepass")


def fold_line(line: str) -> bytes:
    """Fold a line, with an edge before and after it, in UTF-8."""
    return _folded(f"{EDGE}{line}{EDGE}")


def _folded(text: str) -> bytes:
    if not text.isascii():
        lower = text.replace(DOTTED_I, "i").lower()
        text = ODD.sub(_first_of_kind, lower)
    return text.encode("utf-8", "surrogatepass").translate(FOLDED_BYTES)


def _first_of_kind(sign: re.Match[str]) -> str:
    """Return what an odd letter or a digit beyond ASCII stands for; other signs stay."""
    character = sign[0]
    return "0" if character.isdecimal() else FIRST_OF_KIND.get(character, character)
