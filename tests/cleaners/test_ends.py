"""Check the ends of pages: appeals above the article, and lists of teasers below it."""

import pytest

from cleaners.boilerplate import find_removals

BODY = [
    "The ferry to Brant Island will sail again on Monday, the harbour office has announced.",
    "Divers freed the rudder from a net that had lain in the sound since the storm of October.",
    "The master said that he would not leave the pier in winds of more than forty knots again.",
    "Islanders had been supplied by two fishing boats, which carried milk, post and one coffin.",
]
TEASERS = [
    "Baker of Brant Island wins a prize",
    "Her rye loaf came first of thirty, the judges of the county said on Sunday.",
    "Lighthouse to be painted again",
    "The last coat was put on in 1998, and the north side has lost most of it.",
]
LATER = (
    "Winds will be measured at the pier, and the office will publish them every hour."
)
LISTS = [
    ("pairs", ["Related Articles", *TEASERS], True),
    (
        "pairs with ages",
        ["Related Articles", TEASERS[0], "2 hours ago", *TEASERS[1:]],
        True,
    ),
    ("two paragraphs in a row", ["Related Articles", *TEASERS, LATER], False),
    ("no header", TEASERS, False),
]


@pytest.mark.parametrize(("below", "goes"), [case[1:] for case in LISTS])
def test_headlines_and_teasers_by_turns_go_to_the_end(
    below: list[str], *, goes: bool
) -> None:
    removed = find_removals("\n\n".join([*BODY, *below]))
    found = {line.line.text for line in removed if line.rule == "related/teasers"}
    assert found >= set(TEASERS) if goes else not found
    assert found.isdisjoint(BODY)


APPEAL = (
    "To continue reading, you can subscribe for £1 a week, which gives you unlimited access to "
    "our journalism and to all of our archive!"
)
PRICE = "Or you can pay £0.40 per article, and no more than £1 a day."


def test_a_price_below_an_appeal_goes_above_the_article() -> None:
    removed = find_removals("\n\n".join([APPEAL, PRICE, *BODY]))
    assert [removal.line.text for removal in removed] == [APPEAL, PRICE]


def test_a_price_amid_the_article_stays() -> None:
    removed = find_removals("\n\n".join([*BODY[:2], PRICE, *BODY[2:]]))
    assert not removed


SHORT = "Divers are still searching for the anchor."
BRIDGED = [
    ("below the bridge", ["Story continues below advertisement", SHORT], True),
    ("below a label", ["Advertisement", SHORT.rstrip(".")], False),
]
FOOT = ["Related News", "© 2021 Sound Courier Ltd.", "Privacy Policy", "Terms of Use"]


@pytest.mark.parametrize(("lines", "is_kept"), [case[1:] for case in BRIDGED])
def test_a_sentence_stays_where_the_story_continues(
    lines: list[str], *, is_kept: bool
) -> None:
    removed = find_removals("\n\n".join([*BODY, *lines, *FOOT]))
    assert (lines[1] in {removal.line.text for removal in removed}) is not is_kept
