"""What those need who run it every day: --limit, --dry-run, logs, allowances, doctor."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import cli
from flows.notification import SECONDS, Ending, notify
from flows.report.allowance import Allowance
from flows.report.preview import preview
from flows.report.summary import Summary
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import ARTICLES, read_rows

SETTINGS = Settings()
LINES = 5
BOAT = (
    "Boat {0} left the quay of its town on Friday with {0}0 people, its owner said.\n"
)


def unspun(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), prog_name="unspun")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Make an inbox of a file of lines, two texts, an empty one and a picture."""
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [json.dumps({"text": BOAT.format(number)}) for number in range(1, LINES + 1)]
    (folder / "boats.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for name in ("bridge.txt", "ferry.txt"):
        (folder / name).write_text(ARTICLES[name], encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "pier.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return folder


def take_first(mixed: Path, output: Path, limit: int | None) -> Summary:
    return run(RunRequest((mixed,), output, SETTINGS, workers=0, limit=limit))


def sources(dataset: Dataset) -> list[tuple[str, int]]:
    rows = read_rows(dataset, "articles", "duplicates", "quarantine")
    return sorted(
        (str(row["source_path"]), int(str(row["record_number"]))) for row in rows
    )


def test_the_first_records_are_cleaned_and_the_rest_by_the_next_run(
    mixed: Path, tmp_path: Path
) -> None:
    dataset = Dataset(tmp_path / "out")
    first = take_first(mixed, dataset.folder, 3)
    assert first.inputs == 3
    assert sources(dataset) == [("boats.jsonl", number) for number in range(3)]
    rest = take_first(mixed, dataset.folder, None)
    assert (rest.inputs, rest.already_known) == (LINES + 3, 3)
    whole = Dataset(tmp_path / "whole")
    take_first(mixed, whole.folder, None)
    assert sources(dataset) == sources(whole)
    assert take_first(mixed, dataset.folder, 2).nothing_new


@pytest.mark.parametrize("limit", [LINES, LINES + 1, 100])
def test_a_limit_at_the_end_of_a_file_takes_it_in(
    mixed: Path, tmp_path: Path, limit: int
) -> None:
    dataset = Dataset(tmp_path / "out")
    assert take_first(mixed, dataset.folder, limit).inputs == min(limit, LINES + 3)
    again = preview((mixed,), dataset.folder, SETTINGS)
    assert "jsonl" not in [each.format for each in again.planned]


def test_a_dry_run_writes_nothing_and_knows_what_would_be_read(
    mixed: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    done = unspun("clean", mixed, "-", "--output", output, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    assert not output.exists()
    found = json.loads(done.stdout)
    planned = {each["format"]: each for each in found["planned"]}
    assert planned["jsonl"]["records"] == LINES
    assert (planned["text"]["files"], planned["text"]["records"]) == (3, 3)
    assert found["unlisted"] == ["-"]
    assert [each["path"] for each in found["left_aside"]] == ["pier.png"]
    assert found["settings_digest"] == SETTINGS.digest()

    summary = take_first(mixed, output, None)
    assert summary.inputs == sum(each["records"] for each in found["planned"])
    before = sorted((path, path.stat().st_mtime_ns) for path in output.rglob("*"))
    told = unspun("clean", mixed, "--output", output, "--dry-run")
    assert "0 of 4 files would be read, 4 are taken in already" in told.stdout
    assert "pier.png: a picture" in told.stdout
    assert before == sorted(
        (path, path.stat().st_mtime_ns) for path in output.rglob("*")
    )
    empty = tmp_path / "nothing"
    empty.mkdir()
    assert unspun("clean", empty, "--output", output, "--dry-run").exit_code == 2


def test_a_run_is_logged_and_its_quarantine_counts(mixed: Path, tmp_path: Path) -> None:
    log, told = tmp_path / "run.log", tmp_path / "told.json"
    arguments = ["clean", mixed, "--output", tmp_path / "out", "--workers", 1]
    told_by = ["--notify-command", f"cat > '{told}'; test $UNSPUN_RUN_QUARANTINED = 1"]
    logged = ["--log-file", log, "--log-json", "--quiet", *told_by]
    done = unspun(*arguments, *logged, "--fail-over", "10%")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert (
        "1 of 8 inputs quarantined (12.5%, allowed: 10%); snapshot 1 is" in done.stderr
    )
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines[0]["message"] == "Cleaning 4 files"
    assert all(line["time"] and line["level"] for line in lines)
    assert (lines[-1]["state"], lines[-1]["inputs"]) == ("quarantined", 8)
    ending = json.loads(told.read_text())
    assert (ending["state"], ending["snapshot"]) == ("quarantined", 1)
    assert ending["quarantined"] == {"empty": 1}

    other = unspun(*arguments, "--strict", "--only-stage", "encoding")
    assert other.exit_code == 2, "such rows would replace those of whole runs"
    plain = unspun(*arguments, "--log-file", log, "--strict")
    assert plain.exit_code == 0, "nothing new is nothing quarantined"
    *_, last = log.read_text().splitlines()
    assert " INFO Nothing new: snapshot 1 holds all 4 input files already." in last
    with Dataset(tmp_path / "out").lock():
        refused = unspun(*arguments, "--log-json", *told_by)
    assert refused.exit_code == 1
    (line,) = map(json.loads, refused.stderr.splitlines()[:1])
    assert (line["level"], line["state"]) == ("error", "refused")


@pytest.mark.parametrize(
    ("given", "code"),
    [("20%", 0), ("0.2", 0), ("120%", 2), ("many", 2), ("-1", 2), ("12.5 %", 0)],
)
def test_a_share_is_a_percentage_or_a_fraction(
    given: str, code: int, mixed: Path, tmp_path: Path
) -> None:
    arguments = ["clean", mixed, "--output", tmp_path / "out", "--dry-run"]
    assert unspun(*arguments, f"--fail-over={given}").exit_code == code


@pytest.mark.parametrize(
    ("share", "quarantined", "is_exceeded"),
    [
        (None, 9, False),
        (0.0, 0, False),
        (0.0, 1, True),
        (0.2, 2, False),
        (0.2, 3, True),
    ],
)
def test_what_is_allowed(
    share: float | None, quarantined: int, *, is_exceeded: bool
) -> None:
    reasons = {"empty": quarantined} if quarantined else {}
    summary = Summary(snapshot=1, path=None, inputs=10, quarantined=reasons)
    assert bool(Allowance(share).excess(summary)) is is_exceeded
    assert Allowance(share).excess(Summary(None, None, nothing_new=True)) is None


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("true", None),
        ("echo it broke >&2; exit 7", "exit code 7: it broke"),
        ("no-such-command-here", "exit code 127"),
        ("exec 0<&-; true", None),
        ("sleep 60 & sleep 60", "stopped after 0.5 s"),
        ("kill -9 $$", "exit code -9"),
    ],
)
def test_a_command_that_fails_or_hangs_is_named_and_ended(
    command: str, problem: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECONDS, "0.5")
    started = time.monotonic()
    found = notify(command, Ending("failed", "no\0 disk", tmp_path))
    assert time.monotonic() - started < 30
    if problem is None:
        assert found is None
    else:
        assert problem in str(found)


def findings(*arguments: object, **environment: str) -> tuple[int, dict[str, str]]:
    """Run the doctor; return its exit code, and the lines by subject."""
    done = CliRunner().invoke(cli, ["doctor", *map(str, arguments)], env=environment)
    rows = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    return done.exit_code, {rest.partition(":")[0]: level for level, rest in rows}


def test_the_doctor_names_what_would_break(mixed: Path, tmp_path: Path) -> None:
    dataset = Dataset(tmp_path / "out")
    code, found = findings(dataset.folder, PREFECT_API_URL="")
    assert code == 0
    assert set(found.values()) <= {"OK", "warn"}, found
    assert not dataset.folder.exists()
    take_first(mixed, dataset.folder, 1)
    with dataset.lock():
        assert findings(dataset.folder)[1]["lock"] == "warn"
    part = next(iter(dataset.current().parts("articles")))  # type: ignore[union-attr]
    part.write_bytes(part.read_bytes()[:-1])
    code, found = findings(dataset.folder, UNSPUN_RECORD_BYTES="big")
    assert code == 1
    assert (found["snapshot"], found["settings"]) == ("FAIL", "FAIL")
    code, found = findings(PREFECT_API_URL="http://127.0.0.1:9/api", UNSPUN_KEP="1")
    assert (code, found["Prefect"], found["settings"]) == (1, "FAIL", "FAIL")


def test_the_shell_completes_commands_and_stages() -> None:
    for words, wanted in (
        ("unspun do", {"doctor"}),
        ("unspun clean --only-stage enc", {"encoding"}),
        ("unspun clean --dry", {"--dry-run"}),
    ):
        environment = {
            "_UNSPUN_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        done = subprocess.run(
            [sys.executable, "-m", "flows"],
            capture_output=True,
            check=False,
            text=True,
            env=os.environ | environment,
        )
        assert {line.partition(",")[2] for line in done.stdout.splitlines()} == wanted
