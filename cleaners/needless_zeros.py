"""Tell zero characters that say nothing from those in the place of a letter or a space.

Some programs write zeros into their texts, others write them where they know no character, as for
the ligatures of PDF. Words show which ones did: those of the same text, and English ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.divided_words import english_words
from cleaners.lazy_patterns import compile_later
from cleaners.zero_characters import LETTER, SIGN, ZERO

DAMAGE = "\ufffd"
IN_WORD = compile_later(rf"(?<={LETTER})\0+(?={LETTER})")
BROKEN_WORD = compile_later(rf"{LETTER}+(?:\0+{LETTER}+)+")
ZEROS = compile_later(r"\0+")
WHOLE_WORD = compile_later(rf"(?<![\w\0]){LETTER}+(?![\w\0])")
SHORTEST_WORD = 3  # letters; shorter ones are syllables as often as words
LIGATURES = ("fi", "fl", "ff", "ffi", "ffl")


def show_zeros(text: str) -> str:
    """Return a text with signs in the place of its zeros: of needless ones, or of damage."""
    if ZERO not in text:
        return text
    if _are_needless(text):
        text = IN_WORD.sub(_shown, text)
    return text.replace(ZERO, DAMAGE)


def _shown(zeros: re.Match[str]) -> str:
    return SIGN * len(zeros[0])


def _are_needless(text: str) -> bool:
    """Return whether more words are whole without their zeros than lack something."""
    known = {word[0].casefold() for word in WHOLE_WORD.finditer(text)}
    votes = sum(_votes(text, known))
    return votes > 0


def _votes(text: str, known: set[str]) -> Iterator[int]:
    """Yield for each broken word 1 if it is whole, -1 if it lacks something, or 0."""
    for word in BROKEN_WORD.finditer(text):
        parts = ZEROS.split(word[0].casefold())
        if _is_word("".join(parts), known):
            yield 1
        elif _lacks_something(parts, known):
            yield -1
        else:
            yield 0


def _lacks_something(parts: list[str], known: set[str]) -> bool:
    """Return whether parts are words of their own, or one with a ligature between them."""
    if all(_is_word(part, known) for part in parts):
        return True
    whole = (ligature.join(parts) for ligature in LIGATURES)
    return any(_is_word(word, known) for word in whole)


def _is_word(letters: str, known: set[str]) -> bool:
    """Return whether letters are a word of the text or of English, and no short one."""
    if len(letters) < SHORTEST_WORD:
        return False
    return letters in known or letters in english_words()
