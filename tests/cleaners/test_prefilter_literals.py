"""Check the literals by which the prefilter narrows the search for patterns."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.boilerplate.re2_prefilter.folding import EDGE, fold, fold_line
from cleaners.boilerplate.re2_prefilter.literals import literals_of
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import relaxed_patterns
from cleaners.rule_files import load

LITERALS = [
    ("photo by .*", ["\nphoto "]),
    (".* photo by", ["oto by\n"]),
    (
        r".{3,90}(?:photo|foto) ?[:/] ?\w.*",
        [
            "foto /",
            "foto :",
            "foto/",
            "foto:",
            "photo /",
            "photo :",
            "photo/",
            "photo:",
        ],
    ),
    (r"[^|]+ \| [a-z]+", [" | "]),
    (r".*\d{2}/\d{2}.*", ["00/00"]),
    (r".*\d{1,2}\. (?:mai|juni).*", ["0. juni", "0. mai", "00. jun"]),
    (".*(?:x{2,3}y)?[KkſS]t.+", ["kt", "st"]),
    (r"(?:\w+ )+ago.*|.*", []),
    ("(?:a|b)?.*", []),
    (r"(?>abc).*", []),
]


@pytest.mark.parametrize(("pattern", "expected"), LITERALS)
def test_literals_are_the_rarest_that_each_match_has(
    pattern: str, expected: list[str]
) -> None:
    assert list(literals_of(pattern, 0.9)) == expected


def test_literals_that_most_lines_have_are_none() -> None:
    assert literals_of(".*fot.*", 0.1)
    assert not literals_of(".*fot.*", 0.0001)


@settings(max_examples=300, deadline=None)
@given(st.characters(), st.characters())
def test_letters_that_match_each_other_are_folded_to_one(one: str, other: str) -> None:
    for first, second in [(one, other), (one, one.swapcase()), (one, one.lower())]:
        is_letter = len(second) == 1
        if is_letter and re.fullmatch(re.escape(first), second, re.IGNORECASE):
            assert fold(first) == fold(second)


def test_every_letter_that_ignores_case_is_folded_to_one() -> None:
    letters = [chr(code) for code in range(0x10000) if chr(code).isalpha()]
    text = "".join(letters)
    for letter in {other for each in letters for other in (each.lower(), each.upper())}:
        if len(letter) == 1:
            found = re.findall(re.escape(letter), text, re.IGNORECASE)
            assert len(set(map(fold, found))) <= 1


def test_lines_are_folded_alike_in_ascii_and_beyond() -> None:
    line = "From 9 to 15 Km"
    assert fold_line(line) == (EDGE + fold(line) + EDGE).encode()
    assert fold_line("٣ İſK") == b"\n0 isk\n"
    assert fold_line("\ud800") == b"\n\xed\xa0\x80\n"


def test_matches_have_a_literal_of_their_pattern() -> None:
    rules = [rule for rule in load("boilerplate") if rule.match]
    relaxed = relaxed_patterns([rule.match for rule in rules])
    for rule, (_, _, _, literals) in zip(rules, relaxed, strict=True):
        for case in rule.repairs if literals else ():
            for line in map(str.strip, case.text.split("\n")):
                if rule.read(line):
                    folded = fold_line(line).decode()
                    assert any(literal in folded for literal in literals)
