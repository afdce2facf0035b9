"""Return the stems by which the words of a headline are found in its article.

Words are compared by their first letters, so that "strike" meets "strikes". How many these are, and
what stands before them, depends on the script.
"""

from __future__ import annotations

import re

from cleaners.lazy_patterns import compile_later
from cleaners.lines import MARKS, is_unspaced

# All lengths were set by hand.
STEM = re.compile(r"\w{4,}|\d+")
STEM_LETTERS = 5
# Korean: two syllables, and what follows is an ending. Figures and words of other scripts too.
HANGUL = compile_later(r"[가-힣]")
HANGUL_STEM = compile_later(r"\b(?:[가-힣]{2}|\w{4,}|\d+)")
# Arabic and Persian: the article is no part of a word, nor what is written as one with it.
ARABIC = compile_later(r"[\u0621-\u064a]")
ARABIC_STEM = compile_later(r"\b(?:[وفبك]?ال|لل)?(\w{3}|\d+)")
# Hebrew: "the", "and", "in" and others, one or two of them, are written as one with a word.
HEBREW = compile_later(r"[\u05d0-\u05ea]")
HEBREW_STEM = compile_later(r"\b[הובכלמש]{0,2}(\w{4}|\d+)")
# From Devanagari on, the signs of vowels are no letters to `re`.
INDIC = compile_later(r"[\u0900-\u0dff]")
INDIC_STEM = compile_later(rf"(?<![\w{MARKS}])(?:[\w{MARKS}]{{3}}|\d+)")
OTHER_SCRIPT = compile_later(r"[\u05d0-\u064a\u0900-\u0dff가-힣]")
STEM_OF_SCRIPT = (
    (HANGUL, HANGUL_STEM),
    (ARABIC, ARABIC_STEM),
    (HEBREW, HEBREW_STEM),
    (INDIC, INDIC_STEM),
)


def stems_of(text: str) -> set[str]:
    """Return the stems of a text: beginnings of its long words, and its figures."""
    lower = text.lower()
    if is_unspaced(text):
        return {lower[at : at + 2] for at in range(len(lower) - 1)}
    stem = _stem_pattern(text)
    return {word[:STEM_LETTERS] for word in stem.findall(lower)}


def _stem_pattern(text: str) -> re.Pattern[str]:
    """Return the pattern of stems in the script of a text."""
    if text.isascii() or not OTHER_SCRIPT.search(text):
        return STEM  # as most, at once
    for letter, stem in STEM_OF_SCRIPT:
        if letter.search(text):
            return stem
    return STEM
