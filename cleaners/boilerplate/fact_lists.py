"""Find lists of facts between paragraphs, and the subheads of short paragraphs.

Figures behind labels ("Revenue: 14.2 million"), rows of a table, and days of a programme read like
the labels of a page. Inside running text they are the article's. So are single words above one
paragraph after another, as a horoscope or a list of hints has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.lines import count_words, ends_sentence

# All were set by hand.
FEWEST_ITEMS = 3  # of a list, and subheads
LONGEST_ITEM = 100  # characters
LONGEST_SUBHEAD = 24  # characters: a word or two
FIGURE = compile_later(r"[^\W\d_][^:\n]{0,60}: .*\d.*")
DAY = compile_later(rf"(?:[•*▪–-] ?)?{any_of('weekdays')}\.?:.{{3,}}", re.IGNORECASE)
CELL_BREAK = compile_later(r"\s*\t\s*|\s{2,}|\s+\|\s+")
CELL_SIGNS = ("\t", "  ", " | ")  # one of which is in every row
LABEL_END = ":"
FEWEST_CELLS = 2  # of a row
SUBHEAD = compile_later(r"[^\W\d_][^\d.!?:,;()@#|]*[^\W\d_]")
FEWEST_WORDS = 4  # of a sentence
FIGURES, DAYS = "figures", "days"


def fact_lists(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the positions of such lines that no rule proposes to remove."""
    kinds = [_kind(page, number, proposed) for number in range(len(page.lines))]
    for kind, run in groupby(range(len(kinds)), kinds.__getitem__):
        numbers = list(run)
        if kind and len(numbers) >= FEWEST_ITEMS and _is_amid_text(page, numbers):
            yield from numbers
    yield from _subheads(page, proposed)


def _kind(page: ScannedPage, number: int, proposed: Removals) -> str:
    """Name what kind of list a line may be an item of; "" for none."""
    scanned = page.scanned[number]
    text = scanned.line.text
    if scanned.is_core or len(text) > LONGEST_ITEM or scanned.line.index in proposed:
        return ""
    return _kind_of(text)


def _kind_of(text: str) -> str:
    if any(sign in text for sign in CELL_SIGNS):
        return _kind_of_row(text)
    return _kind_behind_label(text) if LABEL_END in text else ""


def _kind_behind_label(text: str) -> str:
    """Name what is behind the label of a line, a day or figures; "" for anything else."""
    if DAY.fullmatch(text):
        return DAYS
    return FIGURES if FIGURE.fullmatch(text) else ""


def _kind_of_row(text: str) -> str:
    """Name the rows of a table by the number of their cells; "" for no row."""
    cells = len(CELL_BREAK.split(text))
    return f"{cells} cells" if cells >= FEWEST_CELLS else ""


def _is_amid_text(page: ScannedPage, numbers: Sequence[int]) -> bool:
    """Return whether running text is right above a list, and a sentence right below it."""
    above, below = numbers[0] - 1, numbers[-1] + 1
    is_inside = above >= 0 and below < len(page.scanned)
    return (
        is_inside and page.scanned[above].is_core and _is_sentence(page.scanned[below])
    )


def _is_sentence(scanned: ScannedLine) -> bool:
    """Return whether a line is running text, or a sentence that is short."""
    text = scanned.line.text
    if scanned.is_core:
        return True
    is_whole = ends_sentence(text) and count_words(text) >= FEWEST_WORDS
    return is_whole and not scanned.hits


def _subheads(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield short labels that each head a paragraph, one right after the other."""
    heads = [number for number, _ in enumerate(page.lines) if _may_head(page, number)]
    steps = [number - 2 * place for place, number in enumerate(heads)]
    for _, run in groupby(range(len(heads)), steps.__getitem__):
        numbers = [heads[place] for place in run]
        if _are_subheads(page, numbers, proposed):
            yield from numbers


def _are_subheads(
    page: ScannedPage, numbers: Sequence[int], proposed: Removals
) -> bool:
    """Return whether labels are enough and all different, and most are above running text."""
    lines = [page.lines[number] for number in numbers]
    texts = {line.text for line in lines if line.index not in proposed}
    above_text = sum(page.scanned[number + 1].is_core for number in numbers)
    return len(texts) == len(lines) >= FEWEST_ITEMS and 2 * above_text >= len(lines)


def _may_head(page: ScannedPage, number: int) -> bool:
    """Return whether a line is a word or two, but no name, above a sentence."""
    text = page.lines[number].text
    below = page.scanned[number + 1 : number + 2]
    if len(text) > LONGEST_SUBHEAD or not SUBHEAD.fullmatch(text):
        return False
    may_be_name = " " in text and text.istitle()
    return not may_be_name and any(map(_is_sentence, below))
