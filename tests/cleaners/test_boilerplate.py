"""Every rule carries its own cases; this runs them, and the laws of removing lines."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.boilerplate import Removal, edits_of, find, removal
from cleaners.boilerplate.cases import broken_cases_of
from cleaners.boilerplate.re2_prefilter.line_start import Beginning, beginning
from cleaners.boilerplate.scan import shipped
from cleaners.draft import Draft
from cleaners.lines import split_lines
from cleaners.rule import Rule

RULES = shipped().rules
FEWEST_RULES = 80


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_a_rule_removes_what_its_cases_mark_and_spares_the_rest(rule: Rule) -> None:
    assert not list(broken_cases_of(rule, shipped()))


def test_there_are_rules_for_every_kind_of_dirt() -> None:
    assert len(RULES) >= FEWEST_RULES


LINES = sorted(
    {
        line
        for rule in RULES
        for text in (*rule.spares, *(case.text for case in rule.repairs))
        for line in text.split("\n")
    }
)


def with_letters_beyond_ascii(line: str) -> str:
    """Write letters that Python's `re` takes for i, k and s where case does not matter."""
    return line.translate(str.maketrans("iIks", "ıİKſ"))


@pytest.mark.parametrize(
    "change", [str, str.lower, str.upper, str.swapcase, with_letters_beyond_ascii]
)
def test_the_scan_misses_no_rule(change: Callable[[str], str]) -> None:
    for line in map(change, LINES):
        assert [hit.rule.id for hit in shipped().hits(line)] == [
            rule.id for rule in RULES if rule.read(line)
        ]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(LINES),
    st.integers(0, 80),
    st.text("abÄéß 0٣\u00a0\u2028İ|:.ſK", max_size=6),
)
def test_the_scan_misses_no_rule_on_lines_that_nobody_wrote(
    line: str, at: int, inserted: str
) -> None:
    changed = line[:at] + inserted + line[at:]
    assert [hit.rule.id for hit in shipped().hits(changed)] == [
        rule.id for rule in RULES if rule.read(changed)
    ]


BEGINNINGS = [
    ("no comments yet.{0,40}", Beginning.WORDS),
    ("[-*• ]{0,5}(?:(?:our )?newsletter|sign up).*", Beginning.WORDS),
    ("(?-i:[A-Z])[a-z]{2,14} [A-Z].*", Beginning.NAME),
    (r"(?:by )?(?:\w{2,20} ){1,4}staff", Beginning.NAME),
    (r"(?-i:[A-Z])[\w ]{2,50} / agency", Beginning.PHRASE),
    ("(?:©|copyright|(?-i:[A-Z])).{0,90}reserved", Beginning.PHRASE),
    (".{3,260} photo by", Beginning.ANYTHING),
    ("back to top|[^?]{5,160} no spam", Beginning.ANYTHING),
]


@pytest.mark.parametrize(("pattern", "expected"), BEGINNINGS)
def test_a_pattern_says_how_freely_a_line_may_begin(
    pattern: str, expected: Beginning
) -> None:
    assert beginning(pattern) is expected


def clean(text: str, gone: set[int]) -> str:
    """Remove the lines of these numbers."""
    removals = [
        Removal(line, "test/rule", 1.0)
        for line in split_lines(text)
        if line.index in gone and line.text
    ]
    return (
        Draft.of(text)
        .revise("boilerplate", [edit for _, edit in edits_of(text, removals)])
        .text
    )


@settings(max_examples=300, deadline=None)
@given(st.text("ab \n", max_size=40), st.sets(st.integers(0, 20)))
def test_layout_keeps_the_other_lines_and_their_paragraphs(
    text: str, gone: set[int]
) -> None:
    lines = split_lines(text)
    kept = [line for line in lines if line.text and line.index not in gone]
    expected = kept[0].text if kept else ""
    for before, line in pairwise(kept):
        apart = any(not between.text for between in lines[before.index : line.index])
        expected += ("\n\n" if apart else "\n") + line.text
    assert "\n".join(line.text for line in split_lines(clean(text, gone))) == expected


PAGES = [
    ("a\n\nAd\n\nb", {2}, "a\n\nb"),
    ("a\nAd\n\nb", {1}, "a\n\nb"),
    ("a\nAd\nb", {1}, "a\nb"),
    ("a\n\nAd\nShare\nb", {2, 3}, "a\n\nb"),
    ("Menu\n\na\n\n\n\nb\n\nRelated\n", {0, 8}, "a\n\nb"),
    ("a\n \n \nb", set(), "a\n\nb"),
]


@pytest.mark.parametrize(("text", "gone", "expected"), PAGES)
def test_a_removed_line_leaves_paragraphs_apart_as_they_were(
    text: str, gone: set[int], expected: str
) -> None:
    assert clean(text, gone) == expected


def test_a_text_without_boilerplate_stays() -> None:
    text = (
        "Ferry crews voted on Tuesday to end the strike that had closed the harbour for nine days.\n\n"
        "The first boat will leave at six on Thursday morning, the harbour office said in a short note.\n\n"
        "Talks about pay go on next week, and both sides said that they expected to agree before the summer."
    )
    assert find(text) == ()


@settings(max_examples=300, deadline=None)
@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40), max_size=6))
def test_a_chain_of_weak_lines_hangs_on_any_sure_one(
    weak: set[int], sure: set[int]
) -> None:
    lines = split_lines("\n".join(["line"] * 41))
    taken = {number: Removal(lines[number], "sure/rule", 1.0) for number in sure}
    waiting = {
        number: Removal(lines[number], "weak/rule", 0.5)
        for number in sorted(weak - sure)
    }
    expected, before = set(sure), set[int]()
    while expected != before:
        before = set(expected)
        expected |= {
            number
            for number in waiting
            if any(abs(number - other) <= removal.NEAR for other in before)
        }
    removal._take_neighbours(lines, taken, waiting)  # noqa: SLF001 - the sweeps against their plain meaning
    assert set(taken) == expected


BODY = (
    "Ferry crews voted on Tuesday to end the strike that had closed the harbour of Quayside for nine days.\n\n"
    "The first ferry will leave at six on Thursday morning, the harbour office said in a short note on the strike.\n\n"
    "Talks about pay go on next week, and both sides said that they expected to agree before the summer."
)
TITLE = "Ferry Crews End the Quayside Strike After Nine Days"
STRUCTURE = [
    (
        "a label above a repeated headline",
        f"Background\n{TITLE}\n\n{TITLE}\n{BODY}",
        {"headline/above": ["Background"]},
    ),
    (
        "a label beside a skip link above the headline",
        f"Skip to content\nOur region\n{TITLE}\n\n{BODY}",
        {"headline/above": ["Our region"]},
    ),
    (
        "slugs of the headline",
        f"{TITLE}\nferry-crews-end-quayside-strike\nquayside ferry strike end\n{BODY}",
        {
            "headline/slug": [
                "ferry-crews-end-quayside-strike",
                "quayside ferry strike end",
            ]
        },
    ),
    (
        "a list below a header",
        f"{TITLE}\n\n{BODY}\n\nRelated Articles\nTwo boats for the price of one\nWhy gulls follow ploughs",
        {
            "related/section": [
                "Two boats for the price of one",
                "Why gulls follow ploughs",
            ]
        },
    ),
    (
        "a name amid widgets",
        f"{TITLE}\n\n{BODY}\n\n© 2025 quayside.example\nSite by Brightwater\nSkip to content\n© 2025 Quayside Post",
        {"layout/amid": ["Site by Brightwater"]},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, found, id=name) for name, text, found in STRUCTURE],
)
def test_structure_says_what_no_wording_does(
    text: str, expected: dict[str, list[str]]
) -> None:
    found = find(text)
    for rule, lines in expected.items():
        assert [removal.line.text for removal in found if removal.rule == rule] == lines
    assert not {removal.line.text for removal in found} & set(BODY.split("\n\n"))
    assert (
        next(removal.value for removal in found if removal.column == "title") == TITLE
    )
