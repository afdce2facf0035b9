"""The first words of an article, cut short above it, are removed; other ellipses stay."""

from __future__ import annotations

import pytest

from cleaners.boilerplate import classify

FIRST = (
    "The lock gates of Harrowby were shut on Monday, a year early and with a board of"
    " elm that no plan had provided for. The keeper shut them by hand."
)
BODY = [
    FIRST,
    "Two barges lay in the basin, and both crews had gone to the fair, the keeper said.",
    "The river board will open the gates again as soon as the water has fallen by a foot.",
]
CUT = "The lock gates of Harrowby were shut on Monday, a year early and with…"
TITLE = "Lock gates close"
JAPANESE = (
    "ハローバイの水門は月曜日に閉じられた。計画より一年も早く、設計図にない楡の板が"
)
REMOVED = [
    [CUT, *BODY],
    [CUT.replace("…", " ..."), *BODY],
    [TITLE, CUT, *BODY],
    [TITLE, CUT, "By Ann Weir", *BODY],
    [f"{JAPANESE}…", f"{JAPANESE}使われ、番人が手で閉めた。"],
]
KEPT = [
    ["The lock gates…", *BODY],
    [CUT.replace("Monday", "Tuesday"), *BODY],
    [*BODY[:2], CUT, FIRST],
    [f"{BODY[1]} And so …", *BODY],
    ["I dream of a lock that never shuts, and of a keeper…", *BODY],
    [CUT, CUT],
    [CUT],
]


def _removed(lines: list[str], *, is_page: bool) -> set[str]:
    linked = frozenset[str]() if is_page else None
    found = classify("\n".join(lines), TITLE, linked=linked)
    return {removal.line.text for removal in found.removals}


@pytest.mark.parametrize("lines", REMOVED)
def test_a_beginning_that_is_cut_short_is_removed(lines: list[str]) -> None:
    cut = next(line for line in lines if line.endswith(("…", "...")))
    assert _removed(lines, is_page=True) <= {cut, TITLE, "By Ann Weir"}
    assert cut in _removed(lines, is_page=True)


def test_so_it_is_in_a_text() -> None:
    assert CUT in _removed([TITLE, CUT, "By Ann Weir", *BODY], is_page=False)


@pytest.mark.parametrize("lines", KEPT)
def test_other_lines_stay(lines: list[str]) -> None:
    assert not _removed(lines, is_page=True)
