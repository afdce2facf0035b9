"""Decks without a full stop stay; bylines, captions and sections at the same place go."""

import pytest

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.decks import decks
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.removal import propose_removals
from cleaners.boilerplate.scan import shipped

TITLE = "Mill at Fenwick to grind again"
BODY = [
    "The lock at Fenwick Mill will be rebuilt next year, the canal trust decided on Tuesday.",
    "It has leaked since the frost of the last winter, and boats have had to wait for hours.",
    "Two firms have offered to do the work, one of them from the other end of the canal.",
    "The trust wants to choose in spring, when the water is low and the gates can be lifted.",
]
BYLINES = ["By Ann Keller", "12 March 2024"]
PLACES = [
    ("a deck", "A lock keeper and two bakers will share the flour", True),
    ("German", "Drei Bäcker aus dem Tal teilen sich künftig das Mehl", True),
    ("Turkish", "Üç fırıncı artık aynı değirmenin ununu paylaşacak", True),
    ("names", "Renee Ochoa and Mill News Staff", False),
    ("a caption", "Fenwick Mill, Upper Lock Road", False),
    ("bars", "News | what is on in the valley this week", False),
    ("a section", "News from the valley", False),
]


def found_in(lines: list[str]) -> set[str]:
    scanner = shipped()
    page = ScannedPage.of("\n\n".join(lines), scanner)
    proposed = propose_removals(page, openers=scanner.openers)
    return {page.lines[number].text for number in decks(page, proposed)}


@pytest.mark.parametrize(("line", "is_deck"), [case[1:] for case in PLACES])
def test_a_deck_is_between_headline_and_byline(line: str, *, is_deck: bool) -> None:
    assert (line in found_in([TITLE, line, *BYLINES, *BODY])) is is_deck


def test_no_deck_is_above_text_or_below_the_byline() -> None:
    deck = PLACES[0][1]
    assert not found_in([TITLE, deck, *BODY])
    assert not found_in([TITLE, BYLINES[0], deck, BYLINES[1], *BODY])


def test_a_deck_stays() -> None:
    deck = PLACES[0][1]
    share = ["Share", "Facebook", "Print"]
    page = ["News", TITLE, deck, *BYLINES, *share, *BODY, "More from Sport"]
    texts = {removal.line.text for removal in find_removals("\n\n".join(page))}
    assert deck not in texts
    assert texts >= {TITLE, *BYLINES, *share}
