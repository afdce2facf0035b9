"""Beside a genuine copy: numbers that spinners write otherwise, and words of other spinners."""

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase import ReferenceTexts, repair, unspinner
from cleaners.paraphrase.spun_numbers import is_same_number

GENUINE = """\
The bakery said on Monday that two of its five ovens had been out of use for a year.
About a quarter of its customers moved to a shop in the next street, and sales fell by 12 percent.
The owners want to build a new kitchen behind the house because the old one is too small.
On the 36th day of the strike people in the town started to collect money for the young bakers,
who have to pay their rent."""
SPUN = """\
The bakery stated on Monday that 2 of its 5 ovens had been out of use for 12 months.
About 1/4 of its clients moved to a store within the subsequent road, and sales fell by 12 p.c.
The homeowners wish to construct a brand new kitchen behind the home as a result of the old one is
simply too small. On the thirty sixth day of the strike folks within the city began to gather cash
for the younger bakers, who should pay their lease."""
STRIKE = """\
The company said at noon that it had just paid its staff in cash, and that the business would close
for a long weekend. Staff at the mill have waited all day in the rain. A travel agent in the country
town, where the strike began, said the owners have known about the leak for years, and that no child
should play in the yard at night. The key is to keep the gate shut, just in case, until Monday."""
ELEMENTS = """\
The institution said astatine noon that it had conscionable paid its staff successful currency, and
that the concern would close for a agelong weekend. Staff astatine the mill person waited all
afternoon successful the rain. A flow agent successful the state town, where the strike began, said
the owners person acknowledged about the leak for years, and that no kid should play successful the
yard astatine night. The critical is to keep the gate shut, conscionable successful case, until
Monday."""


@pytest.mark.parametrize(
    ("written", "original"),
    [
        ("2", "two"),
        ("9", "nine"),
        ("thirty sixth", "36th"),
        ("seventeenth", "17th"),
        ("third", "3rd"),
        ("twenty second", "22nd"),
        ("twentieth", "20th"),
        ("12 months", "year"),
        ("p.c", "percent"),
        ("1/4", "quarter"),
    ],
)
def test_a_number_that_is_written_otherwise_is_the_same(
    written: str, original: str
) -> None:
    assert is_same_number(written, original)


@pytest.mark.parametrize(
    ("written", "original"),
    [
        ("2", "three"),
        ("3rd", "third time"),
        ("12 months", "month"),
        ("two", "two"),
        ("40", "forty"),
    ],
)
def test_other_numbers_are_not_the_same(written: str, original: str) -> None:
    assert not is_same_number(written, original)


def test_numbers_come_back_beside_the_original() -> None:
    result = repair(SPUN, references=ReferenceTexts(copies=(GENUINE,)))
    text = Draft.of(SPUN).revise("paraphrase", result.edits).text
    for phrase in ("two of its five", "12 percent", "36th day", "next street"):
        assert phrase in text


def test_words_of_another_spinner_are_labelled_beside_the_original() -> None:
    assert repair(ELEMENTS).spinning.spun
    assert unspinner().dialect_beside(ELEMENTS, STRIKE) == "other"
    assert unspinner().dialect_beside(STRIKE, ELEMENTS) is None


def test_an_edited_copy_is_not_labelled() -> None:
    edited = GENUINE.replace("two of its", "three of its").replace(
        "said on", "wrote on"
    )
    assert unspinner().dialect_beside(edited, GENUINE) is None
    assert unspinner().dialect_beside(GENUINE, GENUINE) is None
