"""How a decoded word is written into its sentence."""

from __future__ import annotations

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.surface import sentence_edits
from cleaners.paraphrase.words import sentences


@pytest.mark.parametrize(
    ("text", "word", "original", "reads"),
    [
        (
            "From Market Sq. and home.",
            "sq",
            "square",
            "From Market Square and home.",
        ),
        ("It ends in Market Sq.", "sq", "square", "It ends in Market Square."),
        ("In Market Sq. They met.", "sq", "square", "In Market Square. They met."),
        ("A yr. or so later", "yr", "year", "A year or so later"),
        ("A weblog. and more", "weblog", "blog", "A blog. and more"),
    ],
)
def test_the_point_of_a_shortened_word_goes_with_it(
    text: str, word: str, original: str, reads: str
) -> None:
    edits = []
    for sentence in sentences(text):
        places = [
            DecodedPlace(
                start=number,
                end=number + 1,
                hypotheses=((original, 0.9), (None, 0.1)),
                posterior=0.9,
            )
            for number, found in enumerate(sentence)
            if found.form == word
        ]
        edits += sentence_edits(text, sentence, places)
    assert Draft.of(text).revise("paraphrase", edits).text == reads
