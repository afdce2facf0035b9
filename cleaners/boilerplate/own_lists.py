"""Find the lists that are part of an article, although they read like lists of links.

- Dates of a tour in their order, matches, or results, right below running text, with a few labels
  between.
- The ingredients of a recipe, with their measures, and what it says of its time and servings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from cleaners.boilerplate.list_items import (
    day_of,
    is_counted,
    is_match,
    is_measured,
    is_recipe_fact,
    is_result,
)
from cleaners.boilerplate.page import Removals, ScannedPage

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
    found = {*_events(page, proposed), *_recipes(page, proposed)}
    return frozenset(number for number in found if _is_free(page, number, proposed))


def _is_free(page: ScannedPage, number: int, proposed: Removals) -> bool:
    return page.lines[number].index not in proposed


def _events(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the lines of lists of events, with the labels above them."""
    ends: set[int] = set()  # of lists that were found
    for run in sorted(_event_runs(page), key=lambda run: run.start):
        labels = _labels_above(page, run, proposed, ends)
        if labels is not None:
            ends.add(run.stop - 1)
            yield from labels
            yield from run


def _event_runs(page: ScannedPage) -> Iterator[Run]:
    texts = [line.text for line in page.lines]
    yield from _runs(map(is_match, texts))
    yield from _runs(map(is_result, texts))
    for run in _runs(day_of(text) is not None for text in texts):
        if _are_in_order(texts[run.start : run.stop]):
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


def _labels_above(
    page: ScannedPage, run: Run, proposed: Removals, ends: set[int]
) -> Run | None:
    """Return the labels between running text and a list; None where none is above it."""
    lowest = run.start - 1 - MOST_LABELS
    for number in range(run.start - 1, max(lowest, 0) - 1, -1):
        if page.scanned[number].is_core or number in ends:
            return range(number + 1, run.start)
        if not _is_label(page, number, proposed):
            return None
    return None


def _is_label(page: ScannedPage, number: int, proposed: Removals) -> bool:
    text = page.lines[number].text
    return len(text) <= LABEL_CHARACTERS and _is_free(page, number, proposed)


def _recipes(page: ScannedPage, proposed: Removals) -> Iterator[int]:
    """Yield the lines of ingredients, the label above them, and the facts of the recipe."""
    texts = [line.text for line in page.lines]
    if sum(map(is_measured, texts)) < FEWEST_MEASURED:
        return
    runs = [run for run in _ingredient_runs(page) if _has_measures(texts, run)]
    for run in runs:
        yield from run
        if run.start and _is_label(page, run.start - 1, proposed):
            yield run.start - 1
    if runs:
        yield from _positions(texts, is_recipe_fact)


def _positions(texts: Sequence[str], is_wanted: Callable[[str], bool]) -> Iterator[int]:
    return (number for number, text in enumerate(texts) if is_wanted(text))


def _has_measures(texts: Sequence[str], run: Run) -> bool:
    measured = sum(is_measured(texts[number]) for number in run)
    return measured >= FEWEST_MEASURED


def _ingredient_runs(page: ScannedPage) -> Iterator[Run]:
    """Yield the ranges of items with numbers; one label may stand after each ("salt to taste")."""
    texts = [line.text for line in page.lines]
    counted = list(map(is_counted, texts))
    loose = [
        above and not scanned.line.is_prose and not scanned.hits
        for above, scanned in zip([False, *counted], page.scanned, strict=False)
    ]
    flags = [one or other for one, other in zip(counted, loose, strict=True)]
    yield from _runs(flags)
