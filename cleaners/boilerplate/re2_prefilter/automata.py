"""Compile the rules of a language into a few RE2 automata, and scan lines with them.

Patterns whose lines start with given words share an automaton: it leaves most lines after a few
characters. Of the others most have literals, for which one automaton searches; only where it finds
one, the pattern is matched by an automaton of its own. The few that are left share automata by how
freely their lines may start, in small parts: in one automaton the states of all would multiply. (On
lines never seen before, 950 rules took 104 microseconds a line without literals.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import re2

from cleaners.boilerplate.re2_prefilter.folding import fold_line
from cleaners.boilerplate.re2_prefilter.line_start import LineStart
from cleaners.boilerplate.re2_prefilter.relax import to_bytes
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import RelaxedPattern

# That RE2 may use for an automaton; it takes what it needs, and forgets all states when it has no
# more. On 54,000 lines never seen before, a line took 17 microseconds with 16 MB, which those of
# words filled again and again, and 12 with 64 MB. On 413 texts 48 MB cost no time beside 64, and 32
# MB three per cent; a worker had 13 MB less with 32 than with 64.
AUTOMATON_BYTES = 48 << 20
# Patterns of one automaton by how their lines may start. Tried on 15,000 lines: half as many cost
# more calls, twice as many more states.
MOST_PATTERNS = {
    LineStart.WORDS: 1_000,
    LineStart.NAME: 24,
    LineStart.PHRASE: 12,
    LineStart.ANYTHING: 8,
}


class EncodedLine(NamedTuple):
    """A line as the automata read it: a byte for each character, and folded for literals."""

    characters: bytes
    folded: bytes


def encode(line: str) -> EncodedLine:
    """Encode a line, once for all automata."""
    return EncodedLine(to_bytes(line), fold_line(line))


class _Group(NamedTuple):
    """Some patterns by their numbers, the longest line that they match, and their automaton."""

    numbers: Sequence[int]
    width: int
    automaton: re2.Set


class Automata:
    """Some patterns by their numbers."""

    def __init__(self, relaxed: Mapping[int, RelaxedPattern]) -> None:
        self._by_literals = _ByLiterals(relaxed)
        self._groups: list[_Group] = []
        for numbers in _grouped(relaxed):
            own = [relaxed[number] for number in numbers]
            self._groups.append(_group(numbers, own))

    def candidates(self, line: EncodedLine) -> list[int]:
        """List the patterns that may match a whole line."""
        candidates = self._by_literals.candidates(line)
        size = len(line.characters)
        for numbers, width, automaton in self._groups:
            if size > width:
                continue
            matches = automaton.Match(line.characters)
            if matches:
                candidates += [numbers[position] for position in matches]
        return candidates


def _group(numbers: Sequence[int], patterns: Sequence[RelaxedPattern]) -> _Group:
    width = max(pattern.width for pattern in patterns)
    automaton = _automaton(pattern.regex for pattern in patterns)
    return _Group(numbers, width, automaton)


class _ByLiterals:
    """The patterns that have literals: each has an automaton of its own, compiled when needed."""

    def __init__(self, relaxed: Mapping[int, RelaxedPattern]) -> None:
        self._relaxed = relaxed
        self._automata: dict[int, re2.Set] = {}
        numbers_of = _by_literal(relaxed)
        self._numbers = list(numbers_of.values())
        self._search = _search_automaton(numbers_of) if numbers_of else None

    def candidates(self, line: EncodedLine) -> list[int]:
        """List the patterns that may match a line."""
        found = self._search.Match(line.folded) if self._search else None
        if not found:
            return []
        size = len(line.characters)
        numbers = {number for literal in found for number in self._numbers[literal]}
        return [
            number
            for number in numbers
            if size <= self._relaxed[number].width
            and self._automaton(number).Match(line.characters)
        ]

    def _automaton(self, number: int) -> re2.Set:
        """Return the automaton of one pattern."""
        automaton = self._automata.get(number)
        if automaton is None:
            automaton = _automaton([self._relaxed[number].regex])
            self._automata[number] = automaton
        return automaton


def _by_literal(patterns: Mapping[int, RelaxedPattern]) -> dict[str, list[int]]:
    """Return the numbers of the patterns that have each literal."""
    numbers: dict[str, list[int]] = {}
    for number, pattern in patterns.items():
        for literal in pattern.literals:
            numbers.setdefault(literal, []).append(number)
    return numbers


def _grouped(patterns: Mapping[int, RelaxedPattern]) -> Iterator[Sequence[int]]:
    """Group the patterns without literals by how a line may start, and in a group by width."""
    for start, most in MOST_PATTERNS.items():
        numbers = _starting(patterns, start)
        numbers.sort(key=lambda number: patterns[number].width)
        yield from _batched(numbers, most)


def _starting(patterns: Mapping[int, RelaxedPattern], start: LineStart) -> list[int]:
    """Return the numbers of the patterns without literals with a start."""
    return [
        number
        for number, pattern in patterns.items()
        if pattern.start is start and not pattern.literals
    ]


def _batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield a sequence in parts of at most `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _automaton(patterns: Iterable[str]) -> re2.Set:
    """Compile patterns that must match a whole line, in any case."""
    options = _options()
    options.case_sensitive = False
    automaton = re2.Set.FullMatchSet(options)
    for pattern in patterns:
        automaton.Add(pattern)
    automaton.Compile()
    return automaton


def _search_automaton(literals: Iterable[str]) -> re2.Set:
    """Compile literals that are searched for anywhere in a folded line."""
    automaton = re2.Set.SearchSet(_options())
    for literal in literals:
        automaton.Add("".join(rf"\x{{{byte:x}}}" for byte in literal.encode()))
    automaton.Compile()
    return automaton


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.dot_nl = True
    options.max_mem = AUTOMATON_BYTES
    return options
