"""Match a line against all rules in one scan."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleaners.boilerplate.re2_prefilter.automata import Automata
from cleaners.lines import Line
from cleaners.rule import Rule, fold_label
from cleaners.rule_files import load


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
    """All rules: RE2 automata name the few that may match a line, and Python's `re` decides.

    Labels are looked up in a dictionary.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.openers = frozenset(rule.id for rule in rules if rule.opens)
        self._with_pattern = [number for number, rule in enumerate(rules) if rule.match]
        patterns = [rules[number].match for number in self._with_pattern]
        self._automata = Automata(patterns)
        self._with_label = _by_label(rules)

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
        for number in self._candidates(text):
            rule = self.rules[number]
            match = rule.read(text)
            if match is None:
                continue
            value = match["value"] if rule.lifts else None
            hits.append(Hit(rule, value))
        return tuple(hits)

    def _candidates(self, text: str) -> list[int]:
        """List the rules that may match a line, in their own order."""
        candidates = self._automata.candidates(text)
        numbers = [self._with_pattern[candidate] for candidate in candidates]
        labelled = self._with_label.get(fold_label(text))
        if not labelled:
            return numbers
        return sorted([*numbers, *labelled])


def _by_label(rules: Iterable[Rule]) -> dict[str, list[int]]:
    """Return the numbers of the rules that have each folded label."""
    numbers: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for label in rule.labels:
            numbers.setdefault(label, []).append(number)
    return numbers


@cache
def shipped() -> Scanner:
    """Load the rules that ship with the package, once."""
    return Scanner(load("boilerplate"))
