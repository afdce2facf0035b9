"""A spun paragraph in a genuine page is found, and only it is mended."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase import Evidence, repair

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(?P<spun>.*?) (?:=>|~) .*?>>")
STRONG = ("vaccine-trial", "housing-market", "clinic-study", "car-recall")


def genuine_paragraphs() -> list[str]:
    cases = tomllib.loads(
        (CASES / "genuine_everyday.toml").read_text(encoding="utf-8")
    )["case"]
    return [case["text"].strip().replace("\n", " ") for case in cases]


def spun_paragraphs() -> list[str]:
    cases = tomllib.loads((CASES / "spun.toml").read_text(encoding="utf-8"))["case"]
    return [
        MARK.sub(r"\g<spun>", case["text"].strip())
        for case in cases
        if case["id"] in STRONG
    ]


@pytest.mark.parametrize("spun", spun_paragraphs())
def test_only_the_spun_paragraph_is_mended(spun: str) -> None:
    around = genuine_paragraphs()[:12]
    page = "\n".join([*around[:6], spun, *around[6:]])
    made = repair(page)
    assert made.spinning.spun
    start = page.index(spun)
    assert all(
        start <= edit.start and edit.end <= start + len(spun) for edit in made.edits
    )
    assert len(made.edits) >= 5
    lines = Draft.of(page).revise("paraphrase", made.edits).text.split("\n")
    assert [*lines[:6], *lines[7:]] == around


def test_a_paragraph_of_one_sentence_is_found_below_a_line_that_ends_in_a_dash() -> (
    None
):
    around, spun = genuine_paragraphs()[:12], spun_paragraphs()[0]
    page = "\n".join([*around, "News of the week -", re.sub(r"[.!?]", ",", spun)])
    assert repair(page).spinning.spun


def test_genuine_paragraphs_together_stay() -> None:
    for one, other in pairwise(genuine_paragraphs()):
        page = f"{one}\n{other}"
        assert repair(page).edits == (), page


def test_a_copy_mends_the_spun_paragraph_and_leaves_the_genuine_ones() -> None:
    around, spun = genuine_paragraphs()[:12], spun_paragraphs()[0]
    page = "\n".join([*around[:6], spun, *around[6:]])
    mended = Draft.of(spun).revise("paraphrase", repair(spun).edits).text
    edited = (
        page.replace(spun, mended)
        .replace(" said ", " added ")
        .replace(" the ", " this ")
    )
    made = repair(page, evidence=Evidence(copies=(edited,)))
    lines = Draft.of(page).revise("paraphrase", made.edits).text.split("\n")
    assert [*lines[:6], *lines[7:]] == around
    assert "paraphrase/copy" in {edit.rule for edit in made.edits}
