"""Check that initials are told from words in capitals, and written out as a sentence has them."""

import pytest

from cleaners.paraphrase import initials

SENTENCE = "The team joined the USA on TV"


def test_a_short_word_in_capitals_is_initials() -> None:
    assert initials.are_initials("TV", SENTENCE)


@pytest.mark.parametrize("written", ["Team", "I", "ENORMOUS", "G20"])
def test_other_words_are_none(written: str) -> None:
    assert not initials.are_initials(written, SENTENCE)


def test_a_headline_in_capitals_has_none() -> None:
    assert not initials.are_initials("BIG", "A BIG FERRY IS BUILT")


def test_initials_stand_for_their_phrase_or_are_no_word() -> None:
    assert initials.stand_for("US", "united states")
    assert initials.stand_for("TV", "television")


@pytest.mark.parametrize(("written", "original"), [("NIL", "zero"), ("IT", "this")])
def test_initials_do_not_stand_for_the_word_of_their_letters(
    written: str, original: str
) -> None:
    assert not initials.stand_for(written, original)


@pytest.mark.parametrize(
    ("written", "original", "new"),
    [
        ("USA", "united states", "United States"),
        ("TV", "television", "television"),
    ],
)
def test_a_phrase_is_written_as_a_sentence_has_it(
    written: str, original: str, new: str
) -> None:
    assert initials.written_out(written, original) == new
