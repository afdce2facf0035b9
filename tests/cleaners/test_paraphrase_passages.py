"""Passages from all fields: spun ones are mostly restored, genuine ones do not change.

Each spun passage was written with its original before the decoder was run on it. Unlike the cases
of `spun.toml`, it need not be restored word for word: a case states the share of the word error
that must be removed.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase import Repair, repair, spun_score

CASES = Path(__file__).parents[1] / "cases" / "paraphrase"
MARK = re.compile(r"<<(?P<spun>.*?) => (?P<original>.*?)>>", re.DOTALL)
WORD = re.compile(r"[\w'’]+")
SHORTEST = 40  # words that the gate needs


def cases(pattern: str) -> list[dict[str, Any]]:
    """Read the cases of all files that match, in the order of their names."""
    files = sorted(CASES.glob(pattern))
    return [
        case
        for file in files
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]


def spun_and_genuine(case: dict[str, Any]) -> tuple[str, str]:
    marked = case["text"].strip()
    return MARK.sub(r"\g<spun>", marked), MARK.sub(r"\g<original>", marked)


def params(pattern: str) -> list[object]:
    """Read cases as parameters; a known failure must fail."""
    return [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=case["fails"], strict=True)]
            if "fails" in case
            else [],
        )
        for case in cases(pattern)
    ]


def word_errors(text: str, genuine: str) -> int:
    """Count the words to be put in, left out or changed until `text` reads as `genuine`."""
    wanted = WORD.findall(genuine.lower())
    row = list(range(len(wanted) + 1))
    for word in WORD.findall(text.lower()):
        left = row[0] + 1
        above, row = row, [left]
        for number, other in enumerate(wanted):
            row.append(
                min(above[number + 1] + 1, row[-1] + 1, above[number] + (word != other))
            )
    return row[-1]


@pytest.mark.parametrize("case", params("passages_*.toml"))
def test_a_spun_passage_is_recognised_and_mostly_restored(case: dict[str, Any]) -> None:
    spun, genuine = spun_and_genuine(case)
    assert len(spun.split()) >= SHORTEST
    result = repair(spun)
    assert (result.spinning.spun, result.spinning.dialect) == (True, "dictionary")
    after = Draft.of(spun).revise("paraphrase", result.edits).text
    removed = 1 - word_errors(after, genuine) / word_errors(spun, genuine)
    assert removed >= case["removed"], f"{removed:.2f} of the word error removed"


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in cases("passages_*.toml")]
)
def test_the_original_of_a_spun_passage_is_not_changed(
    case: dict[str, Any],
) -> None:
    _, genuine = spun_and_genuine(case)
    assert repair(genuine) == Repair(spun_score(genuine))


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in cases("genuine_*.toml")]
)
def test_a_genuine_passage_that_looks_spun_is_not_changed(case: dict[str, Any]) -> None:
    text = case["text"].strip()
    assert len(text.split()) >= SHORTEST
    assert repair(text) == Repair(spun_score(text))
    assert not spun_score(text).spun


@pytest.mark.parametrize(
    ("text", "errors"),
    [("a b c", 0), ("a c", 1), ("a x c", 1), ("a b b c", 1), ("", 3)],
)
def test_word_errors_are_counted_as_edits(text: str, errors: int) -> None:
    assert word_errors(text, "A b, c.") == errors


def test_there_are_enough_passages_with_unique_names() -> None:
    names = [case["id"] for case in cases("*.toml")]
    assert len(names) == len(set(names))
    assert len(cases("passages_*.toml")) + len(cases("spun.toml")) >= 120
    assert len(cases("genuine*.toml")) >= 90
