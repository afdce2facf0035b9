"""Do what people decided in review: keep lines, leave words alone, set values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cleaners.answers import Repair, fold_line, fold_repair
from cleaners.article import Metadata, Provenance
from cleaners.dates import read_moment
from cleaners.draft import Draft, Edit, Piece
from cleaners.lines import line_spans

SOURCE = "review"  # where a value was read that a person set
DATE = "published_at"


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
    """Put back the lines that stay, wherever they were removed."""
    if not kept:
        return draft
    pieces: list[Piece] = []
    for piece in draft.pieces:
        if piece.text or not piece.marks:
            pieces.append(piece)
        else:
            raw = draft.raw[piece.start : piece.end]
            pieces += _divided(piece, raw, kept)
    return Draft(draft.raw, tuple(pieces))


def _divided(piece: Piece, raw: str, kept: Collection[str]) -> Iterator[Piece]:
    """Divide a piece of which nothing is left, so that some of its lines stay."""
    at = 0
    for start, end in _kept_spans(raw, kept):
        if start > at:
            yield _part(piece, at, start)
        text = raw[start:end]
        first = piece.start + start
        yield Piece(text, first, first + len(text))
        at = end
    if at < len(raw) or not raw:
        yield _part(piece, at, len(raw))


def _part(piece: Piece, start: int, end: int) -> Piece:
    return replace(piece, start=piece.start + start, end=piece.start + end)


def _kept_spans(raw: str, kept: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines that stay with the line breaks around them."""
    after = 0
    for start, end in line_spans(raw):
        if fold_line(raw[start:end]) not in kept:
            continue
        while start > after and raw[start - 1].isspace():
            start -= 1  # noqa: PLW2901 - grows over what separates the line
        while end < len(raw) and raw[end].isspace():
            end += 1  # noqa: PLW2901 - the same
        yield start, end
        after = end


def with_values(known: Metadata, values: Mapping[str, str]) -> Metadata:
    """Set the values that a person corrected; notes name those that were read."""
    for column, value in values.items():
        known = _with_value(known, column, value)
    return known


def _with_value(known: Metadata, column: str, value: str) -> Metadata:
    """Set one value."""
    before = getattr(known, column)
    right = read_moment(value) if column == DATE else value or None
    notes = known.notes
    if right != before:
        was = _as_text(before)
        note = f"{column}: corrected in review (review/value), was {was}"
        notes = (*notes, note)
    others = [mark for mark in known.provenance if mark.column != column]
    provenance = (*others, Provenance(column, SOURCE))
    corrected: dict[str, Any] = {column: right}
    return replace(known, notes=notes, provenance=provenance, **corrected)


def _as_text(value: object) -> str:
    """Write a value that was read."""
    if value is None:
        return "unknown"
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else str(value)
