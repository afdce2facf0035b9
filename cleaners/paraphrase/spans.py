"""Compare edits with spans of a text."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from operator import itemgetter

from cleaners.draft import Edit

Span = tuple[int, int]
"""Start and end of a part of a text, as offsets in code points."""


def overlaps_any(edit: Edit, spans: Sequence[Span]) -> bool:
    """Return whether an edit shares at least one character with any of some spans."""
    return any(edit.start < end and start < edit.end for start, end in spans)


def starts_inside(edit: Edit, spans: Sequence[Span]) -> bool:
    """Return whether an edit starts inside a span; the spans are sorted and do not overlap."""
    at = bisect(spans, edit.start, key=itemgetter(0)) - 1
    return at >= 0 and edit.start < spans[at][1]
