"""A text under revision that keeps its raw source.

A `Draft` is a row of `Piece`s that tiles the raw text: every raw character is either kept or lies
inside exactly one revised piece. Hence the raw text can always be rebuilt from the clean text and
the ledger, and every changed character can name the stages and rules that changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cleaners.pieces import (
    Edit,
    Evidence,
    Mark,
    OverlapError,
    Piece,
    StagedEdit,
    revise_pieces,
)

__all__ = [
    "Draft",
    "Edit",
    "Entry",
    "Evidence",
    "Mark",
    "OverlapError",
    "Piece",
    "replay",
    "rewind",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger: the raw text, the text now, and why.

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


@dataclass(frozen=True, slots=True)
class Draft:
    """The raw text and its revisions so far."""

    raw: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, raw: str) -> Draft:
        """Return a draft that changes nothing."""
        return cls(raw, (Piece(raw, 0, len(raw)),))

    @classmethod
    def restored(cls, raw: str, ledger: Iterable[Entry]) -> Draft:
        """Rebuild a draft from its raw text and its ledger, in raw order."""
        pieces: list[Piece] = []
        at = 0
        for entry in ledger:
            start = entry.start
            end = entry.end
            revised = Piece(entry.after, start, end, entry.marks)
            pieces += _kept(raw, at, start)
            pieces.append(revised)
            at = end
        rest = _kept(raw, at, len(raw))
        pieces += rest
        return cls(raw, tuple(pieces))

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
        """Apply edits of several stages that were all given the same text. Raises as `revise`."""
        staged: list[StagedEdit] = []
        for stage, edits in edits_by_stage.items():
            edits_of_stage = [(edit, stage) for edit in edits]
            staged += edits_of_stage
        if not staged:
            return self
        revised = revise_pieces(self.pieces, staged)
        return Draft(self.raw, revised)

    def ledger(self) -> Iterator[Entry]:
        """Yield the revisions so far, in raw order."""
        for piece in self.pieces:
            if piece.marks:
                before = self.raw[piece.start : piece.end]
                yield Entry(piece.start, piece.end, before, piece.text, piece.marks)


def replay(raw: str, ledger: Iterable[Entry]) -> str:
    """Rebuild the clean text from the raw text and its ledger."""
    parts: list[str] = []
    at = 0
    for entry in ledger:
        kept = raw[at : entry.start]
        parts += [kept, entry.after]
        at = entry.end
    parts.append(raw[at:])
    return "".join(parts)


def rewind(clean: str, ledger: Iterable[Entry]) -> str:
    """Rebuild the raw text from the clean text and its ledger."""
    parts: list[str] = []
    at = 0  # in the clean text
    shift = 0  # from raw offsets to offsets in the clean text
    for entry in ledger:
        start = entry.start + shift
        kept = clean[at:start]
        parts += [kept, entry.before]
        length_now = len(entry.after)
        length_before = len(entry.before)
        at = start + length_now
        shift += length_now - length_before
    parts.append(clean[at:])
    return "".join(parts)


def _kept(raw: str, start: int, end: int) -> list[Piece]:
    """Return the piece that keeps a stretch of the raw text, none for an empty one."""
    if start >= end:
        return []
    return [Piece(raw[start:end], start, end)]
