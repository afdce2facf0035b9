"""Relax a rule's pattern for RE2: accept all that the rule accepts, and a little more.

RE2 has no look-around, and Unicode makes its automata large. So it reads lines in bytes: ASCII, a
byte for each Cyrillic letter, and a question mark for any other character. (With question marks for
Cyrillic too, a Russian line took 2.8 ms, as it might be any pattern's.) In the relaxed pattern,
look-around and word boundaries are dropped, every class that has characters beyond ASCII includes
the question mark, and long bounded repeats become unbounded. Python's `re` decides about the lines
that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]  # private: see the package
from typing import Any

from cleaners.rule import parsed

MAX_COUNT = (
    3  # repeats with a higher maximum become unbounded, which keeps automata small
)
STAND_IN_CHARACTER = "?"
STAND_IN = rf"\x{{{ord(STAND_IN_CHARACTER):x}}}"
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

Item = tuple[Any, Any]
"""An opcode of a parse tree with its argument: a node, or a member of a class."""


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
    return _IGNORING_CASE.sequence(parsed(pattern))


@dataclass(frozen=True, slots=True)
class _Relaxer:
    """Relaxes the nodes of a parse tree, where case matters or where it does not."""

    ignores_case: bool

    def sequence(self, tree: Iterable[Item]) -> str:
        """Relax nodes one after another."""
        return "".join(self.node(opcode, argument) for opcode, argument in tree)

    def node(self, opcode: Any, argument: Any) -> str:  # noqa: ANN401, PLR0911 - the parser names no types; one return an opcode
        """Relax one node. Raises ValueError for an unknown opcode."""
        if opcode in ZERO_WIDTH:
            return ""
        if opcode is op.LITERAL:
            return self.literal(argument)
        if opcode is op.NOT_LITERAL:
            return _negated_class([(op.LITERAL, argument)])
        if opcode is op.ANY:
            return "."
        if opcode is op.IN:
            return self.character_class(argument)
        if opcode is op.BRANCH:
            _, branches = argument
            return "(?:" + "|".join(map(self.sequence, branches)) + ")"
        if opcode is op.SUBPATTERN:
            return self.group(*argument)
        if opcode in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self.repeat(*argument)
        raise ValueError(
            f"{opcode} has no counterpart in RE2; write the rule without it"
        )

    def literal(self, code: int) -> str:
        """Relax a character."""
        character = chr(code)
        if self.ignores_case and character in FOLDED_BEYOND_ASCII:
            return f"[{character}{STAND_IN}]"
        if _is_cyrillic(code):
            return f"[{_character(code)}]"
        return _character(code)

    def group(
        self, _number: int | None, added: int, removed: int, tree: Iterable[Item]
    ) -> str:
        """Relax a group; `added` and `removed` are the flags that it sets and unsets."""
        if added & re.IGNORECASE:
            return f"(?i:{_IGNORING_CASE.sequence(tree)})"
        if removed & re.IGNORECASE:
            return f"(?-i:{_MINDING_CASE.sequence(tree)})"
        return f"(?:{self.sequence(tree)})"

    def repeat(self, least: int, most: int, tree: Iterable[Item]) -> str:
        """Relax a repeat, whose bounds go where they are high."""
        repeated = f"(?:{self.sequence(tree)})"
        if most <= MAX_COUNT:
            return f"{repeated}{{{least},{most}}}"
        return repeated + ("+" if least else "*")

    def character_class(self, items: Sequence[Item]) -> str:
        """Relax a class; the stand-in is in it where a member may be beyond ASCII."""
        first_opcode, _ = items[0]
        if first_opcode is op.NEGATE:
            return _negated_class(items[1:])
        members = "".join(map(_member, items))
        is_ascii = all(map(self.stays_in_ascii, items))
        return f"[{members}]" if is_ascii else f"[{STAND_IN}{members}]"

    def stays_in_ascii(self, item: Item) -> bool:
        """Whether a member of a class matches no character beyond ASCII."""
        if not _is_within_ascii(item):
            return False
        first, last = _bounds(item)
        letters = map(ord, FOLDED_BEYOND_ASCII)
        return not (
            self.ignores_case and any(first <= each <= last for each in letters)
        )


_IGNORING_CASE = _Relaxer(ignores_case=True)
_MINDING_CASE = _Relaxer(ignores_case=False)


def _is_within_ascii(item: Item) -> bool:
    """Whether a member of a class is an ASCII character, or a range of such."""
    opcode, _ = item
    return opcode is not op.CATEGORY and _bounds(item)[1] <= LAST_ASCII


def _bounds(item: Item) -> tuple[int, int]:
    """Return the first and the last character of a member of a class that is no category."""
    opcode, argument = item
    return argument if opcode is op.RANGE else (argument, argument)


def _negated_class(items: Iterable[Item]) -> str:
    """Relax a negated class: only ASCII characters can be excluded for certain."""
    excluded = "".join(_member(item) for item in items if _is_excludable(item))
    return f"[^{excluded}]" if excluded else "."


def _is_excludable(item: Item) -> bool:
    """Whether a class can do without a member; no range may have the stand-in in it."""
    if not _is_within_ascii(item):
        return False
    first, last = _bounds(item)
    return not first <= ord(STAND_IN_CHARACTER) <= last


def _member(item: Item) -> str:
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
