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
    signs = [escape for escape in found if escape["sign"]]
    sure = sum(map(_is_sure, signs))
    if not sure or sure < SHARE_OF_SURE * len(signs):
        return ()
    return tuple(_edits(found))


def _is_sure(escape: re.Match[str]) -> bool:
    """Return whether an escape is where a control character may be, and no word may."""
    text = escape.string
    before = text[escape.start() - 1 : escape.start()]
    if LINE_END.match(text, escape.end()):
        return before in ("", "\n", "\r") or not OPENED.match(before)
    is_quoted = before in QUOTES and text[escape.end()] in QUOTES
    is_between = before and not OPENED.match(before) and not is_quoted
    return bool(is_between and NEXT_LINE.match(text, escape.end()))


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
