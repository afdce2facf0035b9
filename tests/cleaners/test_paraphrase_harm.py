"""Edits that a reader would regret are not made again."""

from typing import Any

import pytest

from cleaners.draft import Draft
from cleaners.paraphrase import Unspinner, parse_own, repair, unspinner
from tests.cleaners.test_paraphrase_passages import cases, params


@pytest.mark.parametrize("case", params("harmful_edits.toml"))
def test_an_edit_that_was_regretted_is_not_made(case: dict[str, Any]) -> None:
    frame = cases("frame.toml")[0]["text"].strip()
    text = f"{frame} {case['text']}"
    result = repair(text)
    assert result.spinning.spun
    after = Draft.of(text).revise("paraphrase", result.edits).text
    assert case["reads"] in after
    assert case.get("never", "\0") not in after


def test_a_pair_of_the_users_own_outranks_the_shipped_ones() -> None:
    frame = cases("frame.toml")[0]["text"].strip()
    text = f"{frame} The corporate stated that the constructing was offered."
    own = parse_own("firm\tcorporate\n", "own.tsv")
    assert "The company said" in repaired(text, unspinner())
    assert "The firm said" in repaired(text, unspinner(own))


def repaired(text: str, repairer: Unspinner) -> str:
    edits = repairer.repair(text).edits
    return Draft.of(text).revise("paraphrase", edits).text
