"""Find the short sentence that ends an article below a break, where offers begin too."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.boilerplate.appeals import speaks_to_reader
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import count_words

# Both were set by hand. A question is rather the headline of another story.
WORDS = (5, 30)  # of such a sentence
ENDS = (".", "!", "。")


def closing_sentence(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the position of the first line below the body that stays, if it is such a sentence.

    The model knows no words: to it such a line is like the offers and notes that follow it.
    """
    number = _first_below(page, proposed)
    if number is None or not _is_sentence(page.scanned[number]):
        return
    text = page.lines[number].text
    if not speaks_to_reader(text, page.languages):
        yield number


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
