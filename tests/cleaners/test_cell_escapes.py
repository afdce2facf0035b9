"""The escapes of a spreadsheet are read where a line ends; a text about them keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.article import Metadata
from cleaners.cell_escapes import find_cell_escapes
from cleaners.draft import Draft, replay, rewind
from cleaners.legible import repair_draft, repair_metadata

FIRST = "The night bus to Harrowby runs again."
SECOND = "“It is full,” the driver said."
BOTH = f"{FIRST}\n\n{SECOND}"
READ = [
    (f"{FIRST}_x000D_\n_x000D_\n{SECOND}", BOTH),
    (f"{FIRST}_x000d_\n_x000d_\n{SECOND}_x000d_", BOTH),
    (f"{FIRST}_x000D__x000A__x000D__x000A_{SECOND}", BOTH),
    (f"{FIRST}_x000A__x000A_{SECOND}_x000A_", f"{BOTH}\n"),
    (f"{FIRST}_x000D__x000D_{SECOND}", BOTH),
    (f"{FIRST}_x000D_\r\n_x000D_\r\n{SECOND}", f"{FIRST}\r\n\r\n{SECOND}"),
    (
        "Line 5_x0009_Harrowby_x000D_\nLine 6_x0009_Wend",
        "Line 5\tHarrowby\nLine 6\tWend",
    ),
    (f"Write _x005F_x000D_ here._x000D_\n{SECOND}", f"Write _x000D_ here.\n{SECOND}"),
]
KEPT = [
    "Why does _x000D_ show in my cells? she asks.",
    "It ends with _x000D_\nand nobody knows why.",
    "The sign “_x000D_” is a return, '_x000A_' a new line.",
    "Look for (_x000D_), for `_x000A_`, and for <_x000D_>.",
    "Excel writes _x005F_x000D_ for the word itself.",
    f"{FIRST} A _x000D_ and another _x000D_ in the words.\nThe last line ends so._x000D_",
    "The name max_x000D_ of a column",
    "_x000",
    "",
]  # fmt: skip


def _repaired(raw: str) -> str:
    return Draft.of(raw).revise("encoding", find_cell_escapes(raw)).text


@pytest.mark.parametrize(("raw", "text"), READ)
def test_the_escapes_of_cells_are_read(raw: str, text: str) -> None:
    assert _repaired(raw) == text
    assert not find_cell_escapes(_repaired(raw))


@pytest.mark.parametrize("text", KEPT)
def test_words_that_look_alike_stay(text: str) -> None:
    assert not find_cell_escapes(text)


def test_values_have_them_too() -> None:
    known = Metadata(title="Night bus_x000D_", author="Ines Torvald_x000D_")
    repaired = repair_metadata(known)
    assert (repaired.title, repaired.author) == ("Night bus", "Ines Torvald")


@given(st.lists(st.sampled_from([*"a.“ \n", "_x000D_", "_x000A_", "_x005F_"])))
def test_the_ledger_gives_any_text_back(parts: list[str]) -> None:
    draft = repair_draft(Draft.of("".join(parts)))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == draft.raw
