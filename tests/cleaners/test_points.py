"""Check the points of a story between its headline and its text."""

import pytest

from cleaners.boilerplate import find_removals

TITLE = "'We had jam for two': Ferry is back at the pier of Brant Island after nine days of storm"
POINTS = [
    "• Divers freed the rudder from a net that had lain there since October",
    "• Two fishing boats had brought milk, post and one coffin to the island",
    "• The captain will not sail again in winds of more than forty knots",
]
BODY = [
    "The ferry to Brant Island will sail again on Monday, the harbour office has announced.",
    "Islanders had lived for nine days on what two fishing boats could carry over the sound.",
    "The master said that he would not leave the pier in winds of more than forty knots again.",
    "A second ferry, which the island has asked for since 1974, is in the county's next budget.",
]
LINKS = ["• Facebook", "• Ferries", "• Weather"]
HEADS = [
    ("points", [TITLE, *POINTS], TITLE),
    ("an announcement", ["What else the office says of the ferry:", *POINTS], None),
]


@pytest.mark.parametrize(("head", "title"), [case[1:] for case in HEADS])
def test_the_line_above_points_is_the_title(head: list[str], title: str | None) -> None:
    removed = find_removals("\n\n".join([*head, "By Ada Keller", *BODY]))
    titles = [removal.value for removal in removed if removal.is_title]
    assert titles == ([title] if title else [])


def test_the_points_stay() -> None:
    removed = find_removals("\n\n".join([TITLE, *POINTS, "By Ada Keller", *BODY]))
    assert not {removal.line.text for removal in removed} & {*POINTS, *BODY}


def test_links_are_no_points() -> None:
    removed = find_removals("\n\n".join([TITLE, *LINKS, *BODY, *LINKS]))
    assert set(LINKS) <= {removal.line.text for removal in removed}
