"""Do what people decided in review: keep lines, leave words alone, set values."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cleaners.answers import Repair, fold_line, fold_repair
from cleaners.article import Metadata, Provenance
from cleaners.dates import read_moment
from cleaners.draft import Draft, Edit, Piece
from cleaners.lines import line_spans

SOURCE = "review"  # where a value was read that a person set
DATE = "published_at"
Span = tuple[int, int]
"""Start and end in the raw text."""


def without_wrong(
    text: str, edits: Iterable[Edit], wrong: Collection[Repair]
) -> tuple[Edit, ...]:
    """Return edits of a text without the repairs that are wrong."""
    if not wrong:
        return tuple(edits)
    return tuple(edit for edit in edits if _repair_of(text, edit) not in wrong)


def _repair_of(text: str, edit: Edit) -> Repair:
    return fold_repair(text[edit.start : edit.end], edit.text)


def with_lines(draft: Draft, kept: Collection[str]) -> Draft:
    """Put back the whole lines that stay, wherever they were removed."""
    spans = tuple(_kept_spans(draft, kept)) if kept else ()
    if not spans:
        return draft
    pieces: list[Piece] = []
    for piece in draft.pieces:
        if _is_gone(piece):
            pieces += _divided(piece, draft.raw, spans)
        else:
            pieces.append(piece)
    return Draft(draft.raw, tuple(pieces))


def _is_gone(piece: Piece) -> bool:
    """Return whether a piece is raw text of which nothing is left."""
    return not piece.text and piece.start < piece.end


def _divided(piece: Piece, raw: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Divide a piece of which nothing is left, so that some of it stays."""
    at = piece.start
    for span_start, span_end in spans:
        start = max(span_start, at)
        end = min(span_end, piece.end)
        if start >= end:
            continue
        if at < start:
            yield replace(piece, start=at, end=start)
        yield Piece(raw[start:end], start, end)
        at = end
    if at < piece.end:
        yield replace(piece, start=at)


def _kept_spans(draft: Draft, kept: Collection[str]) -> Iterator[Span]:
    """Yield the raw lines that stay, each with the line breaks around it that were removed."""
    raw = draft.raw
    runs = _gone_runs(draft.pieces)
    after = 0
    for start, end in line_spans(raw):
        if fold_line(raw[start:end]) not in kept:
            continue
        run_start, run_end = _run_at(runs, start)
        if run_start <= start and end <= run_end:
            first = _before_space(raw, start, max(run_start, after))
            after = _after_space(raw, end, run_end)
            yield first, after


def _run_at(runs: Sequence[Span], place: int) -> Span:
    """Return the last stretch that starts at or before a place; an empty one if none does."""
    following = bisect(runs, place, key=_start)
    return runs[following - 1] if following else (0, 0)


def _start(span: Span) -> int:
    return span[0]


def _gone_runs(pieces: Iterable[Piece]) -> list[Span]:
    """List the stretches of the raw text of which nothing is left, as long as they go."""
    runs: list[Span] = []
    for piece in pieces:
        if not _is_gone(piece):
            continue
        start = piece.start
        if runs and runs[-1][1] == start:
            start, _ = runs.pop()
        runs.append((start, piece.end))
    return runs


def _before_space(raw: str, start: int, least: int) -> int:
    """Return where the white space before a place begins."""
    while start > least and raw[start - 1].isspace():
        start -= 1
    return start


def _after_space(raw: str, end: int, most: int) -> int:
    """Return where the white space after a place ends."""
    while end < most and raw[end].isspace():
        end += 1
    return end


def with_values(known: Metadata, values: Mapping[str, str]) -> Metadata:
    """Set the values that a person corrected; notes name those that were read."""
    for column, value in values.items():
        known = _with_value(known, column, value)
    return known


def _with_value(known: Metadata, column: str, value: str) -> Metadata:
    """Set one value."""
    right = read_moment(value) if column == DATE else value or None
    notes = _notes(known, column, right)
    others = [mark for mark in known.provenance if mark.column != column]
    provenance = (*others, Provenance(column, SOURCE))
    corrected: dict[str, Any] = {column: right}
    return replace(known, notes=notes, provenance=provenance, **corrected)


def _notes(known: Metadata, column: str, right: object) -> tuple[str, ...]:
    """Note what a value was, if another one is right."""
    before = getattr(known, column)
    if right == before:
        return known.notes
    was = _as_text(before)
    note = f"{column}: corrected in review (review/value), was {was}"
    return (*known.notes, note)


def _as_text(value: object) -> str:
    """Write a value that was read."""
    if value is None:
        return "unknown"
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)
