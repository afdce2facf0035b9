"""Turn removed lines into edits that leave the paragraphs around them apart as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cleaners.boilerplate.page import Removal
from cleaners.draft import Edit
from cleaners.lines import bounds

BLANK_LINES = "layout/blank-lines"
BLANK_LINE = "\n\n"

Span = tuple[int, int]


def edits_of(
    text: str, removals: Sequence[Removal]
) -> tuple[tuple[Removal | None, Edit], ...]:
    """Pair each removal with its edit, and blank lines that are too many with None.

    Of the gaps around a run of removed lines one stays: the first with a blank line in it. Two or
    more blank lines between kept lines become one; those at the ends of the text go.
    """
    spans = [(start, end) for start, end in bounds(text) if text[start:end].strip()]
    removal_at = {removal.line.start: removal for removal in removals}
    gone = {
        number: removal_at[start]
        for number, (start, _) in enumerate(spans)
        if start in removal_at
    }
    gaps = _gaps(text, spans)
    found: list[tuple[Removal | None, Edit]] = []
    for removed, run in groupby(range(len(spans)), key=gone.__contains__):
        if removed:
            found += _run_edits(text, spans, list(run), gaps, gone)
    found += [
        (None, edit) for edit in _spare_blanks(text, gaps, [edit for _, edit in found])
    ]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def _gaps(text: str, spans: Sequence[Span]) -> list[Span]:
    """List what stands before the first line, between lines, and after the last one."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return list(zip(ends, starts, strict=True))


def _run_edits(
    text: str,
    spans: Sequence[Span],
    numbers: Sequence[int],
    gaps: Sequence[Span],
    gone: Mapping[int, Removal],
) -> Iterator[tuple[Removal, Edit]]:
    """Cover a run of removed lines and its gaps, but for the one gap that stays."""
    first, last = numbers[0], numbers[-1]
    around = range(first, last + 2)
    kept = _kept_gap(text, gaps, around, len(spans))
    for number in numbers:
        start, end = spans[number]
        if kept is None or number < kept:
            start = gaps[number][0]
        else:
            end = gaps[number + 1][1]
        if kept is None and number == last:
            end = gaps[last + 1][1]
        removal = gone[number]
        yield (
            removal,
            Edit(
                start, end, "", removal.rule, removal.confidence, removal.votes.cast()
            ),
        )


def _kept_gap(text: str, gaps: Sequence[Span], around: range, count: int) -> int | None:
    """Choose the gap that stays; at either end of the text none does."""
    if around[0] == 0 or around[-1] == count:
        return None
    return next(
        (number for number in around if text[slice(*gaps[number])].count("\n") > 1),
        around[0],
    )


def _spare_blanks(
    text: str, gaps: Sequence[Span], removed: Sequence[Edit]
) -> Iterator[Edit]:
    """Cut gaps that no removal covers: to nothing at the ends, to one blank line inside."""
    starts, ends = {edit.start for edit in removed}, {edit.end for edit in removed}
    for number, (start, end) in enumerate(gaps):
        if start == end or start in starts or end in ends:
            continue
        if number in (0, len(gaps) - 1):
            yield Edit(start, end, "", BLANK_LINES)
        elif text.count("\n", start, end) > len(BLANK_LINE):
            same = text.startswith(BLANK_LINE, start)
            yield Edit(
                start + len(BLANK_LINE) * same,
                end,
                "" if same else BLANK_LINE,
                BLANK_LINES,
            )
