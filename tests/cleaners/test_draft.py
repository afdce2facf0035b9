"""A draft loses nothing, whatever is done to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.draft import Draft, Edit, OverlapError, replay, rewind

ROUNDS = st.lists(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(0, 9), st.text("xyz", max_size=4)),
        max_size=4,
    ),
    max_size=5,
)


def plain(text: str, edits: list[Edit]) -> str:
    """Apply edits the simplest way there is."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def legal(text: str, wanted: list[tuple[int, int, str]], turn: int) -> list[Edit]:
    """Trim arbitrary edits until they fit the text and do not overlap."""
    edits: list[Edit] = []
    at = 0
    for start, size, new in sorted(wanted):
        first = max(at, start)
        if first + size <= len(text):
            edits.append(
                Edit(
                    first,
                    first + size,
                    new,
                    f"rule-{turn}-{len(edits)}",
                    (turn + 1) / 10,
                )
            )
            at = first + size + (not size)
    return edits


@settings(max_examples=300, deadline=None)
@given(st.text("abcdefgh \n", max_size=60), ROUNDS)
def test_a_draft_is_lossless(
    raw: str, rounds: list[list[tuple[int, int, str]]]
) -> None:
    draft, text, used = Draft.of(raw), raw, set()
    for turn, wanted in enumerate(rounds):
        edits = legal(text, wanted, turn)
        draft, text = draft.revise(f"stage-{turn}", edits), plain(text, edits)
        used |= {edit.rule for edit in edits}
        assert draft.text == text, "revise is plain replacement"
    ledger = list(draft.ledger())
    assert replay(raw, ledger) == text, "raw + edits = clean"
    assert rewind(text, ledger) == raw, "clean + edits = raw"
    assert all(entry.marks for entry in ledger), "every edit names its rules"
    assert {mark.rule for entry in ledger for mark in entry.marks} == used, (
        "no rule is forgotten"
    )
    places = [(entry.start, entry.end) for entry in ledger]
    assert places == sorted(set(places)), (
        "the ledger's order is the order of its offsets"
    )
    again = Draft.restored(raw, ledger)
    assert (again.text, list(again.ledger())) == (text, ledger), (
        "a draft can be taken up again"
    )
    for edit in [
        Edit(0, len(text) // 2, "", "late"),
        Edit(len(text) // 3, len(text), "x", "late"),
    ]:
        later = Draft.restored(raw, draft.revise("later", [edit]).ledger())
        assert list(again.revise("later", [edit]).ledger()) == list(later.ledger()), (
            "as if it had never been put down"
        )


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 3, "", "a"), Edit(2, 4, "", "b")],
        [Edit(1, 2, "x", "a"), Edit(1, 2, "y", "b")],
        [Edit(0, 5, "", "a"), Edit(3, 3, "x", "b")],
    ],
)
def test_overlapping_edits_raise(edits: list[Edit]) -> None:
    with pytest.raises(OverlapError, match="overlapping edits"):
        Draft.of("abcdefgh").revise("stage", edits)


@pytest.mark.parametrize(
    "edit", [Edit(-1, 2, "", "a"), Edit(5, 9, "", "a"), Edit(4, 2, "", "a")]
)
def test_edits_outside_the_text_raise(edit: Edit) -> None:
    with pytest.raises(ValueError, match="outside the text"):
        Draft.of("abcdefgh").revise("stage", [edit])


def test_neighbouring_edits_keep_their_own_lines_in_the_ledger() -> None:
    ledger = list(
        Draft.of("abcd")
        .revise("s", [Edit(0, 2, "", "one"), Edit(2, 4, "", "two")])
        .ledger()
    )
    assert [(entry.before, entry.rule) for entry in ledger] == [
        ("ab", "one"),
        ("cd", "two"),
    ]


def test_a_later_stage_names_the_earlier_rule_too() -> None:
    draft = Draft.of("Itâ€™s on").revise("encoding", [Edit(2, 5, "’", "mojibake", 0.9)])
    entry = next(draft.revise("boilerplate", [Edit(0, 7, "", "ad/label")]).ledger())
    assert (entry.stage, entry.rule, entry.confidence) == (
        "boilerplate",
        "mojibake + ad/label",
        0.9,
    )
    assert entry.before == "Itâ€™s on"
