"""Find the counters above the pictures of a slide show: "1 of 4", "2 of 4".

One alone may be a mark or a score, and a rule removes it only above or below the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.boilerplate.page import Removal, ScannedPage
from cleaners.lazy_patterns import compile_later

COUNTER = compile_later(
    r"(?P<number>\d{1,3}) ?(?:/|of|von|sur|de|di|van|av|af|z|ze|из) ?(?P<count>\d{1,3})"
)
LONGEST_COUNTER = 11  # characters: "101 von 120"; a guard on cost
FEWEST_COUNTERS = 3  # set by hand: two may be scores
CONFIDENCE = 0.98  # set by hand


def slide_counters(page: ScannedPage) -> Iterator[Removal]:
    """Propose the lines that count the slides of one show, each one more than the one above."""
    run: list[int] = []
    before = (0, 0)
    for number, line in enumerate(page.lines):
        counter = _read(line.text)
        if counter is None:
            continue
        if counter != (before[0] + 1, before[1]):
            yield from _removals(page, run)
            run = []
        run.append(number)
        before = counter
    yield from _removals(page, run)


def _read(text: str) -> tuple[int, int] | None:
    """Return the number of a slide and the count of all; None for any other line."""
    if len(text) > LONGEST_COUNTER:
        return None
    found = COUNTER.fullmatch(text)
    if found is None:
        return None
    number, count = int(found["number"]), int(found["count"])
    return (number, count) if number <= count else None


def _removals(page: ScannedPage, run: list[int]) -> Iterator[Removal]:
    if len(run) >= FEWEST_COUNTERS:
        for number in run:
            yield Removal(page.lines[number], "pagination/slide-counter", CONFIDENCE)
