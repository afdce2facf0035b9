"""Define the records that the steps pass on, from the scanned page to its classification.

What a page has many of is a named tuple, which is made in a third of the time of a frozen
dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cleaners.boilerplate.page_languages import likely_languages
from cleaners.boilerplate.scan import ScannedLine, Scanner
from cleaners.boilerplate.zones import find_zone
from cleaners.lines import Line, Zone, split_lines


class Signals(NamedTuple):
    """What supports removing a line, each from 0 (nothing) to 1.

    `rule` is the confidence of a rule that applies at the line's place. `section` and
    `headline` are the confidence that the line is part of a section of boilerplate or repeats
    the headline. `zone` is 1 outside the body. `neighbours` is the share of nearby lines that
    are removed too. `model` is the probability that the line is boilerplate; None where the
    page has too few lines for the model.
    """

    rule: float = 0.0
    zone: float = 0.0
    section: float = 0.0
    headline: float = 0.0
    neighbours: float = 0.0
    model: float | None = None

    def listed(self) -> tuple[tuple[str, float], ...]:
        """List the signals that are not zero by name, and the model's even if it is zero."""
        named: list[tuple[str, float]] = []
        for name, value in zip(SIGNALS, self, strict=True):
            if value or (name == "model" and value is not None):
                named.append((name, value))
        return tuple(named)


SIGNALS = Signals._fields


class Removal(NamedTuple):
    """A line to remove, by which rule, the column that its value fills if any, and the signals.

    `place` is head, body, tail or edge. The first lines of the body count as head: a deck may
    stand above the byline.
    """

    line: Line
    rule: str
    confidence: float
    column: str | None = None
    value: str | None = None
    signals: Signals = Signals()
    place: str = "body"

    @property
    def kind(self) -> str:
        """The first part of the rule's id."""
        return self.rule.partition("/")[0]

    @property
    def is_title(self) -> bool:
        """Whether the line is lifted as the title."""
        return self.column == "title"


Removals = dict[int, Removal]
"""Removals by the index of their line."""


class Doubt(NamedTuple):
    """A line that is kept although it may be boilerplate, its likely kind and the probability.

    `place` is head, edge, body or tail. `threshold` is the log-odds above which it would be
    removed.
    """

    line: Line
    kind: str
    probability: float
    place: str
    threshold: float


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The filled lines of a page, the rules that match each, their places, and the body zone.

    `languages` are those that the page may be in, None where they are unknown.
    """

    lines: tuple[Line, ...]
    scanned: tuple[ScannedLine, ...]
    zone: Zone
    places: tuple[str, ...]
    languages: frozenset[str] | None

    @classmethod
    def of(cls, text: str, scanner: Scanner, site: str | None = None) -> ScannedPage:
        """Split and scan a text of a site, and find its body."""
        languages = likely_languages(text)
        scanned = scanner.scan(split_lines(text), languages, site)
        return cls.of_scanned(scanned, languages)

    @classmethod
    def of_scanned(
        cls, scanned: tuple[ScannedLine, ...], languages: frozenset[str] | None
    ) -> ScannedPage:
        """Find the body of a scanned text."""
        lines = tuple(each.line for each in scanned)
        zone = find_zone(scanned)
        places = tuple(zone.place(line.index) for line in lines)
        return cls(lines, scanned, zone, places, languages)


@dataclass(frozen=True, slots=True)
class Classification:
    """The lines to remove, and the kept lines that are in doubt, both in order.

    `languages` are those that the page may be in, None where they are unknown.
    """

    removals: tuple[Removal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    languages: frozenset[str] | None = None


def known_title(removals: Removals) -> str | None:
    """Return the title that one of the removals lifts, if any."""
    for removal in removals.values():
        if removal.is_title:
            return removal.value
    return None
