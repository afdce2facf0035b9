"""Check lists that belong to an article: dates of a tour, matches, results and ingredients."""

import pytest

from cleaners.boilerplate import find_removals
from cleaners.boilerplate.list_items import (
    Day,
    day_of,
    is_match,
    is_measured,
    is_result,
)

BODY = [
    "The Reed Sisters will play in nine towns this autumn, the singer told the harbour paper.",
    "Their third album was recorded in a boat shed, with the rain on its roof on every song.",
    "Tickets are sold from Friday at the harbour office and at all nine halls, she said.",
]
FOOT = ["Photo Credit: Ada Keller", "Share this article", "© 2021 Sound Courier Ltd."]
TOUR = [
    "9/03 – Oxney @ Mill Hall",
    "9/05 – Marlow, Fen Inn",
    "10/01 – Brant Island @ The Pier",
    "11/11 – Quayside @ Salt House",
]
NAMED = [
    "Sat., Nov. 12 – Oxney @ Mill Hall",
    "Dec. 2-3 – Marlow @ Fen Inn",
    "Jan. 19 – Brant Island @ The Pier",
]
GERMAN = [
    "3. Oktober: Oxau, Mühle",
    "5. Oktober: Marl, Fährhaus",
    "9. November: Brandt",
]
MATCHES = [
    "- Oxney v Marlow at Mill Field",
    "- Brant Island v Quayside at the Pier",
    "- Hale v Garrow at Long Meadow",
]
RESULTS = ["Oxney 29, Marlow 25", "Brant Island 50, Quayside 45", "Hale 43, Garrow 35"]
SCORES = [
    "Oxney - Marlow: 2-2",
    "Brant Island – Quayside 0:1",
    "Hale - Garrow: 3-3 (1-0)",
]
INGREDIENTS = [
    "Prep time: 10 mins",
    "Serves: 4",
    "What you need:",
    "800 g eel, skinned",
    "1 large leek",
    "2 tbsp oil",
    "1 tsp mustard",
    "Salt to taste",
]
OWN = [
    ("a tour", ["Tour dates", *TOUR]),
    ("a tour by the names of months", ["Autumn tour", *NAMED]),
    ("a German tour", GERMAN),
    ("two legs of a tour", ["First leg", *TOUR, "Second leg", *NAMED]),
    ("matches", ["Saturday 26th November", *MATCHES]),
    ("results", ["Girls, quarter-finals", *RESULTS]),
    ("results below the names of both sides", ["The results:", *SCORES]),
    ("a recipe", INGREDIENTS),
]


@pytest.mark.parametrize(
    "items", [case[1] for case in OWN], ids=[case[0] for case in OWN]
)
def test_lists_of_the_article_stay(items: list[str]) -> None:
    removed = find_removals("\n\n".join([*BODY, *items, *FOOT]))
    assert {removal.line.text for removal in removed} == set(FOOT)


ARCHIVE = [
    "11/11 – Pier of Quayside closes for a week",
    "10/01 – Brant Island elects a mayor",
    "9/05 – Marlow drains its fen",
]
OTHERS = [
    ("dates that fall", ["Latest", *ARCHIVE], ARCHIVE),
    ("below a header of links", ["Related Articles", *TOUR], TOUR),
    (
        "numbers without measures",
        [
            "Most read",
            "5 eels that won a prize",
            "10 piers to see",
            "3 ferries for sale",
        ],
        ["5 eels that won a prize", "10 piers to see"],
    ),
]


@pytest.mark.parametrize(
    ("below", "gone"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
def test_lists_of_links_go(below: list[str], gone: list[str]) -> None:
    removed = find_removals("\n\n".join([*BODY, *below, *FOOT]))
    assert {removal.line.text for removal in removed} >= set(gone)


def test_an_item_begins_with_its_day() -> None:
    assert day_of("9/03 – Oxney") == Day((9, 3), (3, 9))
    assert day_of("Sat., Nov. 12 – Oxney") == Day((11, 12), (11, 12))
    assert day_of("3. Oktober: Oxau") == Day((10, 3), (10, 3))


@pytest.mark.parametrize(
    "text",
    ["Jun 11, 2024", "9/03", "29/11/2025 - Pier closes"],
)
def test_a_date_alone_is_no_item(text: str) -> None:
    assert day_of(text) is None


def test_items_are_told_by_their_form() -> None:
    assert is_match("Oxney vs. Marlow")
    assert not is_match("The state v the ferry office")
    assert is_result("Oxney 2-1 Marlow")
    assert not is_result("Oxney won 2-1")
    assert is_result("Oxney - Marlow: 2-1")
    assert not is_result("Oxney - Marlow: ferry sails at 2-1")
    assert not is_result("Oxney - Marlow: 12.30 - 14.15")
    assert is_measured("½ cup flour")
    assert not is_measured("5 piers to see")
