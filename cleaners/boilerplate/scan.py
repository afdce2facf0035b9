"""Match a line against all rules in one scan."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaners.boilerplate.re2_prefilter.automata import Automata
from cleaners.lines import Line
from cleaners.rule import Rule, load


class Hit(NamedTuple):
    """A rule that matches a line, and the value that it lifts from it."""

    rule: Rule
    value: str | None = None


class ScannedLine(NamedTuple):
    """A filled line, and every rule that matches it, even those that do not apply at its place."""

    line: Line
    hits: tuple[Hit, ...]

    @property
    def is_core(self) -> bool:
        """Whether this is prose that no rule matches."""
        return self.line.is_prose and not self.hits


class Scanner:
    """All rules: RE2 automata name the few that may match a line, and Python's `re` decides."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.openers = frozenset(rule.id for rule in rules if rule.opens)
        self._automata = Automata([rule.match for rule in rules])

    def scan(self, lines: Iterable[Line]) -> tuple[ScannedLine, ...]:
        """Match every filled line against every rule; equal lines are matched once."""
        filled = [line for line in lines if not line.is_blank]
        hits: dict[str, tuple[Hit, ...]] = {}
        for line in filled:
            if line.text not in hits:
                hits[line.text] = self.hits(line.text)
        return tuple(ScannedLine(line, hits[line.text]) for line in filled)

    def hits(self, text: str) -> tuple[Hit, ...]:
        """List the rules that match a trimmed line, in their own order."""
        hits: list[Hit] = []
        for number in self._automata.candidates(text):
            rule = self.rules[number]
            match = rule.read(text)
            if match is None:
                continue
            value = match["value"] if rule.lifts else None
            hits.append(Hit(rule, value))
        return tuple(hits)


@cache
def shipped() -> Scanner:
    """Load the rules that ship with the package, once."""
    return Scanner(load("boilerplate"))
