"""Check that the page for operators names every reason for quarantine and every exit code."""

from __future__ import annotations

import re
from pathlib import Path

from cleaners.article import Reason
from flows.commands.errors import Exit
from flows.storage.tables import SCHEMAS

PAGE = Path(__file__).parents[1] / "docs" / "operating.md"
ROW = re.compile(r"^\| (?P<name>[a-z_]+|\d) \| (?P<text>.*) \|$", re.MULTILINE)


def rows(heading: str) -> dict[str, str]:
    """Return the rows of the table below a heading."""
    _, section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")
    section = section.split("\n## ")[0]
    found = {match["name"]: match["text"] for match in ROW.finditer(section)}
    for column in ("reason", "code"):
        found.pop(column, None)
    return found


def test_every_reason_is_there_and_no_other() -> None:
    documented = rows("Quarantine")
    assert set(documented) == {reason.value for reason in Reason}
    assert all(len(text) > 10 for text in documented.values())


def test_every_exit_code_is_there_and_no_other() -> None:
    assert set(map(int, rows("Exit codes"))) == set(Exit)


def test_the_sum_of_a_run_is_that_of_the_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    (total,) = re.findall(r"inputs = ([a-z_ +]+)", text)
    names = total.split(" + ")
    assert set(names) <= set(SCHEMAS["runs"].names)
    meaning = SCHEMAS["runs"].field("inputs").metadata[b"description"].decode()
    assert total.strip() in meaning
