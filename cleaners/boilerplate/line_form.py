"""Read the form of one line: what its characters are, how it begins and how it ends.

Every line of every page is read here. So lines in ASCII, which most are, are counted as bytes, and
a regular expression is only used for the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaners.lines import ELLIPSES, MARKS, STOPS, count_words, is_unspaced

# Guards that keep a long line cheap; none was tuned.
SAMPLE = 160  # leading characters of a line whose words are read
SYMBOL_SAMPLE = 80  # leading characters in which digits and symbols are counted
CAPITAL_WORDS = 16  # leading words whose capitals are counted

END_SAMPLE = 40  # trailing characters of a line in which a credit is looked for
LAST_WORDS = 4  # in which a credit has capitals
BREAKS = (". ", "? ", "! ", "。")  # between two sentences, about

QUOTES = "\"“„«‘'”»「"
CLOSING = "\"'”’»)]」』】） "
SENTENCE_ENDS = frozenset(STOPS)
MIN_LONG_WORD = 4  # letters
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LONG_MARKED_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}]){{4,}}")
MARKED_LETTER = re.compile(f"[{MARKS}]")


class CharacterSet(NamedTuple):
    """Characters to be counted: as a pattern, and those of them that are ASCII."""

    pattern: re.Pattern[str]
    in_ascii: bytes

    def count(self, text: str) -> int:
        """Count the characters of a text that are in the set."""
        if not text.isascii():
            return len(self.pattern.findall(text))
        others = text.encode().translate(None, self.in_ascii)
        return len(text) - len(others)


DIGIT = CharacterSet(re.compile(r"\d"), b"0123456789")
SYMBOL = CharacterSet(re.compile(r"[|•·/»›→>#@©®™]"), b"|/>#@")
END_MARK = CharacterSet(re.compile(r"[/|©@:–—(\[]"), b"/|@:([")


def _letters_table() -> bytes:
    """Return the table that lowers ASCII letters, and makes all else a space."""
    characters = [chr(code) for code in range(256)]
    return "".join(
        character.lower() if character.isascii() and character.isalpha() else " "
        for character in characters
    ).encode()


LETTERS = _letters_table()


class LineForm(NamedTuple):
    """What is counted in a line; flags are 0 or 1."""

    size: int  # characters
    words: int
    capitals: int  # words that begin with one
    digits: int
    symbols: int
    ends: bool  # in a full stop or the like, with or without closing quotes
    asks: bool
    colon: bool  # at the end
    lower: bool  # at the start
    end_capitals: float  # share of the last words
    end_marks: int
    end_bracket: bool
    ellipsis: bool
    quotes: bool  # at the start
    upper: bool
    sentences: int


def read_form(text: str) -> LineForm:
    """Read the form of a trimmed line that is not empty."""
    parts = text[:SAMPLE].split()
    head = text[:SYMBOL_SAMPLE]
    end = text[-END_SAMPLE:]
    all_last_words = parts if len(text) <= END_SAMPLE else end.split()
    last_words = all_last_words[-LAST_WORDS:]
    first, last = text[0], text[-1]
    return LineForm(
        len(text),
        _count_words(text, parts),
        _count_capitals(parts),
        DIGIT.count(head),
        SYMBOL.count(head),
        not last.isalnum() and _ends_sentence(text),
        "?" in text[-2:],
        last == ":",
        first.islower(),
        _count_capitals(last_words) / len(last_words),
        END_MARK.count(end),
        last in ")]",
        text.endswith(ELLIPSES),
        first in QUOTES,
        text.isupper(),
        sum(map(text.count, BREAKS)),
    )


def _count_words(text: str, parts: Sequence[str]) -> int:
    """Count the words at the start of a line, which is in parts already."""
    if text.isascii() or not is_unspaced(text):
        return len(parts)
    return count_words(text[:SAMPLE])


def _count_capitals(words: Sequence[str]) -> int:
    """Count the words that begin with a capital."""
    return sum([word[0].isupper() for word in words[:CAPITAL_WORDS]])


def _ends_sentence(text: str) -> bool:
    bare = text.rstrip(CLOSING) or text
    return bare[-1] in SENTENCE_ENDS


def _long_ascii_words(text: str) -> set[str]:
    letters = text.encode().translate(LETTERS)
    words = letters.decode().split()
    return {word for word in words if len(word) >= MIN_LONG_WORD}


def long_words(text: str) -> set[str]:
    """Return the long words of a text; in a script without spaces, all pairs of letters."""
    if text.isascii():
        return _long_ascii_words(text)
    lower = text.lower()
    if not MARKED_LETTER.search(text):
        return set(LONG_WORD.findall(lower))
    if is_unspaced(text):
        return {first + second for first, second in pairwise(text)}
    return set(LONG_MARKED_WORD.findall(lower))
