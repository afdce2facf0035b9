"""Check that the page for operators names every reason for quarantine and every exit code."""

from __future__ import annotations

import re
import signal
from pathlib import Path

from click.testing import CliRunner
from filelock import FileLock

from cleaners.article import Reason
from flows.cli import cli
from flows.commands.errors import Exit
from flows.interrupts import OFFSET
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


def test_the_exit_codes_are_those_of_the_program(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    text = "Rain is due on Friday, the weather office said in its note on the week.\n"
    (inbox / "rain.txt").write_text(text, encoding="utf-8")
    (inbox / "empty.txt").touch()
    run = ["clean", str(inbox), "--output", str(tmp_path / "out"), "--workers", "1"]
    locked = FileLock(tmp_path / "out" / "state" / "lock")
    (tmp_path / "out" / "state").mkdir(parents=True)
    with locked:
        assert exit_code(*run) == Exit.FAILED
    assert exit_code(*run, "--strict") == Exit.QUARANTINED
    assert exit_code(*run, "--strict") == Exit.DONE, "nothing new"
    assert exit_code(*run, "--no-such-option") == Exit.USAGE
    assert exit_code("clean", str(tmp_path / "no"), *run[2:]) == Exit.USAGE


def exit_code(*arguments: str) -> int:
    return CliRunner().invoke(cli, arguments).exit_code


def test_the_codes_of_a_stopped_run_are_those_of_the_shell() -> None:
    _, section = PAGE.read_text(encoding="utf-8").split("\n## Exit codes\n")
    numbers = re.search(r"^\| (\d+), (\d+) \|", section, re.MULTILINE)
    assert numbers
    signals = (signal.SIGINT, signal.SIGTERM)
    assert tuple(map(int, numbers.groups())) == tuple(OFFSET + each for each in signals)
