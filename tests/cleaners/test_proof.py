"""A pair is proved to a reader as the search for copies sees it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates import WordClasses
from cleaners.duplicates.hashing import WORD, normalise
from cleaners.duplicates.proof import Verdict, prove
from cleaners.duplicates.words import tokenise

NO_CLASSES = WordClasses.of({})
REPORT = (
    "Shares of {name} rose to {price} dollars on {day}, after the company said that it had sold"
    " more trucks than in any spring before. The board of {name} expects {profit} million dollars"
    " of profit this year, and will open a works in {town} where it wants to hire young people who"
    " have finished school. Investors had asked for such a plan since the last meeting."
)
HALDEN = REPORT.format(
    name="Halden Motors", price=31, day="Monday", profit=240, town="Brask"
)
KESTREL = REPORT.format(
    name="Kestrel Works", price=78, day="Friday", profit=915, town="Tolmar"
)
STATEMENT = (
    "We have read the report of the inspectors with great care, and we accept each of its findings."
    " The gates were not closed in time because nobody had been told who was to close them, and for"
    " that we ask the pardon of all whose homes were under water. From today a person of our staff"
    " will sleep at the gates whenever the river stands higher than the second mark."
)
FLOOD = (
    "In Ostrand the mayor spoke for an hour to people who had come with wet carpets and empty"
    " jars, and who wanted to know when the school would have floors again and who would pay."
)
INSURERS = (
    "The insurers of the valley met in the capital and said that they would send forty clerks,"
    " since letters about lost furniture have piled up there for three weeks without an answer."
)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (HALDEN, HALDEN.replace("young people", "apprentices"), Verdict.COPIES),
        (HALDEN, KESTREL, Verdict.FORM),
        (f"{FLOOD} {STATEMENT}", f"{INSURERS} {STATEMENT}", Verdict.QUOTATION),
        (HALDEN, STATEMENT, Verdict.OTHERS),
    ],
)
def test_two_texts_are_told_apart(one: str, other: str, verdict: Verdict) -> None:
    assert prove(one, other, NO_CLASSES).verdict is verdict
    assert prove(other, one, NO_CLASSES).verdict is verdict, "in any order"


def test_the_slots_of_a_form_are_named_as_either_text_sees_them() -> None:
    found = [
        (slot.words, slot.other_words)
        for slot in prove(HALDEN, KESTREL, NO_CLASSES).slots
    ]
    assert ("31", "78") in found
    assert ("Brask", "Tolmar") in found
    turned = [
        (slot.other_words, slot.words)
        for slot in prove(KESTREL, HALDEN, NO_CLASSES).slots
    ]
    assert turned == found


def test_what_is_shared_is_in_both_texts_word_by_word() -> None:
    proof = prove(HALDEN, KESTREL, NO_CLASSES)
    for passage in proof.shared:
        assert passage in HALDEN
        assert passage in KESTREL


@given(st.text())
def test_words_are_those_that_the_search_reads(text: str) -> None:
    words = WORD.findall(normalise(text))
    batch = tokenise([text], NO_CLASSES)
    assert len(words) == len(batch.words)
    assert all(re.match(r"\w", word) for word in words)
