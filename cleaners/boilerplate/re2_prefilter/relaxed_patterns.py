"""The rules' patterns, relaxed for RE2, with what tells how to group them.

To compute them takes a third of a second of CPU. Those of the shipped rules are in a data file,
which `python -m flows.training.build_derived` writes. The file names the patterns that it was made
from by their hash: for any others, the relaxed ones are computed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from cleaners.boilerplate.re2_prefilter.line_start import LineStart, line_start
from cleaners.boilerplate.re2_prefilter.literals import literals_of
from cleaners.boilerplate.re2_prefilter.relax import relax
from cleaners.rule import parsed

MAX_WIDTH = 10_000  # characters; a pattern without bounds has this width
# How frequent the literals of a pattern may be, by how its lines start: a lower bound costs states,
# a higher one calls. Chosen by the time that lines take, seen before or not.
MAX_FREQUENCY = {
    LineStart.NAME: 0.001,
    LineStart.PHRASE: 0.001,
    LineStart.ANYTHING: 0.1,
}


class RelaxedPattern(NamedTuple):
    """A pattern in RE2's syntax, the freest start and the length of the longest line it matches.

    `literals` are folded strings of which each matching line has at least one. They are only known
    of patterns whose start does not tell them apart from most lines.
    """

    start: LineStart
    width: int
    regex: str
    literals: tuple[str, ...] = ()


def relaxed_patterns(patterns: Sequence[str]) -> list[RelaxedPattern]:
    """Relax patterns, in their order: those of the shipped rules are read from the data file."""
    path = files("cleaners") / "data" / "re2_patterns.tsv"
    content = path.read_text(encoding="utf-8")
    digest, *rows = content.splitlines()
    if digest != patterns_sha256(patterns):
        return compute_relaxed(patterns)
    return [_read(row) for row in rows]


def _read(row: str) -> RelaxedPattern:
    """Read a row of the data file."""
    start, width, regex, literals = row.split("\t")
    found = tuple(json.loads(literals))
    return RelaxedPattern(LineStart[start], int(width), regex, found)


def patterns_sha256(patterns: Sequence[str]) -> str:
    """Return the SHA-256 of some patterns in their order, as hex digits."""
    content = json.dumps(patterns).encode("ascii")
    return sha256(content).hexdigest()


def compute_relaxed(patterns: Sequence[str]) -> list[RelaxedPattern]:
    """Parse and relax patterns. Raises ValueError for one that cannot be relaxed."""
    return [_relaxed(pattern) for pattern in patterns]


def _relaxed(pattern: str) -> RelaxedPattern:
    """Parse and relax one pattern."""
    start = line_start(pattern)
    is_free = start is not LineStart.WORDS
    return RelaxedPattern(
        start=start,
        width=width(pattern),
        regex=relax(pattern),
        literals=literals_of(pattern, MAX_FREQUENCY[start]) if is_free else (),
    )


def width(pattern: str) -> int:
    """Return the length of the longest line that a pattern matches, at most MAX_WIDTH."""
    _, longest = parsed(pattern).getwidth()
    return min(int(longest), MAX_WIDTH)
