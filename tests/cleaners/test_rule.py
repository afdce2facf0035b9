"""Check that invalid rules are refused before anything runs, naming file, rule and fix."""

import pytest

from cleaners.rule import Case, Rule, RuleError
from cleaners.rule_files import load, parse, shipped_files

GOOD = """
[[rule]]
id = "comments/none-yet"
match = 'no comments yet\\.?'
where = "tail"
why = "Empty comment widget."
repairs = ["Rain is due on Friday.\\n<<No comments yet => >>"]
spares = ["No comments yet from the ministry."]
"""
BROKEN = [
    ("[[rule]", "TOML"),
    ("title = 'x'", "write \\[\\[rule\\]\\] tables"),
    (GOOD + "colour = 'red'\n", "comments/none-yet: no such key: colour; known are"),
    (GOOD.replace('id = "comments/none-yet"\n', ""), "a rule without id: lacks id"),
    (
        GOOD.replace('why = "Empty comment widget."', 'why = ""'),
        "comments/none-yet: lacks why",
    ),
    (
        GOOD.replace("<<No comments yet => >>", "No comments yet"),
        "marks no <<before => after>>",
    ),
    (
        GOOD.replace('spares = ["No comments yet from the ministry."]', "spares = []"),
        "lacks spares",
    ),
    (
        GOOD.replace('spares = ["No comments yet from the ministry."]', "spares = [3]"),
        "lists of strings",
    ),
    (
        GOOD.replace("yet\\.?'", "yet('"),
        r"comments/none-yet: match is no regular expression \(.*unterminated.*correct it",
    ),
    (GOOD + "unless = '[a'\n", "comments/none-yet: unless is no regular expression"),
    (GOOD + "unless = 3\n", "comments/none-yet: unless is 3; it must be a string"),
    (GOOD + "near = 'yes'\n", "comments/none-yet: near is 'yes'; it must be true or"),
    (GOOD + "confidence = 'high'\n", "confidence is 'high'; it must be a number"),
    (GOOD.replace('"comments/none-yet"', "3"), "id is 3; it must be a string"),
    (GOOD + "lines = 'yes'\n", "lists of strings"),
    (
        GOOD.replace('where = "tail"', 'where = "middle"'),
        "must be one of head, tail, edge, anywhere",
    ),
    (GOOD.replace("comments/none", "share/none"), "must start with comments/"),
    (GOOD + "lifts = 'mood'\n", "lifts is 'mood'"),
    (GOOD + "lifts = 'author'\n", r"needs a group \(\?P<value>"),
    (GOOD.replace("no comments yet\\.?", ".*"), "accepts an empty line"),
    (GOOD + "confidence = 1.5\n", "confidence must lie in 0..1"),
]


def test_a_rule_is_read_with_its_cases() -> None:
    (rule,) = parse(GOOD, "comments.toml")
    assert (rule.kind, rule.where, rule.confidence) == ("comments", "tail", 0.98)
    assert rule.repairs == (
        Case("Rain is due on Friday.\nNo comments yet", ((23, 38, ""),)),
    )
    assert rule.read("No Comments Yet.")
    assert not rule.read("No comments yet from the ministry.")


def test_the_shipped_rules_pass_the_checks_that_loading_them_leaves_out() -> None:
    checked: list[Rule] = []
    for name, toml in shipped_files("boilerplate"):
        checked += parse(toml, name)
    assert load("boilerplate") == tuple(checked)


@pytest.mark.parametrize(("toml", "message"), BROKEN)
def test_an_invalid_rule_is_refused(toml: str, message: str) -> None:
    with pytest.raises(RuleError, match=message) as caught:
        list(parse(toml, "comments.toml"))
    assert str(caught.value).startswith("comments.toml")


PLACES = [
    ("anywhere", "head body tail edge"),
    ("edge", "head tail edge"),
    ("head", "head edge"),
    ("tail", "tail edge"),
]


@pytest.mark.parametrize(("where", "expected"), PLACES)
def test_a_rule_applies_at_its_place(where: str, expected: str) -> None:
    (rule,) = parse(
        GOOD.replace('where = "tail"', f'where = "{where}"'), "comments.toml"
    )
    assert [
        place for place in ("head", "body", "tail", "edge") if rule.allows(place)
    ] == expected.split()


LABELS = """
[[rule]]
id = "share/buttons-nl"
lines = ["Deel dit artikel", "Kopieer link"]
where = "edge"
why = "Share buttons."
repairs = ["De brug gaat vrijdag weer open.\\n<<Deel dit artikel => >>"]
spares = ["Deel dit artikel niet, stond erboven."]
"""
BROKEN_LABELS = [
    (LABELS.replace("-nl", ""), "must end with -nl"),
    (LABELS + "match = 'x'\n", "lacks match or lines"),
    (LABELS.replace('lines = ["Deel dit artikel", "Kopieer link"]', ""), "lacks match"),
    (LABELS.replace('"Kopieer link"', '"..."'), "label without words"),
    (LABELS.replace('["Deel dit artikel", "Kopieer link"]', '"Deel"'), "lists of"),
]
READ_AS_LABELS = [
    "Deel dit artikel",
    "DEEL DIT ARTIKEL:",
    "» Deel dit  artikel (12)",
    "[Kopieer link]",
]
NO_LABELS = ["Deel dit artikel nu", "artikel", "", "12", "Kopieer de link"]


def test_a_rule_may_list_the_labels_of_a_language() -> None:
    (rule,) = parse(LABELS, "nl.toml")
    assert all(rule.read(line) for line in READ_AS_LABELS)
    assert not any(rule.read(line) for line in NO_LABELS)


@pytest.mark.parametrize(("toml", "message"), BROKEN_LABELS)
def test_an_invalid_rule_of_a_language_is_refused(toml: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        list(parse(toml, "nl.toml"))
