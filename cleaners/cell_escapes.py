"""Read the escapes of control characters that spreadsheets write into cells: `_x000D_` is one.

Programs that read the files of Excel without knowing of them leave them in the text. A text that
is about them has blanks or quotes around them, as around other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later

RULE = "cell-escape"
BEGINNING = "_x000"  # without which a text has none
# An underscore that only says that an escape behind it is none, or an escape.
ESCAPE = compile_later(r"_x005[Ff]_(?=x[0-9A-Fa-f]{4}_)|_x000(?P<sign>[9ADad])_")
# What an escape is at: its line ends there, or the next one begins.
LINE_END = compile_later(r"[\r\n]|\Z")
NEXT_LINE = compile_later(r"[\w“”„«»\"'‘’¿¡(\[–—-]")
OPENED = compile_later(r"[\s(\[{<“„«‘‚`=]")  # before a word that a text is about
QUOTES = "\"'`”’»"
MEANINGS = {"9": "\t", "A": "\n", "D": "\n"}
SHARE_OF_SURE = 0.9  # of the escapes of a text. Set by hand


def find_cell_escapes(text: str) -> tuple[Edit, ...]:
    """Find the escapes of a text that came from a spreadsheet; none in other texts."""
    if BEGINNING not in text:
        return ()
    found = list(ESCAPE.finditer(text))
    return tuple(_edits(found)) if _are_sure(found) else ()


def _are_sure(found: list[re.Match[str]]) -> bool:
    signs = [escape for escape in found if escape["sign"]]
    sure = sum(map(_is_sure, signs))
    return sure > 0 and sure >= SHARE_OF_SURE * len(signs)


def _is_sure(escape: re.Match[str]) -> bool:
    """Return whether an escape is where a control character may be, and no word may."""
    text = escape.string
    before = text[escape.start() - 1 : escape.start()]
    is_opened = OPENED.match(before) is not None
    if LINE_END.match(text, escape.end()):
        return before in ("", "\n", "\r") or not is_opened
    return bool(before) and not is_opened and _goes_on(escape, before)


def _goes_on(escape: re.Match[str], before: str) -> bool:
    """Return whether the next line begins behind an escape that is not in quotes."""
    text = escape.string
    is_quoted = before in QUOTES and text[escape.end()] in QUOTES
    return not is_quoted and NEXT_LINE.match(text, escape.end()) is not None


def _edits(found: list[re.Match[str]]) -> Iterator[Edit]:
    for escape in found:
        sign = escape["sign"]
        meaning = _meaning(escape, sign.upper()) if sign else "_"
        yield Edit(escape.start(), escape.end(), meaning, RULE)


def _meaning(escape: re.Match[str], sign: str) -> str:
    """Return what an escape stands for; a return before the end of a line for nothing."""
    text = escape.string
    ends = LINE_END.match(text, escape.end()) or text.startswith(
        ("_x000A_", "_x000a_"), escape.end()
    )
    return "" if ends and sign == "D" else MEANINGS[sign]
