"""Find lines that stay alone among removed ones below the body: a headline in a list of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.page import ScannedPage
from cleaners.lines import Line, ends_sentence

# Both were chosen on the development pages.
AROUND = 2  # removed lines above it and below
COST = 3.0  # log-odds that removing it may lose


def without_islands(
    page: ScannedPage, removed: Sequence[bool], gains: Sequence[float]
) -> list[bool]:
    """Return which lines are removed, with those that stay alone in the tail.

    `gains` are those of removing each line.
    """
    alone = [number for number in _islands(page, removed) if gains[number] > -COST]
    return [is_gone or number in alone for number, is_gone in enumerate(removed)]


def _islands(page: ScannedPage, removed: Sequence[bool]) -> Iterator[int]:
    """Yield the positions of lines of the tail that stay, are no text, and have such neighbours."""
    for number, line in enumerate(page.lines):
        is_below = page.places[number] == "tail" and not removed[number]
        if is_below and _is_label(line) and _is_amid(removed, number):
            yield number


def _is_label(line: Line) -> bool:
    return not line.is_prose and not ends_sentence(line.text)


def _is_amid(removed: Sequence[bool], number: int) -> bool:
    """Whether enough lines right above a line and right below it are removed."""
    above = removed[max(0, number - AROUND) : number]
    below = removed[number + 1 : number + 1 + AROUND]
    return sum(above) == sum(below) == AROUND
