"""A text under revision that never forgets its raw source.

A `Draft` is a row of `Piece`s that tiles the raw text: every raw character is either kept or lies
inside exactly one revised piece. Hence the raw text can always be rebuilt from the clean text and
the ledger, and every changed character can name the stages and rules that changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

Evidence = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters from `start` to `end` by `text`, on the authority of `rule`.

    Offsets count code points of the text that the cleaner was shown. `confidence` lies in 0..1.
    `evidence` names what spoke for the edit, each with its figure.
    """

    start: int
    end: int
    text: str
    rule: str
    confidence: float = 1.0
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Who revised a piece: the stage, its rule, how sure it was and on what evidence."""

    stage: str
    rule: str
    confidence: float = 1.0
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft, and the stretch of the raw text that it stands for."""

    text: str
    start: int
    end: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what stood in the raw text, what stands there now, and why.

    Offsets count code points of the raw text. `marks` are in the order of the revisions.
    """

    start: int
    end: int
    before: str
    after: str
    marks: tuple[Mark, ...]

    @property
    def stage(self) -> str:
        """The stage that had the last word."""
        return self.marks[-1].stage

    @property
    def rule(self) -> str:
        """Every rule that had a hand in the piece, first to last, joined by ` + `."""
        return " + ".join(dict.fromkeys(mark.rule for mark in self.marks))

    @property
    def confidence(self) -> float:
        """The confidence of the least certain of the rules."""
        return min(mark.confidence for mark in self.marks)

    @property
    def evidence(self) -> Evidence:
        """What the rule that had the last word went by."""
        return self.marks[-1].evidence


class OverlapError(ValueError):
    """Two edits of one revision claim the same characters."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The raw text and its revisions so far."""

    raw: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, raw: str) -> Draft:
        """Begin a draft that changes nothing."""
        return cls(raw, (Piece(raw, 0, len(raw)),))

    @classmethod
    def restored(cls, raw: str, ledger: Iterable[Entry]) -> Draft:
        """Take up a draft again from its raw text and its ledger, in raw order."""
        pieces, at = [], 0
        for entry in ledger:
            pieces.append(Piece(raw[at : entry.start], at, entry.start))
            pieces.append(Piece(entry.after, entry.start, entry.end, entry.marks))
            at = entry.end
        pieces.append(Piece(raw[at:], at, len(raw)))
        return cls(raw, tuple(piece for piece in pieces if piece.text or piece.marks))

    @property
    def text(self) -> str:
        """The text as it reads now."""
        return "".join(piece.text for piece in self.pieces)

    def revise(self, stage: str, edits: Iterable[Edit]) -> Draft:
        """Apply edits whose offsets count in `self.text`.

        Raises OverlapError where two edits overlap, ValueError where one lies outside the text.
        """
        return self.revise_together({stage: edits})

    def revise_together(self, edits_by_stage: Mapping[str, Iterable[Edit]]) -> Draft:
        """Apply the edits of several stages that were all shown the same text. Raises as `revise` does."""
        todo = sorted(
            (edit, stage) for stage, edits in edits_by_stage.items() for edit in edits
        )
        if not todo:
            return self
        _check(
            [edit for edit, _ in todo], sum(len(piece.text) for piece in self.pieces)
        )
        pieces: list[Piece] = []
        rest = _Reader(self.pieces)
        for edit, stage in todo:
            pieces += rest.read(edit.start)
            pieces.append(rest.replace(stage, edit))
        pieces += rest.read(None)
        return Draft(self.raw, tuple(_settled(pieces)))

    def ledger(self) -> Iterator[Entry]:
        """Yield the revisions so far, in raw order."""
        for piece in self.pieces:
            if piece.marks:
                before = self.raw[piece.start : piece.end]
                yield Entry(piece.start, piece.end, before, piece.text, piece.marks)


def replay(raw: str, ledger: Iterable[Entry]) -> str:
    """Rebuild the clean text from the raw text and its ledger."""
    parts, at = [], 0
    for entry in ledger:
        parts += [raw[at : entry.start], entry.after]
        at = entry.end
    return "".join([*parts, raw[at:]])


def rewind(clean: str, ledger: Iterable[Entry]) -> str:
    """Rebuild the raw text from the clean text and its ledger."""
    parts, at, shift = [], 0, 0
    for entry in ledger:
        here = entry.start + shift
        parts += [clean[at:here], entry.before]
        at = here + len(entry.after)
        shift += len(entry.after) - len(entry.before)
    return "".join([*parts, clean[at:]])


def _check(todo: list[Edit], length: int) -> None:
    for before, after in pairwise(todo):
        if after.start < before.end:
            raise OverlapError(f"overlapping edits: {before} and {after}")
    for edit in (todo[0], todo[-1]):
        if not 0 <= edit.start <= edit.end <= length:
            raise ValueError(f"an edit outside the text of {length} characters: {edit}")


class _Reader:
    """Reads pieces from left to right, in parts where an edit begins or ends inside one."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        self.next = 0  # the piece that is read next,
        self.taken = 0  # and how many of its characters were read already
        self.at = 0
        self.raw_at = 0

    def read(self, until: int | None) -> list[Piece]:
        """Take the pieces up to the offset `until` of the current text, or all that are left."""
        out: list[Piece] = []
        while self.next < len(self.pieces) and (until is None or self.at < until):
            piece = self.pieces[self.next]
            left = len(piece.text) - self.taken
            size = left if until is None else min(left, until - self.at)
            part = _part(piece, self.taken, self.taken + size)
            self.taken += size
            if self.taken == len(piece.text):
                self.next, self.taken = self.next + 1, 0
            self.at += size
            self.raw_at = part.end
            out.append(part)
        return out

    def replace(self, stage: str, edit: Edit) -> Piece:
        """Take the pieces under `edit` and return the one that replaces them."""
        start = self.raw_at
        under = self.read(edit.end)
        marks = [mark for piece in under for mark in piece.marks]
        marks.append(Mark(stage, edit.rule, edit.confidence, edit.evidence))
        return Piece(edit.text, start, self.raw_at, tuple(dict.fromkeys(marks)))


def _part(piece: Piece, start: int, end: int) -> Piece:
    """Cut a stretch out of a piece; the raw stretch of a revised piece stays whole, with its head."""
    if piece.marks:
        return Piece(
            piece.text[start:end],
            piece.end if start else piece.start,
            piece.end,
            piece.marks,
        )
    return Piece(piece.text[start:end], piece.start + start, piece.start + end)


def _settled(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Drop empty kept pieces, and join to its neighbour what stands for no raw text of its own."""
    held: Piece | None = None
    for piece in pieces:
        if not piece.text and not piece.marks:
            continue
        if held and held.marks and piece.marks and piece.start == piece.end:
            marks = tuple(dict.fromkeys(held.marks + piece.marks))
            held = Piece(held.text + piece.text, held.start, held.end, marks)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
