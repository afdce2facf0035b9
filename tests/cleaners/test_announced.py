"""Check plain lines of a list that a sentence announces, and lists of links that nothing does."""

import pytest

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.announced import announced_lines
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped

ABOVE = [
    "Mayor Hale filed ten orders on her first day, the clerk of the town of Quayside said.",
    "The first of them closes the pier to cars, and it takes effect on Monday at noon.",
]
ITEMS = [
    "Harbour Lamp Order",
    "Care of the Old Ferry and Its Crew Order",
    "Charter of the Fish Market",
    "Dry Dock Order",
    "Clean Water for the Upper Town Order",
]
BELOW = [
    "The council votes on the orders in May, and the mayor expects that most of them pass.",
    "Her rival Garrow called the list a letter to Father Christmas, and asked who would pay.",
]
FOOT = ["Share this article", "© 2021 Quayside Courier Ltd."]
ANNOUNCED = "Her other orders are as follows:"


def test_announced_lines_stay() -> None:
    removed = find_removals("\n".join([*ABOVE, ANNOUNCED, *ITEMS, *BELOW, *FOOT]))
    assert {removal.line.text for removal in removed} == set(FOOT)


LINKS = [
    "Hale Wins the Cup at Last",
    "Ferry Prices to Rise Again in May",
    "Pier Lamp Sold to a Museum",
    "Five Walks Around the Upper Town",
]
OTHERS = [
    ("a header of links", [*ABOVE, "Related Articles:", *LINKS, *BELOW, *FOOT]),
    ("no text below", [*ABOVE, *BELOW, "You may like these as well:", *LINKS, *FOOT]),
]


@pytest.mark.parametrize(
    "lines", [case[1] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
def test_lists_of_links_go(lines: list[str]) -> None:
    removed = {removal.line.text for removal in find_removals("\n".join(lines))}
    assert removed >= {*LINKS[:-1], *FOOT}


NO_LISTS = [
    ("two lines", [ANNOUNCED, *ITEMS[:2], *BELOW]),
    (
        "a sentence",
        [ANNOUNCED, *ITEMS[:2], "She signed none of them.", *ITEMS[2:4], *BELOW],
    ),
    ("parts of a sentence", [ANNOUNCED, "and", "the pier", "the ferry", *BELOW]),
    ("the end of the text", [ANNOUNCED, *ITEMS]),
    ("a label", ["Her orders:", *ITEMS, *BELOW]),
]


@pytest.mark.parametrize(
    "lines", [case[1] for case in NO_LISTS], ids=[case[0] for case in NO_LISTS]
)
def test_what_is_no_announced_list(lines: list[str]) -> None:
    page = ScannedPage.of("\n".join([*ABOVE, *lines]), shipped())
    assert not announced_lines(page, {})
