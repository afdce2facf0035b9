"""A text that is quoted loses the signs of it; quotations in a text keep them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft, replay, rewind
from cleaners.quoting import find_quoting
from tests.growth import assert_linear

STORY = ["Salmon are back.", "They passed a ladder.", "Anglers may not keep any."]
QUOTED = [f"> {line}" for line in STORY]
PLAIN = "\n".join(STORY)
TAKEN_OFF = [
    (QUOTED, PLAIN),
    (["See below.", "", *QUOTED], f"See below.\n\n{PLAIN}"),
    (
        ["> Salmon are back.", ">", "> They came.", ">> Anglers wait."],
        "Salmon are back.\n\nThey came.\nAnglers wait.",
    ),
    ([*QUOTED, "", ""], f"{PLAIN}\n\n"),
    ([f">{line}" for line in STORY], PLAIN),
]
STAYS = [
    [*QUOTED, "Bob"],
    [*(STORY * 3), *QUOTED],
    ["> Salmon are back", "> They passed a ladder", "> Anglers"],
    QUOTED[:2],
    ["5 > 3.", "4 > 2.", "3 > 1."],
    ["Home > News.", "Home > Sport.", "Home > Weather."],
]


def without(text: str) -> str:
    return Draft.of(text).revise("encoding", find_quoting(text)).text


@pytest.mark.parametrize(("lines", "text"), TAKEN_OFF)
def test_a_quoted_text_loses_its_signs(lines: list[str], text: str) -> None:
    assert without("\n".join(lines)) == text


@pytest.mark.parametrize("lines", STAYS)
def test_quotations_and_other_signs_stay(lines: list[str]) -> None:
    assert not find_quoting("\n".join(lines))


@given(st.lists(st.sampled_from([*STORY, *QUOTED, ">", "", ">> a.", "  > b."])))
def test_the_ledger_gives_the_signs_back_and_a_second_time_finds_none(
    lines: list[str],
) -> None:
    raw = "\n".join(lines)
    draft = Draft.of(raw).revise("encoding", find_quoting(raw))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == raw
    assert not find_quoting(draft.text)


def test_many_lines_cost_little() -> None:
    assert_linear(lambda size: find_quoting("> a b.\n" * size), 2_000)
