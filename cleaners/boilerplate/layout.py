"""Turn removed lines into edits that leave the paragraphs around them apart as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaners.boilerplate.removal import Removal
from cleaners.draft import Edit
from cleaners.lines import Line, split_lines

BLANK_LINES = "layout/blank-lines"
BLANK_LINE = "\n\n"


def edits_of(text: str, removals: Sequence[Removal]) -> tuple[tuple[Removal | None, Edit], ...]:
    """Pair each removal with its edit, and blank lines that are too many with None.

    Of the gaps around a run of removed lines one stays: the first with a blank line in it. Two or
    more blank lines between kept lines become one; those at the ends of the text go.
    """
    lines = [line for line in split_lines(text) if not line.is_blank]
    gone = {removal.line.index: removal for removal in removals}
    gaps = _gaps(text, lines)
    found: list[tuple[Removal | None, Edit]] = []
    for removed, run in groupby(range(len(lines)), key=lambda number: lines[number].index in gone):
        if removed:
            found += _run_edits(text, lines, list(run), gaps, gone)
    found += [(None, edit) for edit in _spare_blanks(text, gaps, [edit for _, edit in found])]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def _gaps(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """List what stands before the first line, between lines, and after the last one."""
    ends = [0, *(line.end for line in lines)]
    starts = [*(line.start for line in lines), len(text)]
    return list(zip(ends, starts, strict=True))


def _run_edits(
    text: str, lines: Sequence[Line], numbers: Sequence[int], gaps: Sequence[tuple[int, int]], gone: dict[int, Removal]
) -> Iterator[tuple[Removal, Edit]]:
    """Cover a run of removed lines and its gaps, but for the one gap that stays."""
    first, last = numbers[0], numbers[-1]
    around = range(first, last + 2)
    kept = _kept_gap(text, gaps, around, len(lines))
    for number in numbers:
        line = lines[number]
        start = gaps[number][0] if kept is None or number < kept else line.start
        end = gaps[number + 1][1] if kept is not None and number + 1 > kept else line.end
        if kept is None and number == last:
            end = gaps[last + 1][1]
        removal = gone[line.index]
        yield removal, Edit(start, end, "", removal.rule, removal.confidence)


def _kept_gap(text: str, gaps: Sequence[tuple[int, int]], around: range, count: int) -> int | None:
    """Choose the gap that stays; at either end of the text none does."""
    if around[0] == 0 or around[-1] == count:
        return None
    return next((number for number in around if text[slice(*gaps[number])].count("\n") > 1), around[0])


def _spare_blanks(text: str, gaps: Sequence[tuple[int, int]], removed: Sequence[Edit]) -> Iterator[Edit]:
    """Cut gaps that no removal covers: to nothing at the ends, to one blank line inside."""
    starts, ends = {edit.start for edit in removed}, {edit.end for edit in removed}
    for number, (start, end) in enumerate(gaps):
        if start == end or start in starts or end in ends:
            continue
        if number in (0, len(gaps) - 1):
            yield Edit(start, end, "", BLANK_LINES)
        elif text.count("\n", start, end) > len(BLANK_LINE):
            same = text.startswith(BLANK_LINE, start)
            yield Edit(start + len(BLANK_LINE) * same, end, "" if same else BLANK_LINE, BLANK_LINES)
