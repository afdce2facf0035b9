"""Check that a line does not stay alone among removed lines below the body."""

import pytest

from cleaners.boilerplate.islands import without_islands
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import shipped

BODY = [
    "The ferry Sorrel sails again from Monday, the harbour office of Quayside said in a note.",
    "Its engine was rebuilt over the winter, and the crew has been back on board since March.",
]
LABEL = "Hundreds of gulls and one fox: Deputy Garrow"
SENTENCE = "He sold it in the spring."
REMOVED = [True, True]
CASES = [
    ("a headline", LABEL, REMOVED, REMOVED, -1.0, True),
    ("a headline that is surely text", LABEL, REMOVED, REMOVED, -9.0, False),
    ("a sentence", SENTENCE, REMOVED, REMOVED, -1.0, False),
    ("below a line that stays", LABEL, [True, False], REMOVED, -1.0, False),
    ("above a line that stays", LABEL, REMOVED, [False, True], -1.0, False),
    ("near the end", LABEL, REMOVED, [True], -1.0, False),
]


@pytest.mark.parametrize(
    ("text", "above", "below", "gain", "goes"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_a_line_alone_goes(
    text: str, above: list[bool], below: list[bool], gain: float, *, goes: bool
) -> None:
    others = [f"Link {number}" for number in range(4)]
    lines = [*BODY, *others[:2], text, *others[2 : 2 + len(below)]]
    page = ScannedPage.of("\n".join(lines), shipped())
    removed = [False, False, *above, False, *below]
    gains = [gain] * len(lines)
    assert without_islands(page, removed, gains)[4] is goes


def test_a_line_inside_the_body_stays() -> None:
    lines = [BODY[0], "Link 1", "Link 2", LABEL, "Link 3", "Link 4", BODY[1]]
    page = ScannedPage.of("\n".join(lines), shipped())
    removed = [False, True, True, False, True, True, False]
    assert without_islands(page, removed, [-1.0] * 7) == removed
