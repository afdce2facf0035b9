"""Keep the number of edits of one text within bounds: many small ones become few larger ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.pieces import Edit

Span = tuple[int, int]

# Edits of one rule in one text. Honest articles have some hundred; each costs a row of the ledger
# and some microseconds for every stage. A guard, not tuned.
MAX_EDITS = 10_000


def merge_spans(spans: Sequence[Span]) -> Sequence[Span]:
    """Merge neighbouring ranges of a text, which are in order, until there are not too many."""
    if len(spans) <= MAX_EDITS:
        return spans
    size = -(-len(spans) // MAX_EDITS)
    groups = [spans[first : first + size] for first in range(0, len(spans), size)]
    return [(group[0][0], group[-1][1]) for group in groups]


def merge_many(text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Merge neighbouring edits, which are in order, until there are not too many."""
    if len(edits) <= MAX_EDITS:
        return edits
    size = -(-len(edits) // MAX_EDITS)
    return list(_merged(text, edits, size))


def _merged(text: str, edits: Sequence[Edit], size: int) -> Iterator[Edit]:
    for first in range(0, len(edits), size):
        group = edits[first : first + size]
        yield _merge(text, group)


def _merge(text: str, group: Sequence[Edit]) -> Edit:
    """Return one edit that does what a group of edits does."""
    first = group[0]
    parts: list[str] = []
    at = first.start
    for edit in group:
        between = text[at : edit.start]
        parts.append(between)
        parts.append(edit.text)
        at = edit.end
    merged = "".join(parts)
    return Edit(first.start, at, merged, first.rule)
