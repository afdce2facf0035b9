"""The times above the entries of a live report stay; those of comments and players go."""

from __future__ import annotations

import pytest

from cleaners.article import Article, Record
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped
from cleaners.boilerplate.ticker import entry_heads
from cleaners.pipeline import clean

ENTRIES = [
    "The last boat has left the island. Whoever stays will be without a link until Thursday.",
    "A tree has come down across the coast road, and drivers are asked to go round by the quarry.",
    "Schools close an hour early. Children who are not fetched may wait in the hall with soup.",
]
FALLING = ["17:40", "16:15", "14:02"]


def report(
    times: list[str], heads: tuple[str, ...] = ("", "", ""), above: str = ""
) -> str:
    lines: list[str] = []
    for time, head, entry in zip(times, heads, ENTRIES, strict=True):
        lines += [*filter(None, (above, time, head, entry)), ""]
    return "\n".join(lines)


SHORT = f"6:50\nThe keeper opens a window.\n7:12\nA cat leaves.\n8:40\n{ENTRIES[1]}"
REPORTS = [
    report(FALLING),
    report(FALLING[::-1]),
    report(["17.40 Uhr", "16.15 Uhr", "14.02 Uhr"]),
    report(["5:40 pm", "1:15 p.m.", "11:02 am"]),
    report(FALLING, heads=("No boats", "A tree falls", "Early break")),
    f"{ENTRIES[0]}\n{ENTRIES[2]}\n{SHORT}",
]
OTHERS = [
    ("two times", report(["17:40", "16:15", "Later"])),
    ("no order", report(["16:15", "17:40", "14:02"])),
    ("comments, with a name above", report(FALLING, above="Harold B.")),
    (
        "lengths of films with full stops",
        "0:45\nStorm at sea today.\n1:20\nA tree falls down.\n2:05\nSoup is served.",
    ),
    ("lengths of films", "0:45\nStorm at sea\n1:20\nA tree falls\n2:05\nSoup"),
]


@pytest.mark.parametrize("text", REPORTS)
def test_the_times_of_a_live_report_stay(text: str) -> None:
    article = clean(Record("live.txt", "text", 0, text, ""))
    assert isinstance(article, Article)
    assert article.text == text.strip()


@pytest.mark.parametrize(
    "text", [case[1] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
def test_other_times_are_none_of_a_live_report(text: str) -> None:
    page = ScannedPage.of(text, shipped())
    assert not entry_heads(page)
