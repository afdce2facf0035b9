"""Pieces of a text as HTML: what went, what came, and why, for any page with a strict policy.

The markup has classes and titles, but no style and no script. `STYLE` is a style sheet for it,
for light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cleaners.explain import Fate, Piece
from flows.printable import printable

# Class of the element around a text that went, by its fate; `mark` for what became a column.
ELEMENTS = {
    Fate.LEFT_OUT: ("del", "left-out"),
    Fate.REMOVED: ("del", "removed"),
    Fate.LIFTED: ("mark", "lifted"),
    Fate.REPAIRED: ("del", "repaired"),
}
STYLE = """
.account { white-space: pre-wrap; overflow-wrap: anywhere; }
.account del.removed { color: light-dark(#a31515, #ff9a90); }
.account del.left-out { color: light-dark(#5f6368, #a0a5ab); }
.account del.repaired { color: light-dark(#a31515, #ff9a90); }
.account ins.repaired { color: light-dark(#0b6b2b, #7ddb96); text-decoration: none;
  font-weight: 600; }
.account mark.lifted { color: light-dark(#5c4400, #ffe08a);
  background: light-dark(#fff3c4, #463700); text-decoration: line-through; }
.account del + ins { margin-left: .25em; }
.account .unkept { font-style: italic; text-decoration: none; }
"""


def pieces_html(pieces: Iterable[Piece]) -> str:
    """Write pieces as HTML, each change with its rule and confidence as its title."""
    return "".join(map(_element, pieces))


def text_html(text: str) -> str:
    """Write a text as HTML; characters that turn the direction of a line are shown."""
    return escape(printable(text))


def reason(piece: Piece) -> str:
    """Write the rule of a change and its confidence."""
    return f"{piece.rule} {piece.confidence:.2f}"


def _element(piece: Piece) -> str:
    if piece.fate is Fate.KEPT:
        return text_html(piece.before)
    lead, inner, trail = split_space(piece.before)
    changed = _gone(piece, inner) + _come(piece)
    return text_html(lead) + changed + text_html(trail)


def _gone(piece: Piece, inner: str) -> str:
    """Mark the text that went; white space around it stays unmarked."""
    name, kind = ELEMENTS[piece.fate]
    title = escape(reason(piece))
    if piece.unkept:
        words = unkept_words(piece)
        return f'<{name} class="{kind} unkept" title="{title}">[{words}]</{name}>'
    if not inner:
        return ""
    shown = text_html(inner)
    return f'<{name} class="{kind}" title="{title}">{shown}</{name}>'


def _come(piece: Piece) -> str:
    """Mark the text that came in its stead."""
    if not piece.after:
        return ""
    title = escape(reason(piece))
    shown = text_html(piece.after)
    return f'<ins class="repaired" title="{title}">{shown}</ins>'


def unkept_words(piece: Piece) -> str:
    """Say how much of the raw text stood here, where it was not stored."""
    return f"{piece.unkept:,} characters, not stored"


def split_space(text: str) -> tuple[str, str, str]:
    """Divide a text into the white space before it, itself, and the white space after it.

    All of a blank text is before.
    """
    inner = text.strip()
    if not inner:
        return text, "", ""
    lead, _, trail = text.partition(inner)
    return lead, inner, trail
