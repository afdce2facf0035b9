"""A consent dialogue beside an article goes; an article that quotes or explains one stays."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaners import pipeline
from cleaners.article import Article, Metadata, Record
from cleaners.draft import Draft, replay
from cleaners.walls.dialogue import RULE, find_dialogue, without_dialogue

FILE = Path(__file__).parents[1] / "cases/walls/dialogues.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["dialogue"]
DIALOGUE = """\
We value your privacy
We and our 40 partners store information on your device to show personalised ads.
You can withdraw your consent at any time. By clicking Accept you agree.
Accept all
"""
NEWS = "The ferry sails again after the storm, the harbour office said on Monday. "


def cleaned(case: dict[str, Any]) -> Article:
    record = Record(
        source_path="a",
        source_format=case["form"],
        record_number=0,
        content=case["content"].strip("\n"),
        raw_sha256="0" * 64,
        is_html=case["form"] == "html",
        metadata=Metadata(),
    )
    article = pipeline.clean(record)
    assert isinstance(article, Article)
    return article


def name(case: dict[str, Any]) -> str:
    words = "-".join(case["content"].split()[:3])
    return f"{case['language']}-{case['form']}-{words}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_dialogue_goes_and_the_article_stays(case: dict[str, Any]) -> None:
    text = cleaned(case).text
    assert [gone for gone in case["gone"] if gone in text] == []
    assert [stays for stays in case["stays"] if stays not in text] == []


def test_a_dialogue_is_found_above_and_below() -> None:
    article = f"{NEWS * 5}\n"
    for text in (f"{DIALOGUE}\n{article}", f"{article}\n{DIALOGUE}"):
        found = "\n".join(line.text for line in find_dialogue(text))
        assert found == DIALOGUE.strip()


def test_a_dialogue_in_place_of_an_article_is_left_to_the_walls() -> None:
    assert find_dialogue(DIALOGUE) == []
    assert find_dialogue(f"{DIALOGUE}\n{NEWS}") == []


def test_an_article_about_consent_keeps_every_line() -> None:
    about = "Cookies let a site and its partners follow a browser on the device. "
    assert find_dialogue(f"{DIALOGUE}\n{NEWS * 4}{about}") == []


def test_a_paragraph_alone_is_no_dialogue() -> None:
    paragraph = " ".join(DIALOGUE.splitlines()[1:3])
    assert find_dialogue(f"{paragraph}\n\n{NEWS * 5}") == []


def test_what_goes_is_in_the_ledger_and_lines_that_a_reviewer_kept_stay() -> None:
    draft = Draft.of(f"{DIALOGUE}\n{NEWS * 5}")
    revised = without_dialogue(draft)
    ledger = list(revised.ledger())
    assert {entry.rule for entry in ledger} == {RULE}
    assert replay(draft.raw, ledger) == revised.text
    assert "Accept all" in without_dialogue(draft, {"Accept all"}).text.splitlines()
    assert without_dialogue(revised) == revised
