"""Check that no rule's pattern backtracks without end on lines that repeat their parts."""

import re
import signal
from collections.abc import Iterator
from types import FrameType

import pytest

from cleaners.rule import Rule
from cleaners.rule_files import load

PIECE = re.compile(r"\w+|[^\w]+")
PIECES = 4  # tokens of a part that is repeated
LONGEST = 420  # characters of a made-up line
MOST_LINES = 120  # of one rule
SECONDS = (
    5.0  # a linear pattern takes milliseconds, one that backtracks without end minutes
)
RULES = [rule for rule in load("boilerplate") if rule.match]


def made_up_lines(rule: Rule) -> Iterator[str]:
    """Yield the lines of a rule's cases with parts of them repeated, and an odd end."""
    for case in rule.repairs:
        for start, end, _ in case.edits:
            tokens = PIECE.findall(case.text[start:end])
            yield from repeated(tokens)


def repeated(tokens: list[str]) -> Iterator[str]:
    for size in range(1, PIECES + 1):
        for first in range(max(1, len(tokens) - size + 1)):
            before = "".join(tokens[:first])
            piece = "".join(tokens[first : first + size])
            yield (before + piece * LONGEST)[:LONGEST] + "~"


def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a signal's handler
    raise TimeoutError


@pytest.fixture
def alarm() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
def test_no_pattern_backtracks_without_end() -> None:
    for rule in RULES:
        for number, line in enumerate(made_up_lines(rule)):
            if number == MOST_LINES:
                break
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            try:
                rule.read(line)
            except TimeoutError:
                pytest.fail(f"{rule.id} takes more than {SECONDS} s for {line[:80]!r}")
        signal.setitimer(signal.ITIMER_REAL, 0)
