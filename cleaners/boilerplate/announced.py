"""Find the plain lines of a list that a sentence of the article announces: "They are these:"."""

from __future__ import annotations

from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import count_words, ends_sentence

COLONS = ":："
# All were set by hand.
MIN_ANNOUNCEMENT = 5  # words of a line that announces a list
FEWEST_ITEMS, MOST_ITEMS = 3, 40
ITEM_CHARACTERS = 120  # of an item that is a plain line


def announces(scanned: ScannedLine) -> bool:
    """Whether a line that no rule matches ends in a colon, after some words."""
    text = scanned.line.text
    is_open = text[-1] in COLONS and not scanned.hits
    return is_open and count_words(text) >= MIN_ANNOUNCEMENT


def announced_lines(page: ScannedPage, proposed: Removals) -> frozenset[int]:
    """Return the positions of the lines between such a sentence and the text that goes on."""
    found: set[int] = set()
    for number, scanned in enumerate(page.scanned):
        if announces(scanned) and page.places[number] == "body":
            found.update(_items_below(page, number, proposed))
    return frozenset(found)


def _items_below(page: ScannedPage, number: int, proposed: Removals) -> range:
    """Return the positions of the items below a line; none where no running text follows them."""
    first = number + 1
    after = _first_other(page, first, proposed)
    goes_on = after < len(page.lines) and page.scanned[after].is_core
    if goes_on and FEWEST_ITEMS <= after - first <= MOST_ITEMS:
        return range(first, after)
    return range(0)


def _first_other(page: ScannedPage, number: int, proposed: Removals) -> int:
    """Return the position of the first line from a number on that is no item."""
    while number < len(page.lines) and _is_item(page.scanned[number], proposed):
        number += 1
    return number


def _is_item(scanned: ScannedLine, proposed: Removals) -> bool:
    """Whether a line is short, no sentence, and proposed by no rule."""
    line = scanned.line
    is_free = line.index not in proposed and not scanned.is_core
    return is_free and _may_be_item(line.text)


def _may_be_item(text: str) -> bool:
    is_part = text[0].islower() or ends_sentence(text)
    return len(text) <= ITEM_CHARACTERS and not is_part
