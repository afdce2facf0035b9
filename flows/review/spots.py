"""An article as a row of spots: the places in its text that a person can decide about.

A spot is a kept line, a line that was removed, or a repair. Each has the answers that turn it
around, for its site and for all sites.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cleaners import legible
from cleaners.answers import (
    EVERYWHERE,
    LineAnswer,
    RepairAnswer,
    fold_line,
    fold_repair,
)
from cleaners.draft import Draft
from cleaners.explain import Fate, Piece
from flows.account import Account
from flows.review.book import Answer, BoilerplateAnswer, Book
from flows.review.queue import Candidate

MAX_LINE = 1_000  # characters of a line that an answer may name: longer ones are prose
CASE_MARK = " => "  # in the cases of rules; a line with it cannot be one
GONE = (Fate.REMOVED, Fate.LIFTED, Fate.LEFT_OUT)
REPAIRING = ("encoding", "paraphrase")  # stages whose repairs may be wrong


class What(StrEnum):
    """What a spot is, by what became of it."""

    KEPT = "kept"
    REMOVED = "removed"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that a spot offers: for which site ("" is all), and whether it was given."""

    answer: Answer
    site: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the text: its pieces, and the answers that it offers, if any."""

    what: What
    pieces: tuple[Piece, ...]
    choices: tuple[Choice, ...] = ()

    @property
    def is_turned(self) -> bool:
        """Whether a person decided that it is to be another way."""
        return any(choice.is_given for choice in self.choices)


def spots_of(account: Account, candidate: Candidate, book: Book) -> tuple[Spot, ...]:
    """Divide an article into spots, in the order of its raw text."""
    raw_lines = account.raw.splitlines()
    lines = frozenset(map(fold_line, raw_lines))
    found = []
    for what, pieces in _groups(account.pieces):
        choices: tuple[Choice, ...] = ()
        if _can_turn(what, pieces, lines):
            choices = _choices(what, pieces, candidate, book)
        found.append(Spot(what, pieces, choices))
    return tuple(found)


def why_not(spot: Spot, number: int) -> str:
    """Say why a spot cannot be turned around, and what can be typed instead."""
    if spot.choices:
        return (
            f"the article has no site; {number}e turns spot {number} around everywhere"
        )
    return (
        f"spot {number} cannot be turned around: a rule is about a whole line of"
        f" up to {MAX_LINE:,} characters"
    )


def _choices(
    what: What, pieces: Sequence[Piece], candidate: Candidate, book: Book
) -> tuple[Choice, ...]:
    answers = _answers(what, pieces, candidate.host)
    return tuple(_choice(answer, book) for answer in answers)


def _can_turn(what: What, pieces: Sequence[Piece], lines: Collection[str]) -> bool:
    """Return whether an answer may turn a spot around: none can for a part of a line."""
    if what is not What.REMOVED:
        return True
    return fold_line(pieces[0].before) in lines


def _choice(answer: Answer, book: Book) -> Choice:
    site = getattr(answer, "site", EVERYWHERE)
    is_given = answer in book
    return Choice(answer, str(site), is_given)


Group = tuple[What, tuple[Piece, ...]]


def _groups(pieces: Sequence[Piece]) -> Iterator[Group]:
    """Yield kept lines whole, with the repairs in them, then these alone; and removed lines."""
    line: list[Piece] = []
    for piece in _by_line(pieces):
        if piece.fate not in GONE:
            line.append(piece)
        if piece.fate in GONE or piece.after.endswith("\n"):
            yield from _line_groups(line)
            line = []
        if piece.fate in GONE and (piece.before.strip() or piece.unkept):
            yield What.REMOVED, (piece,)
    yield from _line_groups(line)


def _line_groups(line: Sequence[Piece]) -> Iterator[Group]:
    """Yield a kept line, and each repair in it."""
    if not any(piece.after.strip() for piece in line):
        return
    yield What.KEPT, tuple(line)
    for piece in line:
        if piece.fate is Fate.REPAIRED and piece.before.strip():
            yield What.REPAIRED, (piece,)


def _by_line(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield pieces cut at line breaks, where they were kept or removed."""
    for piece in pieces:
        if piece.fate is Fate.REPAIRED or piece.unkept:
            yield piece
            continue
        for line in piece.before.splitlines(keepends=True):
            after = "" if piece.fate in GONE else line
            yield Piece(
                fate=piece.fate,
                before=line,
                after=after,
                rule=piece.rule,
                confidence=piece.confidence,
                stage=piece.stage,
            )


def _answers(what: What, pieces: Sequence[Piece], host: str | None) -> list[Answer]:
    """List the answers that turn a spot around, that for its site first."""
    sites = (host, EVERYWHERE) if host else (EVERYWHERE,)
    if what is What.REPAIRED:
        return _wrong(pieces[0], sites)
    text = _line(pieces).strip()
    return _about_line(what, text, sites)


def _about_line(what: What, text: str, sites: Sequence[str]) -> list[Answer]:
    """List the answers that bring a removed line back, or remove a kept one."""
    if not text or len(text) > MAX_LINE:
        return []
    if what is What.REMOVED:
        return [LineAnswer(text, site) for site in sites]
    if CASE_MARK in text:
        return []
    return [BoilerplateAnswer(text, site) for site in sites]


def _wrong(piece: Piece, sites: Sequence[str]) -> list[Answer]:
    """List the answers that leave the words before a repair alone."""
    is_one_edit = " + " not in piece.rule and piece.stage in REPAIRING
    before, after = fold_repair(piece.before, piece.after)
    if not is_one_edit or not before or not after or before == after:
        return []
    return [RepairAnswer(piece.before, piece.after, site) for site in sites]


def _line(pieces: Sequence[Piece]) -> str:
    """Return a line as the stage saw it that removes lines, or would."""
    text = "".join(map(_as_seen, pieces))
    if any(piece.stage == "extraction" for piece in pieces):
        return text
    return legible.repair_draft(Draft.of(text)).text


def _as_seen(piece: Piece) -> str:
    if piece.fate is Fate.REPAIRED and piece.stage != "paraphrase":
        return piece.after
    return piece.before
