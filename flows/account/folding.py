"""Fold long runs of what extraction left out, so that readers see the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from cleaners.explain import Fate, Piece

SHOWN_LINES = 3  # of a run, enough to recognise it


@dataclass(frozen=True, slots=True)
class Folded:
    """Lines that are not shown: how many, and of which rules."""

    lines: int
    rules: tuple[str, ...]


Part: TypeAlias = Piece | Folded


def fold(pieces: Iterable[Piece]) -> Iterator[Part]:
    """Yield pieces; of each long run of what was left out, its first lines and a count."""
    for is_left_out, group in groupby(pieces, key=_is_left_out):
        run = list(group)
        if (
            is_left_out
            and _lines("".join(piece.before for piece in run)) > SHOWN_LINES + 1
        ):
            yield from _folded(run)
        else:
            yield from run


def _is_left_out(piece: Piece) -> bool:
    return piece.fate is Fate.LEFT_OUT


def _folded(run: Sequence[Piece]) -> Iterator[Part]:
    """Yield the first lines of a run, and what is folded of it."""
    left = SHOWN_LINES
    hidden = 0
    rules: dict[str, None] = {}
    for piece in run:
        shown = _first_lines(piece.before, left)
        if shown:
            yield replace(piece, before=shown)
        rest = _lines(piece.before) - _lines(shown)
        if rest:
            hidden += rest
            rules[piece.rule] = None
        left -= _lines(shown)
    yield Folded(hidden, tuple(rules))


def _first_lines(text: str, count: int) -> str:
    """Return a text up to its line number `count` that is not blank, with the break after it."""
    if count <= 0:
        return ""
    shown: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.strip():
            count -= 1
        shown.append(line)
        if not count:
            break
    return "".join(shown)


def _lines(text: str) -> int:
    """Count the lines of a text that are not blank."""
    return sum(1 for line in text.splitlines() if line.strip())
