"""Leave out the note on its author that ends an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from cleaners.extraction.block_measures import Flags
from cleaners.extraction.blocks import HtmlBlock, HtmlPage
from cleaners.lines import ends_sentence
from cleaners.names import LEAD

FIRST_BLOCKS = 4  # of an article, in which its byline may be; set by hand
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


def _first_on(name: str, numbers: Sequence[int], page: HtmlPage) -> int | None:
    """Return the first block below the byline that has a surname, if it begins as such a note."""
    given, _, surname = name.rpartition(" ")
    for number in _below_byline(name, numbers, page):
        block = page.blocks[number]
        if surname in block.text:
            return number if given and _begins_note(block, name) else None
    return None


def _below_byline(name: str, numbers: Sequence[int], page: HtmlPage) -> Sequence[int]:
    """Leave out the blocks down to a byline, if one of the first is that."""
    for place, number in enumerate(numbers[:FIRST_BLOCKS]):
        if _is_byline(page.blocks[number].text, name):
            return numbers[place + 1 :]
    return numbers


def _is_byline(text: str, name: str) -> bool:
    """Whether a line names the author behind a label: "By Ann Weir, photographs by Jo Lund"."""
    bare = LEAD.sub("", text)
    return bare != text and bare.startswith(name) and not ends_sentence(text)


def _begins_note(block: HtmlBlock, name: str) -> bool:
    text = block.text.lstrip(OPENING)
    if not text.startswith(name) or len(block.words) < MIN_NOTE_WORDS:
        return False
    return SPEAKS.match(text, len(name)) is None
