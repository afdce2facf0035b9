"""Check that the only line above a text without a title stays, in doubt."""

import pytest

from cleaners.boilerplate import Classification, Removal, classify
from cleaners.boilerplate.first_line import with_first_line
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped

BODY = [
    "The lighthouse of Oxney will have new stairs, the harbour office announced on Wednesday.",
    "Eleven of its forty-two steps are rotten, two carpenters found when they looked last month.",
    "Until spring only the hall below is open, and the ticket costs half of what it did before.",
]
LINES = [
    ("a subhead", ["Key takeaways"], 0.75, True),
    ("a beginning", ["In a town like ours,"], 0.75, True),
    ("a name of a column", ["And finally: stairs at sea"], 0.85, True),
    ("a Korean headline", ["오래된 등대에 무슨 일이"], 0.88, True),
    ("surely boilerplate", ["Key takeaways"], 0.95, False),
    ("small letters", ["open the share links"], 0.75, False),
    ("a place", ["OXNEY, Fenland —"], 0.75, False),
    ("an item", ["- Key takeaways"], 0.75, False),
    ("one word", ["Article"], 0.75, False),
    ("a label that a rule knows", ["Skip to content"], 0.75, False),
    ("another line below it", ["Harbour watch", "All posts"], 0.75, False),
]


def removal_of(page: ScannedPage, rule: str, probability: float) -> Removal:
    return Removal(page.lines[0], rule, probability)


@pytest.mark.parametrize(
    ("head", "probability", "is_kept"),
    [pytest.param(*case[1:], id=case[0]) for case in LINES],
)
def test_the_only_line_stays_in_doubt(
    head: list[str], probability: float, *, is_kept: bool
) -> None:
    page = ScannedPage.of("\n".join([*head, *BODY]), shipped())
    removal = removal_of(page, "layout/model", probability)
    found = with_first_line(page, Classification((removal,)))
    doubtful = [doubt.line for doubt in found.doubts]
    assert doubtful == ([removal.line] if is_kept else [])
    assert found.removals == (() if is_kept else (removal,))


@pytest.mark.parametrize("rule", ["headline/above", "promo/appeal"])
def test_what_a_rule_removes_goes(rule: str) -> None:
    page = ScannedPage.of("\n".join(["Key takeaways", *BODY]), shipped())
    found = Classification((removal_of(page, rule, 0.75),))
    assert with_first_line(page, found) == found


def test_a_page_of_which_nothing_goes_is_as_it_was() -> None:
    page = ScannedPage.of("\n".join(BODY), shipped())
    assert with_first_line(page, Classification()) == Classification()


def test_what_the_model_is_sure_of_goes() -> None:
    found = classify("\n".join(["All our posts", *BODY]))
    assert [removal.line.text for removal in found.removals] == ["All our posts"]
