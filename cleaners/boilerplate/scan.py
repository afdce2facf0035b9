"""Hold a line against all rules in one scan."""

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


class Scanned(NamedTuple):
    """A line with text, and every rule that matches it wherever it may hold."""

    line: Line
    hits: tuple[Hit, ...]

    @property
    def is_core(self) -> bool:
        """Whether this is running text that no rule would take, above or below the body: every rule holds there."""
        return self.line.is_prose and not self.hits


class Scanner:
    """All rules: automata name the few that may match a line, and Python's `re` has the last word."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.openers = frozenset(rule.id for rule in rules if rule.opens)
        self._automata = Automata([rule.match for rule in rules])

    def scan(self, lines: Iterable[Line]) -> tuple[Scanned, ...]:
        """Match every line with text against every rule; what a page says twice is matched once."""
        written = [line for line in lines if not line.is_blank]
        hits = {
            text: self.hits(text)
            for text in dict.fromkeys([line.text for line in written])
        }
        return tuple(Scanned(line, hits[line.text]) for line in written)

    def hits(self, text: str) -> tuple[Hit, ...]:
        """List the rules that match a trimmed line, in their own order."""
        likely = self._automata.likely(text)
        if not likely:
            return ()
        matched = (
            (rule, rule.read(text)) for rule in map(self.rules.__getitem__, likely)
        )
        return tuple(
            Hit(rule, found["value"] if rule.lifts else None)
            for rule, found in matched
            if found
        )


@cache
def shipped() -> Scanner:
    """Load the rules that ship with the package, once."""
    return Scanner(load("boilerplate"))
