"""Relax a rule's pattern for RE2: accept all that the rule accepts, and a little more.

RE2 has no look-around, and Unicode makes its automata large. So it reads lines in bytes: ASCII, a
byte for each Cyrillic letter, and a question mark for any other character. (With question marks for
Cyrillic too, a Russian line took 2.8 ms, as it might be any pattern's.) In the relaxed pattern,
look-around and word boundaries are dropped, every class includes the question mark, and long
bounded repeats become unbounded. Python's `re` decides about the lines that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as op  # type: ignore[attr-defined]  # private: see the package
from typing import Any

from cleaners.rule import parsed

MAX_COUNT = (
    3  # repeats with a higher maximum become unbounded, which keeps automata small
)
STAND_IN = r"\x{3f}"  # the question mark
# Cyrillic letters and their bytes; a capital has the byte of its small letter.
FIRST_CYRILLIC, LAST_CYRILLIC = 0x400, 0x45F
CYRILLIC = re.compile(f"[{chr(FIRST_CYRILLIC)}-{chr(LAST_CYRILLIC)}]")
SMALL_CYRILLIC = 0x430  # the first small letter
CYRILLIC_BYTES = r"\x{80}-\x{af}"
FIRST_BYTE = 0x80
CATEGORIES = {
    op.CATEGORY_WORD: f"0-9A-Za-z_{CYRILLIC_BYTES}",
    op.CATEGORY_DIGIT: "0-9",
    op.CATEGORY_SPACE: r"\x{9}-\x{d}\x{1c}-\x{20}",
}
ANY_BYTE = rf"\x{{0}}-\x{{7f}}{CYRILLIC_BYTES}"
LAST_ASCII = 0x7F  # code point
# Letters that match a character beyond ASCII (ı, K, ſ) where case does not matter.
FOLDED_BEYOND_ASCII = frozenset("iksIKS")
ZERO_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)


def to_bytes(line: str) -> bytes:
    """Encode a line for RE2: ASCII, bytes of Cyrillic letters, question marks for all others."""
    if line.isascii() or not CYRILLIC.search(line):
        return line.encode("ascii", "replace")
    return line.translate(BYTE_OF).encode("latin-1", "replace")


def _is_cyrillic(code: int) -> bool:
    return FIRST_CYRILLIC <= code <= LAST_CYRILLIC


def _byte(code: int) -> int:
    """Return the byte of a Cyrillic letter."""
    small = ord(chr(code).lower())
    return FIRST_BYTE + small - SMALL_CYRILLIC


def _byte_table() -> dict[int, str]:
    """Map Cyrillic letters to their bytes, and the upper half of Latin-1 to question marks."""
    table = dict.fromkeys(range(LAST_ASCII + 1, 0x100), "?")
    for code in range(FIRST_CYRILLIC, LAST_CYRILLIC + 1):
        table[code] = chr(_byte(code))
    return table


BYTE_OF = _byte_table()


def relax(pattern: str) -> str:
    """Return a pattern in RE2's syntax that matches, in bytes, all lines that `pattern` matches.

    Raises ValueError for syntax that cannot be relaxed, such as a back-reference.
    """
    return _sequence(parsed(pattern))


def _sequence(tree: Iterable[tuple[Any, Any]]) -> str:
    return "".join(_node(opcode, argument) for opcode, argument in tree)


def _node(opcode: Any, argument: Any) -> str:  # noqa: ANN401, PLR0911 - the parser names no types; one return an opcode
    """Relax one node of the parse tree. Raises ValueError for an unknown opcode."""
    if opcode in ZERO_WIDTH:
        return ""
    if opcode is op.LITERAL:
        return _literal(argument)
    if opcode is op.NOT_LITERAL:
        return _negated_class([(op.LITERAL, argument)])
    if opcode is op.ANY:
        return "."
    if opcode is op.IN:
        return _class(argument)
    if opcode is op.BRANCH:
        _, branches = argument
        return "(?:" + "|".join(map(_sequence, branches)) + ")"
    if opcode is op.SUBPATTERN:
        return _group(*argument)
    if opcode in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeat(*argument)
    raise ValueError(f"{opcode} has no counterpart in RE2; write the rule without it")


def _literal(code: int) -> str:
    character = chr(code)
    if character in FOLDED_BEYOND_ASCII:
        return f"[{character}{STAND_IN}]"
    if _is_cyrillic(code):
        return f"[{_character(code)}]"
    return _character(code)


def _group(
    _number: int | None, added: int, removed: int, tree: Iterable[tuple[Any, Any]]
) -> str:
    """Relax a group; `added` and `removed` are the flags that it sets and unsets."""
    flag = ""
    if added & re.IGNORECASE:
        flag = "i"
    elif removed & re.IGNORECASE:
        flag = "-i"
    return f"(?{flag}:{_sequence(tree)})"


def _repeat(least: int, most: int, tree: Iterable[tuple[Any, Any]]) -> str:
    repeated = f"(?:{_sequence(tree)})"
    if most <= MAX_COUNT:
        return f"{repeated}{{{least},{most}}}"
    return repeated + ("+" if least else "*")


def _class(items: Sequence[tuple[Any, Any]]) -> str:
    first_opcode, _ = items[0]
    if first_opcode is op.NEGATE:
        return _negated_class(items[1:])
    members = "".join(map(_member, items))
    return f"[{STAND_IN}{members}]"


def _negated_class(items: Sequence[tuple[Any, Any]]) -> str:
    """Relax a negated class: only single ASCII characters can be excluded for certain."""
    if any(opcode is not op.LITERAL for opcode, _ in items):
        return "."
    ascii_only = [item for item in items if item[1] <= LAST_ASCII]
    excluded = "".join(map(_member, ascii_only)).replace(STAND_IN, "")
    return f"[^{excluded}]" if excluded else "."


def _member(item: tuple[Any, Any]) -> str:
    """Relax a member of a class: a character, a range or a category."""
    opcode, argument = item
    if opcode is op.LITERAL:
        return _character(argument)
    if opcode is op.RANGE:
        return _range(*argument)
    return CATEGORIES.get(argument, ANY_BYTE)


def _range(first: int, last: int) -> str:
    """Return the bytes of a range; the stand-in covers what is neither ASCII nor Cyrillic."""
    has_cyrillic = first <= LAST_CYRILLIC and last >= FIRST_CYRILLIC
    cyrillic = CYRILLIC_BYTES if has_cyrillic else ""
    if first > LAST_ASCII:
        return cyrillic
    return f"{_character(first)}-{_character(min(last, LAST_ASCII))}{cyrillic}"


def _character(code: int) -> str:
    if _is_cyrillic(code):
        return rf"\x{{{_byte(code):x}}}{STAND_IN}"
    if code > LAST_ASCII:
        return STAND_IN
    character = chr(code)
    return character if character.isalnum() else rf"\x{{{code:x}}}"
