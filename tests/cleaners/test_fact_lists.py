"""Figures, tables, programmes and subheads inside running text stay; labels of the page go."""

from __future__ import annotations

import pytest

from cleaners.article import Article, Record
from cleaners.boilerplate.fact_lists import fact_lists
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped
from cleaners.pipeline import clean

ABOVE = "The glass works announced its results for the three months to the end of March today."
BELOW = "The chairman said that more glass was sold than ever, and that this is what they do."
LISTS = {
    "figures behind labels": [
        "Revenue: 14.2 million (13.1 million)",
        "Profit before tax: 1.1 million (0.9 million)",
        "Dividend: 2.4p a share",
    ],
    "rows of a table": [
        "Quay\tSkarne\tOrrick",
        "07:10\t08:00\t08:35",
        "17:10\t18:00\t18:35",
    ],
    "columns of spaces": ["Apples   412   390", "Pears    77   102", "Plums    0   14"],
    "a programme": [
        "Thursday: The Drowned Bell, a play in two acts",
        "Friday: Songs from the night shift",
        "Sunday: closed",
    ],
    "one in German": [
        "Montag: Ruhetag",
        "Dienstag: Chorprobe im Saal",
        "Freitag: Suppe und Lieder",
    ],
    "results": [
        "Overlea 3, Nether Marsh 1",
        "Skarne 0, Orrick 0 (Orrick won on penalties)",
        "Dunholm 2, Lyd Valley 2",
    ],
}
SUBHEADS = [
    "Bees",
    "They need less than you think: a dry box, a small door and to be left alone.",
    "Food",
    "Feed them in September, for in December it is too late and in January cruel.",
    "Snow",
    "Leave it. It keeps the hive warm.",
]
NO_LISTS = {
    "what a page says of itself, below the text": [
        ABOVE,
        BELOW,
        "Views: 1,204",
        "Likes: 12",
        "Shares: 40",
    ],
    "the same above the text": [
        "Views: 1,204",
        "Likes: 12",
        "Shares: 40",
        ABOVE,
        BELOW,
    ],
    "two figures": [ABOVE, "Views: 1,204", "Likes: 12", BELOW],
    "names above comments": [
        "Ann Keller",
        "My neighbour has a parrot that is a good deal worse than this, believe me.",
        "Bob Frost",
        "Those who can not bear it should try a week beside the bypass for a change.",
        "Cal Moor",
        "He is nine years old and hoarse, so leave him alone, that is what I say to them.",
    ],
    "one button, three times": ["Reply", ABOVE, "Reply", BELOW, "Reply", ABOVE],
}


def text_of(lines: list[str]) -> str:
    article = clean(Record("glass.txt", "text", 0, "\n\n".join(lines), ""))
    assert isinstance(article, Article)
    return article.text


@pytest.mark.parametrize("items", LISTS.values(), ids=LISTS)
def test_a_list_inside_of_running_text_stays(items: list[str]) -> None:
    assert "\n".join(items) in text_of([ABOVE, "\n".join(items), BELOW])


def test_subheads_of_short_paragraphs_stay() -> None:
    text = text_of(["How to winter a hive", *SUBHEADS])
    assert all(line in text for line in SUBHEADS)


def test_the_first_line_stays_where_the_next_one_does() -> None:
    flask = (
        "The flask held vinegar.[1] It was found at low water by a boy with a rake.[2]"
    )
    assert flask in text_of(
        ["A flask from the river", flask, "[1] Analysis by the college, 2024."]
    )


@pytest.mark.parametrize("lines", NO_LISTS.values(), ids=NO_LISTS)
def test_labels_of_a_page_are_no_list_of_the_article(lines: list[str]) -> None:
    page = ScannedPage.of("\n".join(lines), shipped())
    assert not list(fact_lists(page, {}))
