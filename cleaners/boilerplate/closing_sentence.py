"""Find the short sentence that ends an article below a break, where offers begin too."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.boilerplate.appeals import speaks_to_reader
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.zones import ENDING_KINDS
from cleaners.lines import count_words

# Both were set by hand. A question is rather the headline of another story.
WORDS = (5, 30)  # of such a sentence
ENDS = (".", "!", "。")


def closing_sentence(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the position of the first line below the body that stays, if it is such a sentence.

    The model knows no words: to it such a line is like the offers and notes that follow it.
    """
    number = _first_below(page, proposed)
    if number is not None and _ends_article(page, number, proposed):
        yield number


def _ends_article(page: ScannedPage, number: int, proposed: Removals) -> bool:
    scanned = page.scanned[number]
    is_note = speaks_to_reader(scanned.line.text, page.languages)
    is_own = _is_sentence(scanned) and not is_note
    return is_own and not _is_below_end(page, number, proposed)


def _is_below_end(page: ScannedPage, number: int, proposed: Removals) -> bool:
    """Whether what ends articles is between the body and a line: who wrote it, comments."""
    above = {line.index for line in page.lines[:number]}
    between = [removal for index, removal in proposed.items() if index in above]
    below_body = [item for item in between if item.line.index > page.zone.last]
    return any(removal.kind in ENDING_KINDS for removal in below_body)


def _first_below(page: ScannedPage, proposed: Removals) -> int | None:
    """Return the position of the first line below the body that no rule proposes."""
    lines = enumerate(page.lines)
    below = (pair for pair in lines if pair[1].index > page.zone.last)
    kept = (number for number, line in below if line.index not in proposed)
    return next(kept, None)


def _is_sentence(scanned: ScannedLine) -> bool:
    """Whether a line is one sentence that no rule matches."""
    text = scanned.line.text
    fewest, most = WORDS
    is_short = fewest <= count_words(text) <= most
    is_sentence = not text[0].islower() and text.endswith(ENDS)
    return is_short and is_sentence and not scanned.hits
