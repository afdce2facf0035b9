"""Read what a backslash stands for in tables that databases export: a line break, a tab, no value.

The reader of CSV drops a backslash before any letter, so what it means is hidden from it: as
control characters that no text has.
"""

from __future__ import annotations

import re

from cleaners.lazy_patterns import compile_later

ESCAPED = compile_later(r"\\(?P<letter>.)", re.DOTALL)
# Letters behind a backslash, what hides them, and what they stand for.
MEANINGS = {
    "n": ("\x1c", "\n"),
    "r": ("\x1d", "\r"),
    "t": ("\x1e", "\t"),
    "N": ("\x1f", ""),
}
HIDDEN = {letter: hidden for letter, (hidden, _) in MEANINGS.items()}
SHOWN = {ord(hidden): meaning for hidden, meaning in MEANINGS.values()}


def hide_escapes(line: str) -> str:
    """Replace the escapes of a line that are no quotes by control characters."""
    return ESCAPED.sub(_hidden, line) if "\\" in line else line


def show_escapes(cell: str) -> str:
    """Replace the control characters by what the escapes stand for."""
    return cell.translate(SHOWN)


def _hidden(found: re.Match[str]) -> str:
    return HIDDEN.get(found["letter"], found[0])
