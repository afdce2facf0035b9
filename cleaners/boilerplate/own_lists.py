"""Find the lists that are part of an article, although they read like lists of links.

- Dates of a tour in their order, matches, or results, right below running text, with a few labels
  between.
- The ingredients of a recipe, with their measures, and what it says of its time and servings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from cleaners.boilerplate.list_items import (
    bare_item,
    day_of,
    is_counted,
    is_match,
    is_measured,
    is_recipe_fact,
    is_result,
)
from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine

# All were set by hand.
FEWEST_ITEMS = 3  # of a list
FEWEST_MEASURED = 2  # items of a recipe that have a measure
MOST_LABELS = 3  # between running text and a list
LABEL_CHARACTERS = 200  # of a line above a list
LATE, EARLY = 10, 3  # months from which, and to which, dates run over the end of a year

Run = range
"""The positions of the items of a list."""


def own_lists(page: ScannedPage, proposed: Removals) -> frozenset[int]:
    """Return the positions of the lines of such lists that no rule proposes to remove."""
    items = [bare_item(line.text) for line in page.lines]
    found = {*_events(page, items, proposed), *_recipes(page, items, proposed)}
    return frozenset(number for number in found if _is_free(page, number, proposed))


def _is_free(page: ScannedPage, number: int, proposed: Removals) -> bool:
    return page.lines[number].index not in proposed


def _events(
    page: ScannedPage, items: Sequence[str], proposed: Removals
) -> Iterator[int]:
    """Yield the lines of lists of events, with the labels above them."""
    runs = sorted(_event_runs(items), key=_start)
    if not runs:
        return  # as on most pages, at once
    labels = _labels(page, proposed)
    ends = _running_text(page)
    for run in runs:
        anchor = _anchor(run, labels, ends)
        if anchor is not None:
            ends.add(run.stop - 1)
            yield from range(anchor + 1, run.stop)


def _start(run: Run) -> int:
    return run.start


def _running_text(page: ScannedPage) -> set[int]:
    lines = enumerate(page.scanned)
    return {number for number, scanned in lines if scanned.is_core}


def _anchor(run: Run, labels: set[int], ends: set[int]) -> int | None:
    """Return where text or a list ends above a list, with nothing but labels between."""
    for number in _above(run):
        if number in ends:
            return number
        if number not in labels:
            return None
    return None


def _above(run: Run) -> Run:
    """Return the positions above a list where running text may end, upwards."""
    nearest = run.start - 1
    furthest = max(nearest - MOST_LABELS, 0)
    return range(nearest, furthest - 1, -1)


def _labels(page: ScannedPage, proposed: Removals) -> set[int]:
    """Return the positions of the short lines that no rule proposes to remove."""
    lines = enumerate(page.lines)
    short = {number for number, line in lines if len(line.text) <= LABEL_CHARACTERS}
    return {number for number in short if _is_free(page, number, proposed)}


def _event_runs(items: Sequence[str]) -> Iterator[Run]:
    yield from _runs(map(is_match, items))
    yield from _runs(map(is_result, items))
    for run in _runs(day_of(item) is not None for item in items):
        if _are_in_order(items[run.start : run.stop]):
            yield run


def _runs(flags: Iterable[bool]) -> Iterator[Run]:
    """Yield the ranges of enough flags in a row that are set."""
    start = 0
    for is_set, group in groupby(flags):
        length = sum(1 for _ in group)
        if is_set and length >= FEWEST_ITEMS:
            yield range(start, start + length)
        start += length


def _are_in_order(items: Sequence[str]) -> bool:
    """Whether the days of items rise, as those of archives do not."""
    days = [day for day in map(day_of, items) if day]
    readings = ([day.month_first for day in days], [day.day_first for day in days])
    return any(_rise(reading) for reading in readings)


def _rise(days: Sequence[tuple[int, int]]) -> bool:
    """Whether days rise, perhaps over one end of a year."""
    falls = [(before, after) for before, after in pairwise(days) if after < before]
    is_over_year = all(
        before[0] >= LATE and after[0] <= EARLY for before, after in falls
    )
    return is_over_year and len(falls) <= 1 and len(set(days)) > 1


def _recipes(
    page: ScannedPage, items: Sequence[str], proposed: Removals
) -> Iterator[int]:
    """Yield the lines of ingredients, the label above them, and the facts of the recipe."""
    runs = list(_ingredients(page, items))
    labels = _labels(page, proposed) if runs else set()
    for run in runs:
        yield from run
        yield from labels.intersection([run.start - 1])
    if runs:
        yield from _facts(page)


def _facts(page: ScannedPage) -> Iterator[int]:
    lines = enumerate(page.lines)
    return (number for number, line in lines if is_recipe_fact(line.text))


def _ingredients(page: ScannedPage, items: Sequence[str]) -> Iterator[Run]:
    """Yield the ranges of ingredients; few texts have any."""
    if sum(map(is_measured, items)) >= FEWEST_MEASURED:
        runs = _counted_runs(page, items)
        yield from (run for run in runs if _has_measures(items, run))


def _has_measures(items: Sequence[str], run: Run) -> bool:
    measured = sum(is_measured(items[number]) for number in run)
    return measured >= FEWEST_MEASURED


def _counted_runs(page: ScannedPage, items: Sequence[str]) -> Iterator[Run]:
    """Yield the ranges of items with numbers; one label may follow each ("salt to taste")."""
    counted = list(map(is_counted, items))
    below_counted = [False, *counted[:-1]]
    labels = map(_is_plain_label, page.scanned)
    loose = map(all, zip(below_counted, labels, strict=True))
    return _runs(map(any, zip(counted, loose, strict=True)))


def _is_plain_label(scanned: ScannedLine) -> bool:
    return not scanned.line.is_prose and not scanned.hits
