"""The records that the steps pass on: a page, a line that goes with the votes on it, a line in doubt."""

from __future__ import annotations

from dataclasses import dataclass, fields

from cleaners.boilerplate.scan import Scanned, Scanner
from cleaners.boilerplate.zones import find_zone
from cleaners.lines import Line, Zone, split_lines


@dataclass(frozen=True, slots=True)
class Votes:
    """What spoke for removing a line, each from 0 (nothing) to 1.

    `rule` is the confidence of a rule at its place, `section` and `headline` that of standing in a
    section or saying the headline again, `zone` is 1 outside the body, `neighbours` the share of
    the lines around that go by rule, `model` the probability that the line is boilerplate.
    """

    rule: float = 0.0
    zone: float = 0.0
    section: float = 0.0
    headline: float = 0.0
    neighbours: float = 0.0
    model: float | None = None

    def cast(self) -> tuple[tuple[str, float], ...]:
        """List the votes that say anything, by name."""
        votes = [(name, getattr(self, name)) for name in VOTES]
        return tuple(
            (name, figure)
            for name, figure in votes
            if figure or (name == "model" and figure is not None)
        )


VOTES = tuple(field.name for field in fields(Votes))


@dataclass(frozen=True, slots=True)
class Removal:
    """A line that goes, the rule that says so, the column that its value fills, if any, and the votes."""

    line: Line
    rule: str
    confidence: float
    column: str | None = None
    value: str | None = None
    votes: Votes = Votes()

    @property
    def kind(self) -> str:
        """The first part of the rule's id."""
        return self.rule.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that stays although it may be boilerplate, its likely kind and how likely it is.

    `place` is head, edge, body or tail; `bound` the log-odds from which it would go.
    """

    line: Line
    kind: str
    probability: float
    place: str
    bound: float


@dataclass(frozen=True, slots=True)
class Page:
    """The lines with text of a page, alone and each with the rules that match it, the body zone, and their places."""

    lines: tuple[Line, ...]
    scanned: tuple[Scanned, ...]
    zone: Zone
    places: tuple[str, ...]

    @classmethod
    def of(cls, text: str, scanner: Scanner) -> Page:
        """Split and scan a text, and find its body."""
        scanned = scanner.scan(split_lines(text))
        lines, zone = tuple(each.line for each in scanned), find_zone(scanned)
        return cls(
            lines, scanned, zone, tuple(zone.place(line.index) for line in lines)
        )
