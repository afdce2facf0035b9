"""Say how freely a line may begin that a rule's pattern matches, so that like goes with like into one automaton.

A pattern that begins with words it knows gives up within a few characters of most lines. One that begins
with any name or phrase stays in play for longer, one that begins with anything to the end of the line.
In one automaton every state of the one kind would be met with every state of the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from re import _constants as op  # type: ignore[attr-defined]  # the parser of `re` is public in all but name
from typing import Any

from cleaners.boilerplate.re2_prefilter.relax import LONGEST_COUNT
from cleaners.rule import parsed

FEWEST_CHARACTERS = 2  # of words that a pattern knows, before anything may follow
CLASSES = (op.ANY, op.NOT_LITERAL, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
SPACE = (op.LITERAL, ord(" "))


class Beginning(IntEnum):
    """What a line that matches may begin with: each more than the one before."""

    WORDS = 0
    NAME = 1
    PHRASE = 2
    ANYTHING = 3


def beginning(pattern: str) -> Beginning:
    """Say what a line may begin with that `pattern` matches."""
    return max(_reached(parsed(pattern), 0), default=Beginning.WORDS)


def _reached(parsed: Any, before: int) -> Iterator[Beginning]:  # noqa: ANN401 - the parser names no types
    """Name each long repeat of a class that a line may reach, if hardly a character has to stand before it."""
    for number, (kind, value) in enumerate(parsed):
        least = before + parsed[:number].getwidth()[0]
        if least >= FEWEST_CHARACTERS:
            return
        if kind is op.BRANCH:
            for branch in value[1]:
                yield from _reached(branch, least)
        elif kind is op.SUBPATTERN:
            yield from _reached(value[3], least)
        elif kind in REPEATS:
            _, most, inside = value
            yield from _repeat(most, inside, least)


def _repeat(most: int, parsed: Any, before: int) -> Iterator[Beginning]:  # noqa: ANN401 - the parser names no types
    kind, value = parsed[0]
    if len(parsed) > 1 or kind not in CLASSES or most <= LONGEST_COUNT:
        yield from _reached(parsed, before)
    elif kind is not op.IN or value[0][0] is op.NEGATE:
        yield Beginning.PHRASE if before else Beginning.ANYTHING
    elif any(
        item in (op.RANGE, op.CATEGORY) for item, _ in value
    ):  # a class of single characters holds bullets
        yield Beginning.PHRASE if SPACE in value else Beginning.NAME
