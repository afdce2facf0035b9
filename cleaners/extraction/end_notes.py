"""Leave out the note on its author that ends an article."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    """Return the chosen block near the end that is a note on an author; None for none."""
    numbers = np.flatnonzero(chosen).tolist()
    note = _first_on(name, numbers, page)
    if note not in numbers[-LAST_BLOCKS:]:
        return None
    above = sum(page.blocks[number].size for number in numbers if number < note)
    return note if above >= MIN_ABOVE else None


def _first_on(name: str, numbers: Iterable[int], page: HtmlPage) -> int | None:
    """Return the first block that has a surname, if it begins as a note on the author does."""
    given, _, surname = name.rpartition(" ")
    naming = (number for number in numbers if surname in page.blocks[number].text)
    first = next(naming, None)
    if first is None or not given:
        return None
    return first if _begins_note(page.blocks[first], name) else None


def _begins_note(block: HtmlBlock, name: str) -> bool:
    text = block.text.lstrip(OPENING)
    if not text.startswith(name) or len(block.words) < MIN_NOTE_WORDS:
        return False
    return SPEAKS.match(text, len(name)) is None
