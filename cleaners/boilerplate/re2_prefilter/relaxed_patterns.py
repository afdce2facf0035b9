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
from cleaners.boilerplate.re2_prefilter.relax import relax
from cleaners.rule import parsed

MAX_WIDTH = 10_000  # characters; a pattern without bounds has this width


class RelaxedPattern(NamedTuple):
    """A pattern in RE2's syntax, the freest start and the length of the longest line it matches."""

    start: LineStart
    width: int
    regex: str


def relaxed_patterns(patterns: Sequence[str]) -> list[RelaxedPattern]:
    """Relax patterns, in their order: those of the shipped rules are read from the data file."""
    path = files("cleaners") / "data" / "re2_patterns.tsv"
    content = path.read_text(encoding="utf-8")
    digest, *rows = content.splitlines()
    if digest != patterns_sha256(patterns):
        return compute_relaxed(patterns)
    relaxed = []
    for row in rows:
        start, width, regex = row.split("\t")
        relaxed.append(RelaxedPattern(LineStart[start], int(width), regex))
    return relaxed


def patterns_sha256(patterns: Sequence[str]) -> str:
    """Return the SHA-256 of some patterns in their order, as hex digits."""
    content = json.dumps(patterns).encode("ascii")
    return sha256(content).hexdigest()


def compute_relaxed(patterns: Sequence[str]) -> list[RelaxedPattern]:
    """Parse and relax patterns. Raises ValueError for one that cannot be relaxed."""
    return [
        RelaxedPattern(line_start(pattern), width(pattern), relax(pattern))
        for pattern in patterns
    ]


def width(pattern: str) -> int:
    """Return the length of the longest line that a pattern matches, at most MAX_WIDTH."""
    _, longest = parsed(pattern).getwidth()
    return min(int(longest), MAX_WIDTH)
