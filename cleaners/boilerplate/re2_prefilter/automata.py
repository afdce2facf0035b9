"""Compile rules into a few RE2 automata, and scan lines with them.

Rules whose lines may start alike share an automaton, and those that start with a name, a phrase or
anything are dealt out further: their states multiply. (43 patterns of any start in one automaton
took 412 microseconds for a line of 300 characters, in automata of 16 they took 14.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import re2

from cleaners.boilerplate.re2_prefilter.line_start import LineStart
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import RelaxedPattern

AUTOMATON_BYTES = 16 << 20  # that RE2 may use for an automaton; a guard, not tuned
# Patterns of one automaton by how their lines may start. Tried on 15,000 lines: half as many cost
# more calls, twice as many more states.
MOST_PATTERNS = {
    LineStart.WORDS: 1_000,
    LineStart.NAME: 24,
    LineStart.PHRASE: 12,
    LineStart.ANYTHING: 8,
}


class _Group(NamedTuple):
    """Some patterns by their positions, the longest line that they match, and their automaton."""

    numbers: Sequence[int]
    width: int
    automaton: re2.Set


class Automata:
    """Some patterns by their numbers."""

    def __init__(self, relaxed: Mapping[int, RelaxedPattern]) -> None:
        self._groups: list[_Group] = []
        for numbers in _grouped(relaxed):
            own = [relaxed[number] for number in numbers]
            width = max(pattern.width for pattern in own)
            automaton = _automaton(pattern.regex for pattern in own)
            self._groups.append(_Group(numbers, width, automaton))

    def candidates(self, line_bytes: bytes) -> list[int]:
        """List the patterns that may match a whole line, which `to_bytes` has encoded."""
        candidates: list[int] = []
        size = len(line_bytes)
        for numbers, width, automaton in self._groups:
            if size > width:
                continue
            matches = automaton.Match(line_bytes)
            if matches:
                candidates += [numbers[position] for position in matches]
        return candidates


def _grouped(patterns: Mapping[int, RelaxedPattern]) -> Iterator[Sequence[int]]:
    """Group the numbers of the patterns by how a line may start, and within a start by width."""
    by_start: dict[LineStart, list[int]] = {start: [] for start in LineStart}
    for number, pattern in patterns.items():
        by_start[pattern.start].append(number)
    for start, numbers in by_start.items():
        numbers.sort(key=lambda number: patterns[number].width)
        yield from _batched(numbers, MOST_PATTERNS[start])


def _batched(numbers: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield a sequence in parts of at most `size`."""
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _automaton(patterns: Iterable[str]) -> re2.Set:
    """Compile patterns that must match a whole line of ASCII, in any case."""
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.dot_nl = True
    options.max_mem = AUTOMATON_BYTES
    automaton = re2.Set.FullMatchSet(options)
    for pattern in patterns:
        automaton.Add(pattern)
    automaton.Compile()
    return automaton
