"""Count what no word has in it: the letters of a reading in the wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HIGH = re.compile(r"[^\x00-\x7f]")
MAX_SEEN = 600  # high characters that are looked at, for the sake of cost. Not tuned
KNOWN_CHARACTERS = 4_096  # that are remembered: more than any alphabet has. Not tuned
# Marks that stand between letters: apostrophes, hyphens, dashes, quotes, dots, a no-break space.
BETWEEN_LETTERS = frozenset("’‘ʼ´“”„‚«»‹›·•…–—‑\u00ad\u00a0")
STOPS = frozenset(".,!?")
# Signs that stand before or after a letter in no language, beside those of the Unicode kinds.
SIGNS = frozenset("¶¦¤†‡‰")
SIGN_KINDS = frozenset(("Sk", "So", "Sm"))
MEASURES = frozenset("©®°™℠№×÷±−≈≤≥")  # what does stand there
UNWRITTEN = frozenset(("Cc", "Cn", "Co"))
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI")


def fault_rate(text: str) -> float:
    """Return the share of the high characters of a text that cannot be where they are."""
    seen = 0
    faults = 0
    padded = f"  {text}  "
    for match in HIGH.finditer(padded, 2):
        at = match.start()
        faults += _is_fault(
            padded[at - 1], match.group(), padded[at + 1], padded[at + 2]
        )
        seen += 1
        if seen == MAX_SEEN:
            break
    return faults / seen if seen else 0.0


def _is_fault(before: str, character: str, after: str, second: str) -> bool:
    kind = _category(character)
    if kind in UNWRITTEN or character == "\ufffd":
        return True
    if not kind.startswith(("L", "M")):
        return _is_misplaced(before, character, after, kind)
    return (
        _changes_case(before, character, after, second)
        or _changes_script(before, character)
        or _changes_script(character, after)
    )


def _is_misplaced(before: str, character: str, after: str, kind: str) -> bool:
    """Return whether a sign touches letters that it cannot touch."""
    touching = before.isalpha() + after.isalpha()
    if character in SIGNS or (kind in SIGN_KINDS and character not in MEASURES):
        return touching > 0
    return touching > 1 and character not in BETWEEN_LETTERS


def _changes_case(before: str, character: str, after: str, second: str) -> bool:
    """Return whether a capital stands inside a word, or alone at the end of a sentence."""
    if character.islower():
        return after.isupper()
    is_opening = not before.isalpha() and after.isupper() and second.islower()
    is_alone = before in STOPS and after.isspace()
    is_odd = before.islower() or is_opening or is_alone
    return character.isupper() and is_odd


def _changes_script(first: str, second: str) -> bool:
    """Return whether two letters of a word are of different alphabets."""
    one = _script(first)
    other = _script(second)
    return bool(one and other and one != other)


@lru_cache(KNOWN_CHARACTERS)
def _category(character: str) -> str:
    return unicodedata.category(character)


@lru_cache(KNOWN_CHARACTERS)
def _script(character: str) -> str | None:
    """Return the alphabet of a letter, None for any other character."""
    if not character.isalpha():
        return None
    first = unicodedata.name(character, " ").split()[:1]
    return first[0] if first and first[0] in SCRIPTS else None
