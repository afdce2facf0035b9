"""Notes of correction and withdrawal are recognised, and articles about such notes are not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cleaners import languages, notices
from cleaners.duplicates import Document, find_clusters
from cleaners.notice_beginnings import Beginnings
from cleaners.notices import Notice, notice_of
from tests.cleaners.test_relations import FERRY

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "notices" / "cases.toml").read_text("utf-8")
)
DAY = datetime(2024, 5, 1, tzinfo=UTC)
NOTE = "Correction: An earlier version of this article misstated the number of boats."


def cases() -> Iterator[object]:
    for kind, by_language in CASES.items():
        for language, lines in by_language.items():
            for at, line in enumerate(lines):
                expected = None if kind == "nothing" else Notice(kind)
                yield pytest.param(line, expected, id=f"{kind}-{language}-{at}")


@pytest.mark.parametrize(("line", "expected"), list(cases()))
def test_a_note_is_recognised_above_and_below_a_text(
    line: str, expected: Notice | None
) -> None:
    assert notice_of(f"{line}\n{FERRY}") is expected
    assert notice_of(f"{FERRY}\n\n{line}\n") is expected


def test_a_note_inside_a_text_is_not_its_own() -> None:
    lines = "\n".join(f"The {number}th boat left at noon." for number in range(9))
    assert notice_of(f"{lines}\n{NOTE}\n{lines}") is None


def test_every_language_has_notes_and_cases() -> None:
    codes = {language.code for language in languages.load()}
    assert set(notices.tables()) == codes
    assert set(CASES["corrected"]) == codes
    assert set(CASES["withdrawn"]) == codes


def test_a_table_that_lacks_something_is_refused() -> None:
    with pytest.raises(notices.NoticeError, match="en must have"):
        notices.check({"en": {"labels": ["correction"]}})


def kept(*texts: str) -> str:
    """Return the text that is kept of copies, which were published one a day."""
    documents = [
        Document(
            f"{at}",
            text,
            published_at=DAY + timedelta(days=at),
            site=f"{at}.example",
        )
        for at, text in enumerate(texts)
    ]
    (cluster,) = find_clusters(documents)
    return texts[int(cluster.canonical_id)]


FIXED = FERRY.replace("Tuesday", "Wednesday")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([FERRY, FERRY, f"{FIXED}\n{NOTE}"], f"{FIXED}\n{NOTE}"),
        ([f"{NOTE}\n{FIXED}", FERRY, FERRY], f"{NOTE}\n{FIXED}"),
        (
            [FERRY, f"{FIXED}\n{NOTE}", f"{FIXED}\nWithdrawn.\n{NOTE}"],
            f"{FIXED}\nWithdrawn.\n{NOTE}",
        ),
        ([FERRY, FERRY + "\nThe paper published a correction on Monday."], FERRY),
        ([FERRY, FERRY, FERRY[: len(FERRY) // 2] + f"\n{NOTE}"], FERRY),
    ],
)
def test_the_corrected_version_is_kept(texts: list[str], expected: str) -> None:
    assert kept(*texts) == expected


@pytest.mark.parametrize(
    ("pattern", "beginnings", "others"),
    [
        (
            "correction",
            ["correction: of", "  *Cor", "COR"],
            ["cop", "co", "a correction"],
        ),
        ("(?:in )?der fassung", ["in der", "der"], ["i", "den", "fas"]),
        ("v? ?(?:předchozí|původní) verzi", ["v př", "pře", "Půvo"], ["v", "přf"]),
        ("注", ["注:", "“注”"], ["主"]),
        ("a\\w+", ["Abc", "a"], ["b"]),
        ("[ab]c", ["ac", "bc", "anything"], []),
        ("i", ["İstanbul", "ıx"], ["j"]),
        ("(?:a|(?:b|c)d)e", ["ae", "bde", "cd", "anything"], []),
    ],
)
def test_what_a_line_may_begin_with(
    pattern: str, beginnings: list[str], others: list[str]
) -> None:
    found = Beginnings([pattern])
    assert all(map(found.fit, beginnings))
    assert not any(map(found.fit, others))


def test_few_lines_begin_as_a_notice_does() -> None:
    entries = [
        table[key]
        for table in notices.tables().values()
        for key in table
        if key != "own"
    ]
    found = Beginnings(entry for each in entries for entry in each)
    assert not found.fit("Boats left the harbour at noon.")
    assert not found.fit("Mayor Lund was pleased.")
    assert found.fit(NOTE)
