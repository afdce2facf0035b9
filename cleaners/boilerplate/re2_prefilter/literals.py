"""Find literals for a pattern: a line that it matches has at least one of them.

A search for the literals of all patterns is cheap, as it needs no more states than they have
letters. The patterns that start with a name or with anything need far more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]  # private: see the package
from typing import Any, NamedTuple

from cleaners.boilerplate.re2_prefilter.folding import EDGE, fold
from cleaners.boilerplate.re2_prefilter.relax import ZERO_WIDTH
from cleaners.rule import parsed

# Guards against too many literals, and how they are compared; set by hand on the shipped rules.
MAX_STRINGS = 300  # that a part of a pattern may match, if all are to be known
MAX_CLASS = 8  # characters of a class
MAX_COUNT = 4  # repeats
MAX_LENGTH = 7  # characters of a literal
# The frequency of a literal is estimated from its characters, each this many times rarer.
RARITY, EDGE_RARITY, SYMBOL_RARITY, COMMON_RARITY, SPACE_RARITY = (
    8.0,
    97.0,
    28.0,
    6.5,
    2.8,
)
COMMON = "0.,-'’:)"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)

Strings = frozenset[str]
NOTHING: Strings = frozenset([""])


class Found(NamedTuple):
    """All strings that a part of a pattern matches, if they are few, else the best literals.

    Neither is known of a part such as `.*`.
    """

    strings: Strings | None = None
    literals: Strings | None = None

    @property
    def any_of(self) -> Strings | None:
        """Strings of which each match has at least one, if they are known."""
        return self.literals if self.strings is None else self.strings


UNKNOWN = Found()


def literals_of(pattern: str, max_frequency: float) -> tuple[str, ...]:
    """Return folded literals for a pattern, in order; none if they would be in too many lines.

    `max_frequency` bounds the sum of their frequencies, as they are estimated here.
    """
    edge = (op.LITERAL, ord(EDGE))
    literals = _sequence([edge, *parsed(pattern), edge]).any_of
    if literals is None:
        return ()
    short = _without_longer({_shortened(literal) for literal in literals})
    return tuple(sorted(short)) if _frequency(short) <= max_frequency else ()


def _shortened(literal: str) -> str:
    """Return the end of a literal at the end of a line, or the start of any other."""
    return literal[-MAX_LENGTH:] if literal.endswith(EDGE) else literal[:MAX_LENGTH]


def _without_longer(literals: Iterable[str]) -> set[str]:
    """Leave out the literals that contain another."""
    kept: set[str] = set()
    for literal in sorted(literals, key=len):
        if not any(shorter in literal for shorter in kept):
            kept.add(literal)
    return kept


def _frequency(literals: Iterable[str]) -> float:
    """Estimate the share of lines that have one of the literals."""
    return sum(map(_frequency_of, literals))


def _frequency_of(literal: str) -> float:
    if literal in ("", " ", EDGE):
        return 1.0
    frequency = 1.0
    for character in literal[:MAX_LENGTH]:
        frequency /= _rarity(character)
    return frequency


def _rarity(character: str) -> float:
    if character.isalpha():
        return RARITY
    if character == " ":
        return SPACE_RARITY
    if character == EDGE:
        return EDGE_RARITY
    return COMMON_RARITY if character in COMMON else SYMBOL_RARITY


def _rarer(first: Strings | None, second: Strings | None) -> Strings | None:
    """Return the literals that are in fewer lines; unknown ones are in all."""
    if first is None or second is None:
        return first or second
    return min(first, second, key=_frequency)


def _sequence(tree: Iterable[tuple[Any, Any]]) -> Found:
    """Join the strings of parts that follow each other, as long as they are few."""
    joined: Strings = NOTHING
    best: Strings | None = None
    is_whole = True
    for opcode, argument in tree:
        found = _node(opcode, argument)
        longer = _joined(joined, found.strings)
        if longer is not None:
            joined = longer
            continue
        is_whole = False
        best = _rarer(_rarer(best, joined), found.literals)
        joined = found.strings or NOTHING
    return Found(joined) if is_whole else Found(None, _rarer(best, joined))


def _joined(before: Strings, after: Strings | None) -> Strings | None:
    """Return all strings of one part followed by one of another; None if they are many."""
    if after is None or len(before) * len(after) > MAX_STRINGS:
        return None
    return frozenset(map("".join, product(before, after)))


def _node(opcode: Any, argument: Any) -> Found:  # noqa: ANN401, PLR0911 - the parser names no types; one return an opcode
    """Find the strings of one node of the parse tree; those of any other opcode are unknown."""
    if opcode in ZERO_WIDTH:
        return Found(NOTHING)
    if opcode is op.LITERAL:
        return Found(frozenset([fold(chr(argument))]))
    if opcode is op.IN:
        return Found(_class(argument))
    if opcode is op.BRANCH:
        _, branches = argument
        return _either([_sequence(branch) for branch in branches])
    if opcode is op.SUBPATTERN:
        return _sequence(argument[-1])
    if opcode in REPEATS:
        return _repeated(*argument)
    return UNKNOWN


def _class(items: Sequence[tuple[Any, Any]]) -> Strings | None:
    """Return the characters of a small class."""
    members = Strings()
    for opcode, argument in items:
        found = _members(opcode, argument)
        if found is None:
            return None
        members |= found
    return members if len(members) <= MAX_CLASS else None


def _members(opcode: Any, argument: Any) -> Strings | None:  # noqa: ANN401 - as above
    """Return the characters of one item of a class, if they are few."""
    if opcode is op.LITERAL:
        return frozenset([fold(chr(argument))])
    if argument is op.CATEGORY_DIGIT:
        return frozenset(["0"])
    if opcode is op.RANGE and _is_small(*argument):
        return frozenset(_range(*argument))
    return None


def _is_small(first: int, last: int) -> bool:
    return last - first <= MAX_CLASS + 1


def _range(first: int, last: int) -> list[str]:
    codes = range(first, last + 1)
    return [fold(chr(code)) for code in codes]


def _either(branches: Sequence[Found]) -> Found:
    """Unite the strings of branches, or their literals if any is unknown or they are many."""
    united: set[str] = set()
    for branch in branches:
        if branch.any_of is None:
            return UNKNOWN
        united |= branch.any_of
    strings = frozenset(united)
    are_known = all(branch.strings is not None for branch in branches)
    if are_known and len(strings) <= MAX_STRINGS:
        return Found(strings)
    return Found(None, None if "" in strings else strings)


def _repeated(least: int, most: int, tree: Iterable[tuple[Any, Any]]) -> Found:
    """Repeat the strings of a part a few times; what is repeated at least once has its literals."""
    once = _sequence(tree)
    powers = _powers(once.strings, most)
    if powers is not None:
        united = Strings().union(*powers[least:])
        return Found(united)
    return Found(None, once.any_of) if least else UNKNOWN


def _powers(strings: Strings | None, most: int) -> list[Strings] | None:
    """Repeat strings 0 to `most` times; None where they are not known or become too many."""
    if strings is None or most > MAX_COUNT:
        return None
    powers = [NOTHING]
    for _ in range(most):
        longer = _joined(powers[-1], strings)
        if longer is None:
            return None
        powers.append(longer)
    return powers
