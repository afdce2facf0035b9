"""Tell what is said in subtitles from the times and numbers around it.

A rule knows the times of a cue. What is said stands right below them, in lines too short for the
model to know them as text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from cleaners.boilerplate.page import Removal, ScannedPage
from cleaners.boilerplate.scan import Hit

CUE_TIMES = "widget/cue-times"  # id of the rule
CUE_NUMBER = "widget/cue-number"
# Rules that remove more lines than a file of subtitles has of text.
CUE_RULES = frozenset({CUE_TIMES, CUE_NUMBER})
CONFIDENCE = 0.98  # of a number right above the times of a cue; set by hand


def spoken_lines(page: ScannedPage) -> frozenset[int]:
    """Return the positions of the lines below the times of a cue, down to a blank line."""
    times = _times(page)
    if not times:
        return frozenset()  # as on most pages, at once
    return frozenset(_below(page, times))


def _below(page: ScannedPage, times: frozenset[int]) -> Iterator[int]:
    marks = times | _numbers(page, times)
    is_cue = False
    for place in range(len(page.lines)):
        goes_on = is_cue and _is_right_below(page, place)
        is_cue = goes_on or place in times
        if is_cue and place not in marks:
            yield place


def cue_numbers(page: ScannedPage) -> Iterator[Removal]:
    """Propose the numbers right above the times of a cue."""
    for number in _numbers(page, _times(page)):
        yield Removal(page.lines[number], CUE_NUMBER, CONFIDENCE)


def _times(page: ScannedPage) -> frozenset[int]:
    """Return the positions of the lines with the times of a cue."""
    lines = enumerate(page.scanned)
    known = [(number, scanned.hits) for number, scanned in lines if scanned.hits]
    return frozenset(number for number, hits in known if _has_times(hits))


def _has_times(hits: Iterable[Hit]) -> bool:
    return any(hit.rule.id == CUE_TIMES for hit in hits)


def _numbers(page: ScannedPage, times: Collection[int]) -> frozenset[int]:
    """Return the positions of the numbers right above the times of a cue."""
    below = [number for number in times if _is_right_below(page, number)]
    return frozenset(
        number - 1 for number in below if page.lines[number - 1].text.isdigit()
    )


def _is_right_below(page: ScannedPage, number: int) -> bool:
    """Whether no blank line is between a line and the one above it."""
    if number == 0:
        return False
    above, line = page.lines[number - 1 : number + 1]
    return line.index == above.index + 1
