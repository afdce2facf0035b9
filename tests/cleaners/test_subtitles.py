"""Check that what is said in subtitles stays, and that their times and numbers go."""

import pytest

from cleaners.article import Article, Record
from cleaners.boilerplate import find_removals
from cleaners.pipeline import clean

SAID = [
    ["The lock at Fenwick Mill"],
    ["will be rebuilt next year,"],
    ["the trust said on Monday.", "- And who pays for it?"],
    ["42"],
    ["Nobody knows.", "The boats lie above it,", "forty of them,", "since last June."],
]


def times(number: int, mark: str) -> str:
    return f"00:00:{number:02}{mark}000 --> 00:00:{number + 1:02}{mark}500"


def cues(mark: str, *, numbered: bool) -> list[str]:
    """Write cues, each as lines one below the other."""
    written = []
    for number, lines in enumerate(SAID, 1):
        head = [str(number)] if numbered else []
        written.append("\n".join([*head, times(number, mark), *lines]))
    return written


FORMS = [
    ("WebVTT", "\n\n".join(["WEBVTT", *cues(".", numbered=False)])),
    ("SubRip", "\n\n".join(cues(",", numbered=True))),
    ("SubRip without blank lines", "\n".join(cues(",", numbered=True))),
]
EACH = [pytest.param(text, id=name) for name, text in FORMS]


@pytest.mark.parametrize("text", EACH)
def test_only_what_is_said_stays(text: str) -> None:
    article = clean(Record("lock.txt", "text", 0, text, ""))
    assert isinstance(article, Article)
    kept = [line for line in article.text.split("\n") if line]
    assert kept == [line for lines in SAID for line in lines]


OTHERS = [
    (
        "times in running text",
        "The film shows the lock from 00:01:02,000 --> 00:04:10,000, said the keeper of it.",
    ),
    ("a figure above a figure", "42"),
    ("a log", "10:02 --> 10:40"),
]


@pytest.mark.parametrize(
    "line", [case[1] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
def test_other_times_and_numbers_stay(line: str) -> None:
    sentence = "Forty boats ran aground above the weir in the dry weeks of last summer."
    removed = find_removals(f"{sentence}\n{line}\n43\n{sentence}")
    assert not [each for each in removed if "cue" in each.rule]


def test_boilerplate_below_subtitles_goes() -> None:
    text = "\n\n".join([*cues(".", numbered=False), "© 2021 Fenwick Courier Ltd."])
    last = find_removals(text)[-1]
    assert last.line.text == "© 2021 Fenwick Courier Ltd."
