"""In a genuine page, a spun paragraph is found and only it is repaired."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase import ReferenceTexts, repair

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(?P<spun>.*?) (?:=>|~) .*?>>")
STRONG = ("vaccine-trial", "housing-market", "clinic-study", "car-recall")


def genuine_paragraphs() -> list[str]:
    cases = tomllib.loads(
        (CASES / "genuine_everyday.toml").read_text(encoding="utf-8")
    )["case"]
    return [case["text"].strip().replace("\n", " ") for case in cases]


def spun_paragraphs() -> list[str]:
    """Read strongly spun texts, whether their repair is perfect or not."""
    cases = []
    for name in ("spun.toml", "known_failures.toml"):
        cases += tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    texts = {case["id"]: case["text"].strip() for case in cases}
    return [MARK.sub(r"\g<spun>", texts[name]) for name in STRONG]


@pytest.mark.parametrize("spun", spun_paragraphs())
def test_only_the_spun_paragraph_is_repaired(spun: str) -> None:
    around = genuine_paragraphs()[:12]
    page = "\n".join([*around[:6], spun, *around[6:]])
    result = repair(page)
    assert result.spinning.spun
    start = page.index(spun)
    assert all(
        start <= edit.start and edit.end <= start + len(spun) for edit in result.edits
    )
    assert len(result.edits) >= 5
    lines = Draft.of(page).revise("paraphrase", result.edits).text.split("\n")
    assert [*lines[:6], *lines[7:]] == around


def test_a_one_sentence_paragraph_is_found_below_a_line_ending_in_a_dash() -> None:
    around, spun = genuine_paragraphs()[:12], spun_paragraphs()[0]
    page = "\n".join([*around, "News of the week -", re.sub(r"[.!?]", ",", spun)])
    assert repair(page).spinning.spun


def test_pairs_of_genuine_paragraphs_are_not_changed() -> None:
    for one, other in pairwise(genuine_paragraphs()):
        page = f"{one}\n{other}"
        assert repair(page).edits == (), page


def test_a_copy_repairs_the_spun_paragraph_and_not_the_genuine_ones() -> None:
    around, spun = genuine_paragraphs()[:12], spun_paragraphs()[0]
    page = "\n".join([*around[:6], spun, *around[6:]])
    repaired = Draft.of(spun).revise("paraphrase", repair(spun).edits).text
    edited = (
        page.replace(spun, repaired)
        .replace(" said ", " added ")
        .replace(" the ", " this ")
    )
    result = repair(page, references=ReferenceTexts(copies=(edited,)))
    lines = Draft.of(page).revise("paraphrase", result.edits).text.split("\n")
    assert [*lines[:6], *lines[7:]] == around
    assert "paraphrase/copy" in {edit.rule for edit in result.edits}
