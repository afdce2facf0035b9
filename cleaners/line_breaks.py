"""The lines of a text and the breaks between them, where each or each second line is blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.lazy_patterns import compile_later
from cleaners.line_joints import Joint

BREAK = compile_later(r"(?:(?<![ \t])[ \t]++)?(?:\r\n?|\n)[ \t]*(?:>[ \t]?)*")
GAP = compile_later(r"(?:(?<![ \t])[ \t]++)?(?:(?:\r\n?|\n)[ \t]*+)+")
NEWLINE = compile_later(r"\r\n?|\n")
QUOTE = ">"  # before each line of a mail that is quoted, as often as it was
DOUBLE = 2  # newlines between the lines of a text that is double-spaced
SHARE_OF_SINGLE = 0.1  # of its gaps, as in an address; set by hand

Breaks = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class BrokenText:
    """The lines of a text, and the breaks that may be inside of paragraphs."""

    lines: Sequence[str]
    joints: Sequence[Joint]


NO_TEXT = BrokenText((), ())


def single_spaced(text: str) -> BrokenText:
    """Read a text whose paragraphs have no blank lines."""
    breaks = tuple(BREAK.finditer(text))
    lines = _lines(text, breaks)
    return BrokenText(lines, tuple(_joints(lines, breaks)))


def double_spaced(text: str) -> BrokenText:
    """Read a text with a blank line below each line; others have no lines here."""
    gaps = tuple(GAP.finditer(text))
    lines = _lines(text, gaps)
    double = _between(lines, gaps, DOUBLE)
    most_single = SHARE_OF_SINGLE * len(double)
    is_double = len(_between(lines, gaps, 1)) <= most_single
    return BrokenText(lines, double) if is_double else NO_TEXT


def _between(lines: Sequence[str], gaps: Breaks, newlines: int) -> list[Joint]:
    """List the gaps of so many newlines."""
    pairs = zip(gaps, _all(lines, gaps), strict=True)
    joints = [joint for gap, joint in pairs if _count_newlines(gap) == newlines]
    return list(filter(_is_between, joints))


def _count_newlines(gap: re.Match[str]) -> int:
    return len(NEWLINE.findall(gap[0]))


def _lines(text: str, breaks: Breaks) -> list[str]:
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _joints(lines: Sequence[str], breaks: Breaks) -> Iterator[Joint]:
    """Yield the breaks between lines that are quoted equally often."""
    depths = pairwise(_depths(lines, breaks))
    for joint, (above, below) in zip(_all(lines, breaks), depths, strict=True):
        if _is_between(joint) and above == below:
            yield joint


def _is_between(joint: Joint) -> bool:
    """Return whether neither line is blank."""
    return bool(joint.above and joint.below)


def _depths(lines: Sequence[str], breaks: Breaks) -> list[int]:
    """Count for each line how often it is quoted."""
    first = lines[0][:1].count(QUOTE)
    return [first, *(found[0].count(QUOTE) for found in breaks)]


def _all(lines: Sequence[str], breaks: Breaks) -> Iterator[Joint]:
    is_first = True
    for found, sides in zip(breaks, pairwise(lines), strict=True):
        joint = Joint(found.start(), found.end(), *sides, is_first)
        yield joint
        is_first = is_first and joint.is_short
