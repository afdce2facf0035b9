"""Check what the RE2 prefilter relies on: private parts of Python's `re`, version by version.

Python has no public parser of regular expressions. If this fails on a new version, compare its
`re/_parser.py` and `re/_constants.py` with those of a version that is listed here, then add it.
"""

import re
import sys
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # private, hence this test
from re import _parser  # type: ignore[attr-defined]  # private, hence this test

import pytest
import re2

from cleaners.boilerplate.re2_prefilter import relax as relaxing
from cleaners.boilerplate.re2_prefilter.line_start import LineStart, line_start
from cleaners.boilerplate.re2_prefilter.relax import relax
from cleaners.boilerplate.re2_prefilter.relaxed_patterns import relaxed_patterns
from cleaners.boilerplate.scan import shipped
from cleaners.rule import parsed

READ = {  # opcodes that the prefilter reads
    "ANY",
    "ASSERT",
    "ASSERT_NOT",
    "AT",
    "BRANCH",
    "CATEGORY",
    "IN",
    "LITERAL",
    "MAX_REPEAT",
    "MIN_REPEAT",
    "NEGATE",
    "NOT_LITERAL",
    "RANGE",
    "SUBPATTERN",
}
REFUSED = {"ATOMIC_GROUP", "GROUPREF", "GROUPREF_EXISTS", "POSSESSIVE_REPEAT"}
ONLY_IMPORTED = {"SUCCESS"}
OPCODES_OF_PARSER = {
    (3, 11): READ | REFUSED | ONLY_IMPORTED,
    (3, 12): READ | REFUSED | ONLY_IMPORTED,
    (3, 13): READ | REFUSED | ONLY_IMPORTED | {"FAILURE"},  # of (?!), refused too
}


def test_this_version_of_python_was_checked() -> None:
    version = sys.version_info[:2]
    assert version in OPCODES_OF_PARSER, (
        f"the prefilter was not checked on Python {version}"
    )
    source = Path(_parser.__file__).read_text(encoding="utf-8")
    opcodes = {str(code) for code in (*op.OPCODES, op.MIN_REPEAT, op.MAX_REPEAT)}
    named = opcodes & set(re.findall(r"\b[A-Z_]+\b", source))
    assert named == OPCODES_OF_PARSER[version]


TREES = [
    ("a.", "[(LITERAL, 97), (ANY, None)]"),
    ("[^a]", "[(NOT_LITERAL, 97)]"),
    (r"^\b$", "[(AT, AT_BEGINNING), (AT, AT_BOUNDARY), (AT, AT_END)]"),
    ("(?=a)", "[(ASSERT, (1, [(LITERAL, 97)]))]"),
    ("(?<!a)", "[(ASSERT_NOT, (-1, [(LITERAL, 97)]))]"),
    (
        "ab|cd",
        "[(BRANCH, (None, [[(LITERAL, 97), (LITERAL, 98)], [(LITERAL, 99), (LITERAL, 100)]]))]",
    ),
    (r"[a-z\d]", "[(IN, [(RANGE, (97, 122)), (CATEGORY, CATEGORY_DIGIT)])]"),
    (
        r"[^\s\w]",
        "[(IN, [(NEGATE, None), (CATEGORY, CATEGORY_SPACE), (CATEGORY, CATEGORY_WORD)])]",
    ),
    ("a{2,9}", "[(MAX_REPEAT, (2, 9, [(LITERAL, 97)]))]"),
    ("a+?", "[(MIN_REPEAT, (1, MAXREPEAT, [(LITERAL, 97)]))]"),
    ("(a)", "[(SUBPATTERN, (1, 0, 0, [(LITERAL, 97)]))]"),
    ("(?i-s:a)", "[(SUBPATTERN, (None, 2, 16, [(LITERAL, 97)]))]"),
]


@pytest.mark.parametrize(("pattern", "tree"), TREES)
def test_a_parse_tree_has_the_known_form(pattern: str, tree: str) -> None:
    assert repr(parsed(pattern)) == tree


def test_a_parse_tree_knows_its_width_and_groups() -> None:
    tree = parsed("ab{2,4}(?P<value>c?)")
    assert tree.getwidth() == (3, 6)
    assert tree[:1].getwidth() == (1, 1)
    assert tree.state.groupdict == {"value": 1}


@pytest.mark.parametrize("pattern", [r"(a)\1", "(a)?(?(1)b|c)", "(?>a)", "a++"])
def test_an_opcode_that_is_not_read_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="has no counterpart in RE2"):
        relax(pattern)


def test_an_opcode_of_a_later_version_is_refused() -> None:
    with pytest.raises(ValueError, match="NEW_OPCODE has no counterpart in RE2"):
        relaxing._IGNORING_CASE.sequence([("NEW_OPCODE", None)])  # noqa: SLF001 - no pattern has it yet


def test_the_group_of_a_pattern_ignores_unknown_opcodes() -> None:
    assert line_start("(?>[a-z]{9})") is LineStart.WORDS


def test_every_shipped_pattern_can_be_relaxed() -> None:
    for rule in shipped().rules:
        assert relax(rule.match) or rule.lines


def test_other_patterns_than_the_shipped_ones_are_relaxed_anew() -> None:
    patterns = [rule.match for rule in shipped().rules if rule.match]
    changed = [*patterns[:-1], "new words"]
    relaxed = relaxed_patterns(changed)
    assert relaxed[:-1] == relaxed_patterns(patterns)[:-1]
    assert relaxed[-1] == (LineStart.WORDS, 9, r"new\x{20}word[s\x{3f}]", ())


CLASSES = [
    ("[abc]", "[abc]", ""),
    ("[a-z]", r"[\x{3f}a-z]", "z\u017f\u212a\u0131\u0130"),
    ("(?-i:[a-z])", "(?-i:[a-z])", "z"),
    ("(?-i:[a-z’])", r"(?-i:[\x{3f}a-z\x{3f}])", "z’"),
    ("(?-i:(?i:[kl]))", r"(?-i:(?i:[\x{3f}kl]))", "kK\u212a"),
    (r"[^a-z.?]", r"[^a-z\x{2e}]", "0?é"),
    (r"[^\w.]", r"[^\x{2e}]", " ?é"),
    (r"[^ -~]", ".", "é"),
]


@pytest.mark.parametrize(("pattern", "relaxed", "matching"), CLASSES)
def test_a_relaxed_class_is_narrow_and_misses_nothing(
    pattern: str, relaxed: str, matching: str
) -> None:
    assert relax(pattern) == relaxed
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    for character in matching:
        found = re2.fullmatch(relaxed.encode(), relaxing.to_bytes(character), options)
        is_match = re.fullmatch(pattern, character, re.IGNORECASE)
        assert found or not is_match
