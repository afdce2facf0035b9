"""Check what the search for copies knows of each character."""

import re

import pytest

from cleaners.duplicates import hashing
from cleaners.duplicates.hashing import (
    BEFORE_NAME,
    CODE_POINTS,
    DIGIT,
    EXPANDS,
    LETTER_MASK,
    UNSPACED,
    UPPER,
    character_table,
)

CHARACTERS = [
    ("a", "a", BEFORE_NAME),
    ("A", "a", UPPER),
    ("Ж", "ж", UPPER),
    ("7", "7", DIGIT),
    ("²", "²", DIGIT),
    ("漢", "漢", UNSPACED),
    ("한", "한", 0),
    ("ß", "ß", BEFORE_NAME | EXPANDS),
    (",", "\0", BEFORE_NAME),
    ("_", "\0", 0),
    (" ", "\0", 0),
]


@pytest.mark.parametrize(("char", "folded", "properties"), CHARACTERS)
def test_a_character_has_a_folded_letter_and_properties(
    char: str, folded: str, properties: int
) -> None:
    assert character_table()[ord(char)] == ord(folded) | properties


def test_letters_and_digits_are_folded_and_all_else_is_none() -> None:
    table = character_table().tolist()
    for code in range(CODE_POINTS):
        folded = chr(code).casefold()
        expected = ord(folded) if len(folded) == 1 else code
        is_word = re.fullmatch(hashing.WORD_CHARACTERS, chr(code))
        assert table[code] & int(LETTER_MASK) == (expected if is_word else 0)
