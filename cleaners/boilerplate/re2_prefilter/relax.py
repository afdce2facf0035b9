"""Rewrite a rule's pattern for RE2, so that one scan finds the few rules that can match a line.

RE2 matches all patterns at once in time linear in the line, but has no look-around, and Unicode makes its
automata large. So it is shown lines in ASCII, with a question mark for any other character. The rewritten
pattern accepts all that the rule accepts, and a little more: look-around and word boundaries are dropped,
every class takes a question mark, and long bounded repeats become unbounded. Python's `re` then has the
last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]  # the parser of `re` is public in all but name
from typing import Any

from cleaners.rule import parsed

LONGEST_COUNT = 3  # repeats that may occur more often become unbounded, which keeps the automaton small
STAND_IN = r"\x{3f}"  # the question mark
CLASSES = {
    op.CATEGORY_WORD: "0-9A-Za-z_",
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_SPACE: r"\x{9}-\x{d}\x{1c}-\x{20}",
}
EVERYTHING = r"\x{0}-\x{7f}"
LAST_ASCII = 0x7F
ALSO_BEYOND = frozenset(
    "iksIKS"
)  # letters that a character beyond ASCII (ı, K, ſ) matches where case does not matter
NOTHING_WIDE = (op.AT, op.ASSERT, op.ASSERT_NOT)


def shown(line: str) -> bytes:
    """Write a line as RE2 is shown it."""
    return line.encode("ascii", "replace")


def superset(pattern: str) -> str:
    """Return a pattern in RE2's syntax that matches whatever `pattern` does. Raises ValueError if it cannot."""
    return _sequence(parsed(pattern))


def _sequence(parsed: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_node(kind, value) for kind, value in parsed)


def _node(kind: Any, value: Any) -> str:  # noqa: ANN401, PLR0911 - the parser names no types; one return a kind
    if kind in NOTHING_WIDE:
        return ""
    if kind is op.LITERAL:
        return (
            f"[{chr(value)}{STAND_IN}]"
            if chr(value) in ALSO_BEYOND
            else _character(value)
        )
    if kind is op.NOT_LITERAL:
        return _class([(op.NEGATE, None), (op.LITERAL, value)])
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


def _class(items: Sequence[tuple[Any, Any]]) -> str:
    if items[0][0] is not op.NEGATE:
        return f"[{STAND_IN}{''.join(map(_member, items))}]"
    left_out = "".join(map(_member, items[1:])).replace(STAND_IN, "")
    single = all(kind is op.LITERAL for kind, _ in items[1:])
    return (
        f"[^{left_out}]" if left_out and single else "."
    )  # what else a class leaves out is not known in RE2


def _member(item: tuple[Any, Any]) -> str:
    kind, value = item
    if kind is op.LITERAL:
        return _character(value)
    if kind is op.RANGE:
        first, last = value
        return (
            f"{_character(first)}-{_character(min(last, LAST_ASCII))}"
            if first <= LAST_ASCII
            else ""
        )
    return CLASSES.get(value, EVERYTHING)


def _character(code: int) -> str:
    if code > LAST_ASCII:
        return STAND_IN
    return chr(code) if chr(code).isalnum() else rf"\x{{{code:x}}}"
