"""Words that are held are those that are read, and few are held at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.word_stores import HELD_WORDS, HeldWords


def words_of(text: int) -> TextWords:
    """Return the words of a made-up text, a tenth of what is held or more than all of it."""
    count = HELD_WORDS * 2 if text == 0 else HELD_WORDS // 10
    numbers = np.full(count, text, np.uint32)
    return TextWords(numbers, numbers)


@given(st.lists(st.integers(0, 14), max_size=40))
def test_words_are_those_of_the_text(asked: list[int]) -> None:
    held = HeldWords(words_of)
    for text in asked:
        assert held(text).words[0] == text


def test_a_text_that_is_asked_for_again_is_read_once() -> None:
    read: list[int] = []

    def read_words(text: int) -> TextWords:
        read.append(text)
        return words_of(text)

    held = HeldWords(read_words)
    for text in (1, 2, 1, 2, 3, 1):
        held(text)
    assert read == [1, 2, 3]
    for text in range(4, 14):  # with 1, asked for last, more than can be held
        held(text)
    held(1)
    assert read == [*range(1, 14), 1]
