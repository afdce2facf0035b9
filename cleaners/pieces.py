"""The pieces that a draft is made of, and their revision by edits.

A piece is kept raw text, or the text that revisions put in place of some. To apply edits, the
pieces are read from left to right, and those inside which an edit starts or ends are divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Evidence = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement of the characters from `start` to `end` by `text`, made by `rule`.

    Offsets count code points of the text that the cleaner was given. `confidence` is in 0..1.
    `evidence` lists what the edit rests on, by name, each with its figure.
    """

    start: int
    end: int
    text: str
    rule: str
    confidence: float = 1.0
    evidence: Evidence = ()


StagedEdit = tuple[Edit, str]
"""An edit and the stage that makes it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What revised a piece: a stage and its rule, with which confidence, on what evidence."""

    stage: str
    rule: str
    confidence: float = 1.0
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the draft, and the range of the raw text that it corresponds to."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...] = ()


class OverlapError(ValueError):
    """Two edits of one revision claim the same characters."""


def revise_pieces(
    pieces: Sequence[Piece], staged: Iterable[StagedEdit]
) -> tuple[Piece, ...]:
    """Apply edits, of which there must be some, to the text of pieces.

    Raises OverlapError where two edits overlap, ValueError where one lies outside the text.
    """
    in_order = sorted(staged)
    edits = [edit for edit, _ in in_order]
    length = sum(len(piece.text) for piece in pieces)
    _check(edits, length)
    revised = _revised(pieces, in_order)
    merged = _merged(revised)
    return tuple(merged)


def _check(edits: Sequence[Edit], length: int) -> None:
    """Raise OverlapError or ValueError for edits that cannot be applied to a text of a length."""
    for before, after in pairwise(edits):
        if after.start < before.end:
            raise OverlapError(f"overlapping edits: {before} and {after}")
    _check_place(edits[0], length)
    _check_place(edits[-1], length)


def _check_place(edit: Edit, length: int) -> None:
    """Raise ValueError for an edit outside a text of a length."""
    is_inside = 0 <= edit.start <= edit.end <= length
    if not is_inside:
        raise ValueError(f"an edit outside the text of {length} characters: {edit}")


def _revised(pieces: Sequence[Piece], staged: Iterable[StagedEdit]) -> Iterator[Piece]:
    """Yield the pieces after the edits, which are in order and do not overlap."""
    reader = _Reader(pieces)
    for edit, stage in staged:
        yield from reader.read(edit.start)
        yield reader.replace(stage, edit)
    yield from reader.read(None)


class _Reader:
    """Reads pieces from left to right, and divides those inside which an edit starts or ends."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.next = 0  # the piece that is read next
        self.taken = 0  # its characters that were read already
        self.at = 0  # offset in the current text
        self.raw_at = 0  # offset in the raw text

    def read(self, until: int | None) -> list[Piece]:
        """Return the pieces up to the offset `until` of the current text, or all that are left."""
        parts: list[Piece] = []
        while self.next < len(self.pieces):
            piece = self.pieces[self.next]
            size = len(piece.text) - self.taken
            if until is not None:
                wanted = until - self.at
                if wanted <= 0:
                    break
                size = min(size, wanted)
            part = self._take(size)
            parts.append(part)
        return parts

    def _take(self, size: int) -> Piece:
        """Return the next `size` characters of the next piece."""
        piece = self.pieces[self.next]
        end = self.taken + size
        part = _part(piece, self.taken, end)
        self.at += size
        self.raw_at = part.end
        self.taken = end
        if end == len(piece.text):
            self.next += 1
            self.taken = 0
        return part

    def replace(self, stage: str, edit: Edit) -> Piece:
        """Read the pieces under `edit`; return the one that replaces them."""
        start = self.raw_at
        replaced = self.read(edit.end)
        end = self.raw_at
        marks: list[Mark] = []
        for piece in replaced:
            marks += piece.marks
        mark = Mark(
            stage=stage,
            rule=edit.rule,
            confidence=edit.confidence,
            evidence=edit.evidence,
        )
        marks.append(mark)
        distinct = _distinct(marks)
        return Piece(edit.text, start, end, distinct)


def _part(piece: Piece, start: int, end: int) -> Piece:
    """Return a part of a piece. The raw range of a revised piece stays whole, in its first part."""
    text = piece.text[start:end]
    if not piece.marks:
        return Piece(text, piece.start + start, piece.start + end)
    is_first = start == 0
    raw_start = piece.start if is_first else piece.end
    return Piece(text, raw_start, piece.end, piece.marks)


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Drop empty unrevised pieces; merge revised pieces without raw text into the one before."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text and not piece.marks:
            continue
        is_insertion = piece.marks and piece.start == piece.end
        if last and last.marks and is_insertion:
            last = _joined(last, piece)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _joined(piece: Piece, insertion: Piece) -> Piece:
    """Return a revised piece with the insertion after it; each mark is there once."""
    text = piece.text + insertion.text
    marks = _distinct(piece.marks + insertion.marks)
    return Piece(text, piece.start, piece.end, marks)


def _distinct(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return each mark once, in order."""
    return tuple(dict.fromkeys(marks))
