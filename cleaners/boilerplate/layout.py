"""Turn removed lines into edits that keep the spacing of the paragraphs around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaners.boilerplate.page import Removal
from cleaners.draft import Edit
from cleaners.lines import filled_spans

BLANK_LINES = "layout/blank-lines"
BLANK_LINE = "\n\n"
MAX_NEWLINES = len(BLANK_LINE)  # of a gap between lines: more are cut to one blank line

RemovalEdit = tuple[Removal | None, Edit]
"""An edit and its removal; None for surplus blank lines."""


class _Gap(NamedTuple):
    """What separates two filled lines, or the first or last of them from the end of the text."""

    start: int
    end: int
    newlines: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """The filled lines of a text by start and end, and the gaps before, between and after them."""

    text: str
    lines: tuple[tuple[int, int], ...]
    gaps: tuple[_Gap, ...]

    @classmethod
    def of(cls, text: str) -> _Layout:
        """Find the lines and gaps of a text."""
        lines = tuple(filled_spans(text).values())
        return cls(text, lines, tuple(_gaps(text, lines)))


def _gaps(text: str, lines: Iterable[tuple[int, int]]) -> Iterator[_Gap]:
    """Yield the gaps around the filled lines, one more than there are lines."""
    gap_start = 0
    size = len(text)
    for start, end in (*lines, (size, size)):
        newlines = text.count("\n", gap_start, start)
        yield _Gap(gap_start, start, newlines)
        gap_start = end


def edits_of(text: str, removals: Iterable[Removal]) -> tuple[RemovalEdit, ...]:
    """Return the edits that remove lines and surplus blank lines, in order.

    Of the gaps around a run of removed lines one stays: the first that has a blank line, or the
    first of all. Two or more blank lines between kept lines become one; those at the ends of the
    text go.
    """
    layout = _Layout.of(text)
    pairs = _line_edits(layout, removals)
    surplus = list(_blank_line_edits(layout, pairs))
    in_order = sorted([*pairs, *surplus], key=_edit_of)
    return tuple(in_order)


def _line_edits(layout: _Layout, removals: Iterable[Removal]) -> list[RemovalEdit]:
    """Return the edits that remove lines, with the gaps around them that go too."""
    removed = _by_line(layout, removals)
    pairs: list[RemovalEdit] = []
    for run in _runs(removed):
        pairs += _run_edits(layout, run, removed)
    return pairs


def _edit_of(pair: RemovalEdit) -> Edit:
    return pair[1]


def _by_line(layout: _Layout, removals: Iterable[Removal]) -> dict[int, Removal]:
    """Return the removals by the number of their line among the filled lines, in order."""
    removal_at = {removal.line.start: removal for removal in removals}
    removed: dict[int, Removal] = {}
    for number, (start, _) in enumerate(layout.lines):
        if start in removal_at:
            removed[number] = removal_at[start]
    return removed


def _runs(removed: Iterable[int]) -> list[list[int]]:
    """Group line numbers, which are in order, into runs of consecutive ones."""
    runs: list[list[int]] = []
    following = None  # the number that would continue the last run
    for number in removed:
        if number == following:
            last_run = runs[-1]
            last_run.append(number)
        else:
            runs.append([number])
        following = number + 1
    return runs


def _run_edits(
    layout: _Layout, run: Sequence[int], removed: Mapping[int, Removal]
) -> Iterator[RemovalEdit]:
    """Yield edits that cover a run of removed lines and its gaps, except the gap that is kept."""
    kept = _kept_gap(layout, run)
    last = run[-1]
    for number in run:
        start, end = layout.lines[number]
        gap_above = layout.gaps[number]
        gap_below = layout.gaps[number + 1]
        if kept is None:
            start = gap_above.start
            if number == last:
                end = gap_below.end
        elif number < kept:
            start = gap_above.start
        else:
            end = gap_below.end
        removal = removed[number]
        edit = _edit(start, end, removal)
        yield removal, edit


def _edit(start: int, end: int, removal: Removal) -> Edit:
    return Edit(
        start=start,
        end=end,
        text="",
        rule=removal.rule,
        confidence=removal.confidence,
        evidence=removal.signals.listed(),
    )


def _kept_gap(layout: _Layout, run: Sequence[int]) -> int | None:
    """Return the number of the gap around a run that is kept; at the ends of the text none is."""
    first = run[0]
    below = run[-1] + 1
    is_at_end = below == len(layout.lines)
    if first == 0 or is_at_end:
        return None
    for number in range(first, below + 1):
        gap = layout.gaps[number]
        if gap.newlines > 1:
            return number
    return first


def _blank_line_edits(
    layout: _Layout, pairs: Iterable[RemovalEdit]
) -> Iterator[RemovalEdit]:
    """Yield edits of the gaps that no removal covers: to nothing at the ends, else a blank line."""
    first = layout.gaps[0]
    last = layout.gaps[-1]
    uncovered = _uncovered_gaps(layout, pairs)
    for gap in uncovered:
        is_outer = gap in (first, last)
        if is_outer:
            edit = Edit(gap.start, gap.end, "", BLANK_LINES)
            yield None, edit
        elif gap.newlines > MAX_NEWLINES:
            edit = _one_blank_line(layout.text, gap)
            yield None, edit


def _uncovered_gaps(layout: _Layout, pairs: Iterable[RemovalEdit]) -> Iterator[_Gap]:
    """Yield the gaps that are not empty and that no edit of a removed line covers."""
    starts: set[int] = set()
    ends: set[int] = set()
    for _, edit in pairs:
        starts.add(edit.start)
        ends.add(edit.end)
    for gap in layout.gaps:
        if gap.start in starts or gap.end in ends:
            continue
        if gap.start < gap.end:
            yield gap


def _one_blank_line(text: str, gap: _Gap) -> Edit:
    """Reduce a gap to one blank line; leave its first characters alone if they are one."""
    if text.startswith(BLANK_LINE, gap.start):
        return Edit(gap.start + len(BLANK_LINE), gap.end, "", BLANK_LINES)
    return Edit(gap.start, gap.end, BLANK_LINE, BLANK_LINES)
