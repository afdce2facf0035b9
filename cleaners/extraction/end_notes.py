"""Leave out the note on its author that ends an article."""

from __future__ import annotations

import re

import numpy as np

from cleaners.extraction.block_measures import Flags
from cleaners.extraction.blocks import HtmlBlock, HtmlPage

LAST_BLOCKS = 4  # of an article, in which a note on its author may begin; set by hand
MIN_NOTE_WORDS = 6  # so that a signature is none; set by hand
MIN_ABOVE = 80  # words of the article above the note; set by hand
BETWEEN_NAMES = ", "
SPEAKS = re.compile(r"\s*[:：—–-]")  # what follows the name in a dialogue
OPENING = "-–—_* "  # may be before the name


def without_notes_on_author(chosen: Flags, page: HtmlPage, author: str | None) -> Flags:
    """Leave out the last paragraphs that begin with the author's full name.

    The rest of the article does not name the author: it is not about them.
    """
    kept = chosen.copy()
    for name in (author or "").split(BETWEEN_NAMES):
        number = _note_on(name, chosen, page)
        if number is not None:
            kept[number] = False
    return kept


def _note_on(name: str, chosen: Flags, page: HtmlPage) -> int | None:
    """Return the last chosen block that begins with a name which no other has; None for none."""
    parts = name.split()
    if len(parts) < 2:  # noqa: PLR2004 - a given name and a surname
        return None
    numbers = np.flatnonzero(chosen).tolist()
    naming = [n for n in numbers if parts[-1] in page.blocks[n].text]
    first = [n for n in naming if _begins_note(page.blocks[n], name)]
    if not first or naming[0] != first[0]:
        return None
    is_last = first[0] in numbers[-LAST_BLOCKS:]
    above = sum(page.blocks[n].size for n in numbers if n < first[0])
    return first[0] if is_last and above >= MIN_ABOVE else None


def _begins_note(block: HtmlBlock, name: str) -> bool:
    text = block.text.lstrip(OPENING)
    if not text.startswith(name) or len(block.words) < MIN_NOTE_WORDS:
        return False
    return SPEAKS.match(text, len(name)) is None
