"""Check that lines tile the text, and that prose is recognised, wrapped or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.boilerplate import find_removals
from cleaners.lines import Zone, body_zone, count_all_words, ends_sentence, split_lines

WRAPPED = (
    "Divers found last week that the river has washed out a part of the "
    "second pier, and the road office will close\n"
    "the old bridge to lorries from Monday until the autumn. Cars may still "
    "cross, one lane at a time, it said.\n\n"
    "The council has put three million aside for the work, and a firm from "
    "the coast begins with the pier in June\n"
    "if the water allows it to.\n"
)
PROSE = [
    "The harbour office said on Tuesday that the ferry would sail again.",
    "“We have waited for nine days, and we can wait for a tenth,” she said. “Then",
    "Der Deich ist fertig, aber noch zu weich, sagte der Vorsteher am Montag.",
]
LABELS = [
    "Ferry Strike Ends After Nine Days as Crews and Harbour Office Agree",
    "1. Storm closes the causeway for the third time this month",
    "Read more: how the strike began",
    "It ended.",
    "",
]


@pytest.mark.parametrize("text", PROSE)
def test_running_text_is_prose(text: str) -> None:
    assert split_lines(text)[0].is_prose


@pytest.mark.parametrize("text", LABELS)
def test_a_label_is_not_prose(text: str) -> None:
    assert not split_lines(text)[0].is_prose


def test_wrapped_paragraphs_are_prose_and_are_kept() -> None:
    assert [line.is_prose for line in split_lines(WRAPPED) if line.text] == [
        True,
        True,
        True,
        False,
    ]
    assert find_removals(WRAPPED) == ()


@given(st.text("ab \n\r\t."))
def test_lines_and_newlines_tile_the_text(text: str) -> None:
    lines = split_lines(text)
    assert "\n".join(text[line.start : line.end] for line in lines) == text
    assert all(line.text == text[line.start : line.end].strip() for line in lines)


@pytest.mark.parametrize(
    ("index", "place"), [(1, "head"), (2, "body"), (5, "body"), (6, "tail")]
)
def test_a_zone_returns_the_place_of_a_line(index: int, place: str) -> None:
    assert body_zone([5, 2, 3]) == Zone(2, 5)
    assert body_zone([5, 2, 3]).place(index) == place


def test_without_a_body_everything_is_edge() -> None:
    assert body_zone([]).place(0) == "edge"


COUNTS = (
    ("", 0),
    ("The ferry's late.", 3),
    ("Die Fähre kommt spät.", 4),
    ("연락선이 늦게 왔다.", 3),
    ("大桥今晚关闭。", 3),
    ("市は4日、橋を閉じた。", 5),
    ("大桥 Orrin 今晚关闭", 4),
)


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_words_are_counted_in_scripts_without_spaces_too(text: str, count: int) -> None:
    assert count_all_words(text) == count


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It was found by a boy with a rake.[2]", True),
        ("“It held vinegar.”[1][12]", True),
        ("It held vinegar.²", True),
        ("The strain is read at [2]", False),
        ("Version 1.2", False),
        ("An area of 40 m²", False),
    ],
)
def test_a_sentence_may_end_in_the_number_of_a_note(text: str, *, ends: bool) -> None:
    assert ends_sentence(text) is ends
