"""Match the lines of a page against all rules that apply in its languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from cleaners import compact_rules
from cleaners.boilerplate.re2_prefilter.automata import Automata, encode
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import (
    RelaxedPattern,
    relaxed_patterns,
)
from cleaners.lines import Line
from cleaners.rule import Rule, fold_label

# Lines that stand on several pages of a site: of the short lines of 413 pages of many
# sites, 15 % had been on an earlier page. As many as this take some 5 MB.
KNOWN_LINES = 1 << 14
LONGEST_KNOWN = 80  # characters
RelaxedPatterns = dict[int, RelaxedPattern]
"""The relaxed patterns of rules, by the rules' numbers."""


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

    Labels are looked up in dictionaries. The automata and labels of a language are compiled when
    the first page needs them.
    """

    def __init__(
        self, rules: tuple[Rule, ...], relaxed: RelaxedPatterns | None = None
    ) -> None:
        self.rules = rules
        openers = [rule.id for rule in rules if rule.opens]
        self.openers = frozenset(openers)
        self.languages = frozenset(rule.language for rule in rules)
        if relaxed is None:
            relaxed = _relaxed(rules)
        self._all_relaxed = relaxed
        self._relaxed = _by_language(rules, self._all_relaxed)
        self._automata: dict[str, Automata] = {}
        self._with_label: dict[str, dict[str, list[int]]] = {}
        self._hits_of_known = lru_cache(KNOWN_LINES)(self._hits)

    def extended(self, more: tuple[Rule, ...]) -> Scanner:
        """Return a scanner that has more rules, after its own. Raises ValueError."""
        relaxed = dict(self._all_relaxed)
        for number, pattern in _relaxed(more).items():
            relaxed[len(self.rules) + number] = pattern
        return Scanner((*self.rules, *more), relaxed)

    def scan(
        self,
        lines: Iterable[Line],
        languages: Collection[str] | None = None,
        site: str | None = None,
    ) -> tuple[ScannedLine, ...]:
        """Match every filled line against every rule; equal lines are matched once.

        Without `languages`, the rules of all languages apply; without `site`, those of all sites.
        """
        applying = self._applying(languages)
        hits: dict[str, tuple[Hit, ...]] = {}
        scanned: list[ScannedLine] = []
        for line in lines:
            text = line.text
            if not text:
                continue
            if text not in hits:
                find = self._hits if len(text) > LONGEST_KNOWN else self._hits_of_known
                found = find(text, applying)
                hits[text] = found and _at_site(found, site)
            scanned.append(ScannedLine(line, hits[text]))
        return tuple(scanned)

    def hits(
        self, text: str, languages: Collection[str] | None = None
    ) -> tuple[Hit, ...]:
        """List the rules that match a trimmed line, in their own order."""
        applying = self._applying(languages)
        return self._hits(text, applying)

    def _hits(self, text: str, languages: tuple[str, ...]) -> tuple[Hit, ...]:
        hits: list[Hit] = []
        for number in self._candidates(text, languages):
            rule = self.rules[number]
            match = rule.read(text)
            if match is None:
                continue
            value = match["value"] if rule.lifts else None
            hits.append(Hit(rule, value))
        return tuple(hits)

    def _applying(self, languages: Collection[str] | None) -> tuple[str, ...]:
        """Return the languages whose rules apply; those of "" always do."""
        if languages is None:
            return tuple(self.languages)
        return tuple(name for name in self.languages if not name or name in languages)

    def _candidates(self, text: str, languages: tuple[str, ...]) -> list[int]:
        """List the rules of some languages that may match a line, in their own order."""
        line = encode(text)
        label = fold_label(text)
        candidates: list[int] = []
        for language in languages:
            labels = self._with_label_of(language)
            automata = self._automata_of(language)
            candidates += labels.get(label, ())
            candidates += automata.candidates(line)
        return sorted(candidates)

    def _with_label_of(self, language: str) -> dict[str, list[int]]:
        if language not in self._with_label:
            self._with_label[language] = _by_label(self.rules, language)
        return self._with_label[language]

    def _automata_of(self, language: str) -> Automata:
        if language not in self._automata:
            self._automata[language] = Automata(self._relaxed.get(language, {}))
        return self._automata[language]


def _at_site(hits: Iterable[Hit], site: str | None) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if hit.rule.is_at(site))


def _by_language(
    rules: Sequence[Rule], patterns: RelaxedPatterns
) -> dict[str, RelaxedPatterns]:
    """Return relaxed patterns by language, and in it by the rules' numbers."""
    by_language: dict[str, RelaxedPatterns] = {}
    for number, relaxed in patterns.items():
        language = rules[number].language
        own = by_language.setdefault(language, {})
        own[number] = relaxed
    return by_language


def _relaxed(rules: Iterable[Rule]) -> RelaxedPatterns:
    """Return the relaxed patterns of the rules that have a pattern, by the rules' numbers."""
    patterns = {number: rule.match for number, rule in enumerate(rules) if rule.match}
    relaxed = relaxed_patterns(list(patterns.values()))
    return dict(zip(patterns, relaxed, strict=True))


def _by_label(rules: Iterable[Rule], language: str) -> dict[str, list[int]]:
    """Return the numbers of the rules of a language that have each folded label."""
    numbers: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        if rule.language == language:
            for label in rule.labels:
                numbers.setdefault(label, []).append(number)
    return numbers


@cache
def shipped() -> Scanner:
    """Load the rules that ship with the package, once, without their cases."""
    return Scanner(compact_rules.load("boilerplate"))
