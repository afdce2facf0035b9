"""The counters of a slide show go from the middle of a text; marks and scores stay."""

from __future__ import annotations

import pytest

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped
from cleaners.boilerplate.slide_counters import slide_counters

SLIDES = [
    "The last boat has left the island. Whoever stays will be without a link until Thursday.",
    "A tree has come down across the coast road, and drivers are asked to go round by the quarry.",
    "Schools close an hour early. Children who are not fetched may wait in the hall with soup.",
]


@pytest.mark.parametrize(
    ("counters", "found"),
    [
        (["1 of 3", "2 of 3", "3 of 3"], 3),
        (["2/12", "3/12", "4/12"], 3),
        (["1 von 3", "2 von 3", "3 von 3"], 3),
        (["1 of 3", "3 of 3", "2 of 3"], 0),
        (["1 of 3", "2 of 4", "3 of 5"], 0),
        (["4 of 5", "4 of 5", "4 of 5"], 0),
        (["8 of 7", "9 of 7", "10 of 7"], 0),
        (["1 of 3", "2 of 3", "The third"], 0),
        (["1 of 3 boats", "2 of 3 boats", "3 of 3 boats"], 0),
    ],
)
def test_counters_of_slides(counters: list[str], found: int) -> None:
    lines = [line for pair in zip(counters, SLIDES, strict=True) for line in pair]
    page = ScannedPage.of("\n\n".join(lines), shipped())
    assert len(list(slide_counters(page))) == found
