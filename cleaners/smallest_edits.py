"""Cut a text into lines that are judged one by one, and find the smallest edits of each."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later

# Characters. Longer lines are judged in parts, since the comparison that finds the smallest edits
# is quadratic. A guard, not tuned.
MAX_SEGMENT = 10_000
CUTS = " 、。，"  # a long line is cut after one of these
CUT = compile_later(f"[{CUTS}]")


def segments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not plain ASCII with their offsets, long ones in parts."""
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        if not line.isascii():
            yield from _parts(text, line_start, line_end)
        line_start = line_end + 1


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the parts of a line that ends at `end`, with their offsets."""
    while start < end:
        stop = _part_end(text, start, end)
        yield start, text[start:stop]
        start = stop


def _part_end(text: str, start: int, end: int) -> int:
    """Return where a part ends: after the last space or stop in reach, else after the next one."""
    reach = start + MAX_SEGMENT
    if end <= reach:
        return end
    last_cut = max(text.rfind(cut, start, reach) for cut in CUTS)
    if last_cut >= start:
        return last_cut + 1
    next_cut = CUT.search(text, reach, end)
    if next_cut is None:
        return end
    return next_cut.end()


def smallest_edits(before: str, after: str, offset: int, rule: str) -> Iterator[Edit]:
    """Yield the smallest edits from one text to another; adjacent changes are one.

    `offset` is the place of `before` in the whole text.
    """
    # There is no space in 20,000 characters, hence no words to compare.
    if max(len(before), len(after)) <= 2 * MAX_SEGMENT:
        yield from _between_equal_parts(before, after, offset, rule)
    elif before != after:
        yield Edit(offset, offset + len(before), after, rule)


def _between_equal_parts(
    before: str, after: str, offset: int, rule: str
) -> Iterator[Edit]:
    opcodes = Levenshtein.opcodes(before, after)
    equal_parts = opcodes.as_matching_blocks()  # the last is empty, at the end of both
    start = 0
    after_start = 0
    for part in equal_parts:
        stop = part.a
        after_stop = part.b
        replacement = after[after_start:after_stop]
        if start < stop or replacement:
            yield Edit(offset + start, offset + stop, replacement, rule)
        start = stop + part.size
        after_start = after_stop + part.size
