"""Classify patterns by how freely a line may start, so that similar ones share an automaton.

A pattern that starts with given words rules out most lines within a few characters. One that
starts with any name or phrase goes on for longer, and one that starts with anything reads to
the end of the line. In one automaton, the states of all of them would multiply.

An opcode that is not known here only makes a pattern count as one that starts with words: it is
then in a larger automaton, but no line is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from re import _constants as op  # type: ignore[attr-defined]  # private: see the package
from typing import Any

from cleaners.boilerplate.re2_prefilter.relax import MAX_COUNT
from cleaners.rule import parsed

MIN_WORD_CHARACTERS = (
    2  # given characters after which the rest of a line does not matter
)
CLASSES = (op.ANY, op.NOT_LITERAL, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
SPACE = (op.LITERAL, ord(" "))

Items = list[tuple[Any, Any]]
"""The members of a class, as opcodes and arguments."""


class LineStart(IntEnum):
    """What the start of a matching line may be, from the least free to the freest."""

    WORDS = 0
    NAME = 1
    PHRASE = 2
    ANYTHING = 3


def line_start(pattern: str) -> LineStart:
    """Return the freest start of a line that `pattern` matches."""
    return max(_starts(parsed(pattern), 0), default=LineStart.WORDS)


def _starts(tree: Any, before: int) -> Iterator[LineStart]:  # noqa: ANN401 - the parser names no types
    """Yield the start that each long repeat of a class allows, if hardly a character precedes it.

    `before` is the least number of characters that precede the tree.
    """
    for number, (opcode, argument) in enumerate(tree):
        shortest, _ = tree[:number].getwidth()
        preceding = before + shortest
        if preceding >= MIN_WORD_CHARACTERS:
            return
        if opcode is op.BRANCH:
            _, branches = argument
            for branch in branches:
                yield from _starts(branch, preceding)
        elif opcode is op.SUBPATTERN:
            yield from _starts(argument[-1], preceding)
        elif opcode in REPEATS:
            _, most, repeated = argument
            yield from _repeat_starts(most, repeated, preceding)


def _repeat_starts(most: int, tree: Any, before: int) -> Iterator[LineStart]:  # noqa: ANN401 - as above
    """Yield the start that a long repeat of one class allows; look into any other repeat."""
    opcode, argument = tree[0]
    is_one_class = len(tree) == 1 and opcode in CLASSES
    if not is_one_class or most <= MAX_COUNT:
        yield from _starts(tree, before)
        return
    if opcode is op.IN and not _is_negated(argument):
        yield from _class_starts(argument)
    elif before:
        yield LineStart.PHRASE
    else:
        yield LineStart.ANYTHING


def _is_negated(items: Items) -> bool:
    first_opcode, _ = items[0]
    return first_opcode is op.NEGATE


def _class_starts(items: Items) -> Iterator[LineStart]:
    """Yield the start that a class allows; one of single characters has bullets, not words."""
    if not any(opcode in (op.RANGE, op.CATEGORY) for opcode, _ in items):
        return
    yield LineStart.PHRASE if SPACE in items else LineStart.NAME
