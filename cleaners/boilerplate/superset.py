"""Rewrite a rule's pattern for RE2, so that one scan finds the few rules that can match a line.

RE2 matches all patterns at once in time linear in the line, but has no look-around and no Unicode
classes worth their size. The rewritten pattern accepts all that the rule accepts, and a little more:
look-around and word boundaries are dropped, any character beyond ASCII belongs to every class, and
long bounded repeats become unbounded. Python's `re` then has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]  # the parser of `re` is public in all but name
from typing import Any

from cleaners.rules import parsed

LONGEST_COUNT = 3  # repeats that may occur more often become unbounded, which keeps the automaton small
BEYOND_ASCII = r"\x{80}-\x{10ffff}"
EVERYTHING = r"\x{0}-\x{10ffff}"
CLASSES = {
    op.CATEGORY_WORD: "0-9A-Za-z_" + BEYOND_ASCII,
    op.CATEGORY_DIGIT: "0-9" + BEYOND_ASCII,
    op.CATEGORY_SPACE: r"\x{9}-\x{d}\x{1c}-\x{20}" + BEYOND_ASCII,
}
NOTHING_WIDE = (op.AT, op.ASSERT, op.ASSERT_NOT)


def superset(pattern: str) -> str:
    """Return a pattern in RE2's syntax that matches whatever `pattern` does. Raises ValueError if it cannot."""
    return _sequence(parsed(pattern))


def _sequence(parsed: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_node(kind, value) for kind, value in parsed)


def _node(kind: Any, value: Any) -> str:  # noqa: ANN401, PLR0911 - the parser names no types; one return a kind
    if kind in NOTHING_WIDE:
        return ""
    if kind is op.LITERAL:
        return _character(value)
    if kind is op.NOT_LITERAL:
        return f"[^{_character(value)}]"
    if kind is op.ANY:
        return "."
    if kind is op.IN:
        return _class(value)
    if kind is op.BRANCH:
        return "(?:" + "|".join(map(_sequence, value[1])) + ")"
    if kind is op.SUBPATTERN:
        _, added, removed, inside = value
        flag = "i" if added & re.IGNORECASE else "-i" if removed & re.IGNORECASE else ""
        return f"(?{flag}:{_sequence(inside)})"
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeat(*value)
    raise ValueError(f"{kind} has no counterpart in RE2; write the rule without it")


def _repeat(least: int, most: int, parsed: Iterable[tuple[Any, Any]]) -> str:
    inner = f"(?:{_sequence(parsed)})"
    if most <= LONGEST_COUNT:
        return f"{inner}{{{least},{most}}}"
    return inner + ("+" if least else "*")


def _class(items: Iterable[tuple[Any, Any]]) -> str:
    negated, inside = False, ""
    for kind, value in items:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            inside += _character(value)
        elif kind is op.RANGE:
            inside += f"{_character(value[0])}-{_character(value[1])}"
        elif negated:
            return "."  # what the class leaves out is not known in RE2: let it leave out nothing
        else:
            inside += CLASSES.get(value, EVERYTHING)
    return f"[{'^' if negated else ''}{inside}]"


def _character(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else rf"\x{{{code:x}}}"
