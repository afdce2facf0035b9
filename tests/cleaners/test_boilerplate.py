"""Run the cases that every rule carries, and check the properties of removing lines."""

import os
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.boilerplate import Removal, edits_of, find_removals, removal
from cleaners.boilerplate.cases import broken_cases_of
from cleaners.boilerplate.re2_prefilter.line_start import LineStart, line_start
from cleaners.boilerplate.scan import shipped
from cleaners.draft import Draft
from cleaners.lines import split_lines
from cleaners.rule import Rule
from cleaners.rule_files import load

RULES = load("boilerplate")
FEWEST_RULES = 80


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_a_rule_removes_what_its_cases_mark_and_nothing_else(rule: Rule) -> None:
    assert not list(broken_cases_of(rule, shipped()))


def test_no_rules_are_lost() -> None:
    assert len(RULES) >= FEWEST_RULES


def lines_of(rule: Rule) -> set[str]:
    """Return the lines of a rule's cases."""
    texts = (*rule.spares, *(case.text for case in rule.repairs))
    return {line for text in texts for line in text.split("\n")}


LINES = sorted(set().union(*map(lines_of, RULES)))
# Of the lines of other kinds, each rule reads one in so many.
STRIDE = 1 if os.environ.get("UNSPUN_SOAK") else 64


def with_letters_beyond_ascii(line: str) -> str:
    """Replace i, k and s by letters that Python's `re` folds to them if case is ignored."""
    return line.translate(str.maketrans("iIks", "ıİKſ"))


def readings(lines: Iterable[str], rules: Iterable[Rule]) -> dict[str, list[str]]:
    """Match every line by every rule alone; return the ids of the rules that match it."""
    found: dict[str, list[str]] = {line: [] for line in lines}
    for rule in rules:
        for line, ids in found.items():
            if rule.read(line):
                ids.append(rule.id)
    return found


@pytest.mark.parametrize(
    "change", [str, str.lower, str.upper, str.swapcase, with_letters_beyond_ascii]
)
def test_the_scan_misses_no_rule(change: Callable[[str], str]) -> None:
    """Every rule reads the lines of its kind and some others; all of them in `make soak`."""
    hits = {change(line): shipped().hits(change(line)) for line in LINES}
    for kind in sorted({rule.kind for rule in RULES}):
        rules = [rule for rule in RULES if rule.kind == kind]
        own = set().union(*map(lines_of, rules))
        for line, ids in readings(map(change, {*own, *LINES[::STRIDE]}), rules).items():
            assert [hit.rule.id for hit in hits[line] if hit.rule.kind == kind] == ids


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(LINES),
    st.integers(0, 80),
    st.text("abÄéß 0٣\u00a0\u2028İ|:.ſK", max_size=6),
)
def test_the_scan_misses_no_rule_on_made_up_lines(
    line: str, at: int, inserted: str
) -> None:
    changed = line[:at] + inserted + line[at:]
    assert [hit.rule.id for hit in shipped().hits(changed)] == [
        rule.id for rule in RULES if rule.read(changed)
    ]


LINE_STARTS = [
    ("no comments yet.{0,40}", LineStart.WORDS),
    ("[-*• ]{0,5}(?:(?:our )?newsletter|sign up).*", LineStart.WORDS),
    ("(?-i:[A-Z])[a-z]{2,14} [A-Z].*", LineStart.NAME),
    (r"(?:by )?(?:\w{2,20} ){1,4}staff", LineStart.NAME),
    (r"(?-i:[A-Z])[\w ]{2,50} / agency", LineStart.PHRASE),
    ("(?:©|copyright|(?-i:[A-Z])).{0,90}reserved", LineStart.PHRASE),
    (".{3,260} photo by", LineStart.ANYTHING),
    ("back to top|[^?]{5,160} no spam", LineStart.ANYTHING),
]


@pytest.mark.parametrize(("pattern", "expected"), LINE_STARTS)
def test_a_pattern_is_classified_by_how_a_line_may_start(
    pattern: str, expected: LineStart
) -> None:
    assert line_start(pattern) is expected


def clean(text: str, removed: set[int]) -> str:
    """Remove the lines of these numbers."""
    removals = [
        Removal(line, "test/rule", 1.0)
        for line in split_lines(text)
        if line.index in removed and line.text
    ]
    return (
        Draft.of(text)
        .revise("boilerplate", [edit for _, edit in edits_of(text, removals)])
        .text
    )


@settings(max_examples=300, deadline=None)
@given(st.text("ab \n", max_size=40), st.sets(st.integers(0, 20)))
def test_layout_keeps_the_other_lines_and_the_spacing_of_paragraphs(
    text: str, removed: set[int]
) -> None:
    lines = split_lines(text)
    kept = [line for line in lines if line.text and line.index not in removed]
    expected = kept[0].text if kept else ""
    for before, line in pairwise(kept):
        apart = any(not between.text for between in lines[before.index : line.index])
        expected += ("\n\n" if apart else "\n") + line.text
    assert (
        "\n".join(line.text for line in split_lines(clean(text, removed))) == expected
    )


PAGES = [
    ("a\n\nAd\n\nb", {2}, "a\n\nb"),
    ("a\nAd\n\nb", {1}, "a\n\nb"),
    ("a\nAd\nb", {1}, "a\nb"),
    ("a\n\nAd\nShare\nb", {2, 3}, "a\n\nb"),
    ("Menu\n\na\n\n\n\nb\n\nRelated\n", {0, 8}, "a\n\nb"),
    ("a\n \n \nb", set(), "a\n\nb"),
]


@pytest.mark.parametrize(("text", "removed", "expected"), PAGES)
def test_removing_a_line_keeps_the_spacing_of_paragraphs(
    text: str, removed: set[int], expected: str
) -> None:
    assert clean(text, removed) == expected


def test_a_text_without_boilerplate_is_unchanged() -> None:
    text = (
        "Ferry crews voted on Tuesday to end the strike that had closed the "
        "harbour for nine days.\n\n"
        "The first boat will leave at six on Thursday morning, the harbour "
        "office said in a short note.\n\n"
        "Talks about pay go on next week, and both sides said that they expected "
        "to agree before the summer."
    )
    assert find_removals(text) == ()


@settings(max_examples=300, deadline=None)
@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40), max_size=6))
def test_near_rules_spread_from_any_sure_line(weak: set[int], sure: set[int]) -> None:
    lines = split_lines("\n".join(["line"] * 41))
    proposed = {number: Removal(lines[number], "sure/rule", 1.0) for number in sure}
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
    removal._add_neighbours(lines, proposed, waiting)  # noqa: SLF001 - compares two sweeps with a search
    assert set(proposed) == expected


BODY = (
    "Ferry crews voted on Tuesday to end the strike that had closed the "
    "harbour of Quayside for nine days.\n\n"
    "The first ferry will leave at six on Thursday morning, the harbour "
    "office said in a short note on the strike.\n\n"
    "Talks about pay go on next week, and both sides said that they expected "
    "to agree before the summer."
)
TITLE = "Ferry Crews End the Quayside Strike After Nine Days"
STRUCTURE = [
    (
        "a label above a repeated headline",
        f"Background\n{TITLE}\n\n{TITLE}\n{BODY}",
        {"headline/above": ["Background"]},
    ),
    (
        "a label next to a skip link above the headline",
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
        (
            f"{TITLE}\n\n{BODY}\n\nRelated Articles\nTwo boats for the price of "
            "one\nWhy gulls follow ploughs"
        ),
        {
            "related/section": [
                "Two boats for the price of one",
                "Why gulls follow ploughs",
            ]
        },
    ),
    (
        "a name amid widgets",
        (
            f"{TITLE}\n\n{BODY}\n\n© 2025 quayside.example\nSite by Brightwater\nSkip "
            "to content\n© 2025 Quayside Post"
        ),
        {"layout/amid": ["Site by Brightwater"]},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, found, id=name) for name, text, found in STRUCTURE],
)
def test_structure_finds_lines_that_no_wording_finds(
    text: str, expected: dict[str, list[str]]
) -> None:
    found = find_removals(text)
    for rule, lines in expected.items():
        assert [removal.line.text for removal in found if removal.rule == rule] == lines
    assert not {removal.line.text for removal in found} & set(BODY.split("\n\n"))
    assert (
        next(removal.value for removal in found if removal.column == "title") == TITLE
    )
