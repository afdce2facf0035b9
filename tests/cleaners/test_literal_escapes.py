"""A text that is escaped as a whole is read; a backslash in any other text is one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.draft import Draft, replay, rewind
from cleaners.legible import repair_draft
from cleaners.literal_escapes import find_escapes

TEXT = (
    "The ferry’s captain said “no”.\n\nNobody was aboard\tthen, he wrote: 😀\r\n\r\n"
    "A second boat comes \\o/ on Monday."
)
ESCAPED = {
    "all that is not ASCII": json.dumps(TEXT)[1:-1],
    "quotes and breaks alone": json.dumps(TEXT, ensure_ascii=False)[1:-1],
    "with a break at its end": json.dumps(TEXT)[1:-1] + "\n",
}
OTHERS = [
    "The file is in C:\\news\\new\\names and nowhere else, the editor wrote.",
    "Print it with \\n at its end.",
    "A formula: $\\nu \\neq \\nabla$, with \\n once and \\n twice.\nAnd a line below.",
    "Write \\\\n\\\\n for two line breaks, the manual says.",
    "It rained.\n\nIt snowed.",
    "",
]


def test_an_entity_may_follow_a_break() -> None:
    raw = "It rained.\\n&quot;At last,&quot; he said.\\n<b>Then</b> it snowed."
    assert repaired(raw).count("\n") == 2


def repaired(raw: str) -> str:
    return Draft.of(raw).revise("encoding", find_escapes(raw)).text


@pytest.mark.parametrize("form", ESCAPED)
def test_what_was_escaped_twice_is_read(form: str) -> None:
    assert repaired(ESCAPED[form]).rstrip("\n") == TEXT
    assert not find_escapes(repaired(ESCAPED[form]))


@pytest.mark.parametrize("text", OTHERS)
def test_other_backslashes_stay(text: str) -> None:
    assert not find_escapes(text)


@given(st.text("ab N\\\\nrtu0d8c3\"'", max_size=60))
def test_the_ledger_gives_any_text_back(raw: str) -> None:
    draft = repair_draft(Draft.of(raw))
    ledger = tuple(draft.ledger())
    assert replay(draft.raw, ledger) == draft.text
    assert rewind(draft.text, ledger) == draft.raw
