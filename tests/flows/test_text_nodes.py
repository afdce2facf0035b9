"""Text nodes of a page become its paragraphs, and lists of paragraphs stay as they are."""

from __future__ import annotations

import pytest

from flows.intake.field_texts import PARAGRAPH_BREAK, text_of
from tests.growth import assert_linear

NODES = [
    (
        ["The weir at ", "Cobham Lock", " has held for a year.", "\n", "It leaks."],
        ["The weir at Cobham Lock has held for a year.", "It leaks."],
    ),
    (
        ["\n  The weir at ", "Cobham", ", built\n  of oak,\n  ", "holds", ".\n", "It leaks.\n"],
        ["The weir at Cobham, built\n  of oak, holds.", "It leaks."],
    ),
    (
        ["“It leaks”, said ", "Ada Lunt", ".", "\n", "Nobody", " heard her."],
        ["“It leaks”, said Ada Lunt.", "Nobody heard her."],
    ),
    (
        ["“Never!”", ", said ", "Ada Lunt", ".", "The keeper of ", "the lock", " left."],
        ["“Never!”, said Ada Lunt.", "The keeper of the lock left."],
    ),
    (
        ["The weir (", "built in 1911", ") holds.", "Who pays", "The county", " pays."],
        ["The weir (built in 1911) holds.", "Who pays", "The county pays."],
    ),
    (
        ["It holds. ", "Ada Lunt", " left. ", "\n", "Bring:", "\n", "a coat", "\n", "a rope"],
        ["It holds. Ada Lunt left.", "Bring:", "a coat", "a rope"],
    ),
    (
        ["The weir at", "Cobham Lock", ", of oak, has held", "(", "so far", ").", "It leaks."],
        ["The weir at Cobham Lock, of oak, has held (so far).", "It leaks."],
    ),
    (["The", "weir", "holds", ",", "so", "far", "."], ["The weir holds, so far."]),
    (["W", "eirs at ", "Cobham", " hold."], ["Weirs at Cobham hold."]),
    (["Der Wehrwärter ", "Ede Lunt", " schweigt."], ["Der Wehrwärter Ede Lunt schweigt."]),
    (["水门由", "林安", "，工匠", "看守。", "它漏水。"], ["水门由林安，工匠看守。", "它漏水。"]),
]  # fmt: skip
OTHERS = [
    ["The weir holds.", "It leaks.", "Nobody heard."],
    ["The weir holds. ", " It leaks. ", "\n", "Nobody heard. "],
    ["Who pays", "The county pays.", "Who does not"],
    ["Bring", "a coat", "a rope", "and a lamp."],
    ["- a coat", "- a rope"],
    ["Who pays", ". . .", "The county", ":)", "... and who else"],
    ["die Stadt pflanzt Bäume am Ring ", "die Straße wird gesperrt ", "der Bus fährt öfter"],
    ["The weir holds …", "… and leaks.", "...", "It is old."],
    ["The weir holds", "in frost, since it is of oak.", "It leaks."],
    ["<p>The weir at <a>Cobham</a></p>", ", of oak,", " holds."],
    ["天门开了。", "水流走了。"],
]  # fmt: skip


@pytest.mark.parametrize(("nodes", "want"), NODES)
def test_text_nodes_are_joined(nodes: list[str], want: list[str]) -> None:
    assert text_of(nodes) == PARAGRAPH_BREAK.join(want)
    assert text_of(repr(nodes)) == text_of(nodes)
    assert text_of([nodes, ["It is old."]]) == PARAGRAPH_BREAK.join(
        [*want, "It is old."]
    )


@pytest.mark.parametrize("entries", OTHERS)
def test_a_list_of_paragraphs_stays(entries: list[str]) -> None:
    want = [text_of(entry) for entry in entries]
    assert text_of(entries) == PARAGRAPH_BREAK.join(filter(None, want))


def test_many_nodes_take_their_time_and_no_more() -> None:
    assert_linear(
        lambda size: text_of(["The ", "weir", " holds", "\n", ""] * size), 200
    )
