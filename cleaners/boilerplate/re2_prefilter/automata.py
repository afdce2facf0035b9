"""Compile all rules into a few RE2 automata, and scan lines with them.

Rules whose lines may start alike share an automaton, so that each stays small. (On lines never seen
before: 14 microseconds a line, where rules dealt out to six automata cost 35 and a single one 200.
On lines seen before: 4, 11 and 170.) Those that start with anything are dealt out further: their
states multiply. (43 of them in one automaton took 412 microseconds for a line of 300 characters.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import re2

from cleaners.boilerplate.re2_prefilter.line_start import LineStart
from cleaners.boilerplate.re2_prefilter.relax import to_ascii
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import (
    RelaxedPattern,
    relaxed_patterns,
)

AUTOMATON_BYTES = (
    64 << 20
)  # memory that RE2 may use for an automaton; a guard, not tuned


MAX_WITH_ANY_START = 16  # patterns of one automaton that start with anything


class _Group(NamedTuple):
    """Some patterns by their positions, the longest line that they match, and their automaton."""

    numbers: list[int]
    width: int
    automaton: re2.Set


class Automata:
    """The patterns of all rules; each is known by its position among them."""

    def __init__(self, patterns: Sequence[str]) -> None:
        relaxed = relaxed_patterns(patterns)
        self._groups: list[_Group] = []
        for numbers in _grouped(relaxed):
            own = [relaxed[number] for number in numbers]
            width = max(pattern.width for pattern in own)
            automaton = _automaton(pattern.regex for pattern in own)
            self._groups.append(_Group(numbers, width, automaton))

    def candidates(self, line: str) -> list[int]:
        """List the patterns that may match a whole line, in order."""
        ascii_line = to_ascii(line)
        candidates: list[int] = []
        size = len(line)
        for numbers, width, automaton in self._groups:
            if size > width:
                continue
            matches = automaton.Match(ascii_line)
            if matches:
                candidates += [numbers[position] for position in matches]
        return sorted(candidates)


def _grouped(patterns: Sequence[RelaxedPattern]) -> list[list[int]]:
    """Group the positions of the patterns by how a line may start, those of any start by width."""
    groups: dict[LineStart, list[int]] = {start: [] for start in LineStart}
    for number, pattern in enumerate(patterns):
        groups[pattern.start].append(number)
    free = groups.pop(LineStart.ANYTHING)
    free.sort(key=lambda number: patterns[number].width)
    chunks = [list(chunk) for chunk in _batched(free, MAX_WITH_ANY_START)]
    return [group for group in (*groups.values(), *chunks) if group]


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
