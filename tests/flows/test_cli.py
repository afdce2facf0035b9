"""The command line: what it prints, and what its exit code says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from flows.cli import cli
from flows.commands.summary_view import open_lines, show
from flows.orchestration import local_server
from flows.report.summary import Summary
from flows.snapshots import Dataset

RULE = """
[[rule]]
id = "notices/weather-box"
match = '''weather box: .{1,40}'''
why = "A box next to the article."
where = "tail"
repairs = [
  "Rain is due on Friday, the weather office said in the city.\\n<<Weather box: 12 degrees => >>",
]
spares = [
  "The weather box: a history, by the curator who found it in an attic, was shown on Friday.",
]
"""


def unspun(*arguments: object) -> Result:
    return CliRunner().invoke(
        cli, [str(argument) for argument in arguments], prog_name="unspun"
    )


def started(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=300,
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a dataset with the command itself, and keep what it printed."""
    folder = tmp_path_factory.mktemp("cli data")
    (folder / "in").mkdir()
    story = (
        "Night market returns\n\n"
        "The night market returns to the quay in June, its organisers said on Friday.\n"
    )
    (folder / "in" / "market.txt").write_text(story, encoding="utf-8")
    (folder / "in" / "again.txt").write_text(story, encoding="utf-8")
    (folder / "in" / "cells.jsonl").write_text(
        json.dumps(
            {
                "headline": "=1+1",
                "story": "A title like a formula.\x1b[31m It rained all day in the city.",
            }
        )
        + "\n"
    )
    (folder / "in" / "empty.txt").touch()
    done = started(
        "clean",
        folder / "in",
        "--output",
        folder / "out",
        "--field",
        "text=story",
    )
    assert done.returncode == 0, done.stderr
    (folder / "stdout").write_text(done.stdout, encoding="utf-8")
    (folder / "stderr").write_text(done.stderr, encoding="utf-8")
    return folder / "out"


def test_clean_prints_only_its_summary_on_stdout(dataset: Path) -> None:
    printed = (dataset.parent / "stdout").read_text(encoding="utf-8")
    assert "Snapshot 1: 4 inputs = 2 articles + 1 duplicates + 1 quarantined" in printed
    assert str((dataset / "snapshots" / "000001").resolve()) in printed
    assert "1 exact" in printed
    assert "1 empty" in printed
    log_lines = (dataset.parent / "stderr").read_text(encoding="utf-8").splitlines()
    # A slow run says some of them again, as "Cleaning: 3 of 5".
    words = [line.split()[0].rstrip(":") for line in log_lines]
    assert list(dict.fromkeys(words)) == ["Cleaning", "Looking", "Publishing"]


def test_the_lines_to_paste_open_the_articles(dataset: Path) -> None:
    current = Dataset(dataset).current()
    assert current
    lines = open_lines(str((dataset / current.path).resolve()))
    printed = (dataset.parent / "stdout").read_text(encoding="utf-8")
    for tool, line in lines.items():
        assert line in printed
        shown = subprocess.run(
            [sys.executable, "-c", line], check=True, capture_output=True, text=True
        ).stdout
        assert "Night market" in shown, tool


def test_clean_again_finds_nothing_new(dataset: Path) -> None:
    done = unspun(
        "clean",
        dataset.parent / "in",
        "--output",
        dataset,
        "--field",
        "text=story",
        "--json",
        "--strict",
    )
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert (summary["nothing_new"], summary["snapshot"], summary["files"]) == (
        True,
        1,
        4,
    )


def test_strict_ends_with_3_when_something_was_quarantined(
    inbox: Path, tmp_path: Path
) -> None:
    done = unspun(
        "clean",
        inbox,
        "--output",
        tmp_path / "out",
        "--json",
        "--strict",
        "--workers",
        1,
    )
    assert done.exit_code == 3
    summary = json.loads(done.stdout)
    assert summary["quarantined"] == {"empty": 1}
    assert (
        summary["inputs"]
        == summary["articles"] + sum(summary["duplicates"].values()) + 1
    )


def test_a_second_run_at_the_same_time_ends_with_1(inbox: Path, tmp_path: Path) -> None:
    with Dataset(tmp_path / "out").lock():
        done = unspun("clean", inbox, "--output", tmp_path / "out")
    assert done.exit_code == 1
    assert "another run is writing here" in done.stderr


def test_an_input_without_any_file_ends_with_2(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = unspun("clean", tmp_path / "in", "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr == f"unspun: No input files: nothing is in {tmp_path / 'in'}\n"
    (tmp_path / "in" / "gate.bak").write_bytes(b"\0\1")
    done = unspun("clean", tmp_path / "in", "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert f"nothing in {tmp_path / 'in'} is recognised" in done.stderr
    assert "`unspun formats` lists what is read" in done.stderr


def test_a_file_that_cannot_be_written_is_named_without_python_in_it(
    tmp_path: Path,
) -> None:
    page = tmp_path / "gate.txt"
    page.write_text("The gate opens on Monday, the harbour office said in a note.\n")
    log = tmp_path / "none" / "run.log"
    done = unspun("clean", page, "--output", tmp_path / "out", "--log-file", log)
    assert done.exit_code != 0
    assert done.stderr == f"unspun: {log}: No such file or directory\n"


def test_a_document_as_the_only_input_is_named(tmp_path: Path) -> None:
    table = tmp_path / "export.xlsx"
    table.write_bytes(b"PK")
    done = unspun("clean", table, "--output", tmp_path / "out")
    assert done.exit_code == 2
    assert f"{table}: an office document is not read" in done.stderr
    assert "CSV" in done.stderr


WRONG = [
    (["clean", "no/such/folder", "--output", "out"], "no such file or folder"),
    (["clean", "."], "Missing option '--output'"),
    (["clean", ".", "--output", "out", "--field", "text"], "write it as column=name"),
    (["clean", ".", "--output", "out", "--settings", "odd.toml"], "no such key: odd"),
    (["clean", ".", "--output", "out", "--workers", "0"], "workers"),
    (["sql", "no/such/folder", "SELECT 1"], "does not exist"),
    (["path", "."], "holds no snapshot yet"),
    (["serve", "out", "--inbox", "."], "one of --cron and --every"),
    (["serve", "out", "--inbox", ".", "--every", "soon"], "no time between runs"),
    (["serve", "out", "--inbox", ".", "--cron", "soon"], "no cron expression"),
    (["rules", "show", "no/such-rule"], "no rule is called no/such-rule"),
    (["rules", "check", "odd.toml"], "has no rule"),
    (["clean", ".", "--output", ""], "the folder has no name"),
    (["clean", ".", "--output", "."], "is the input and the dataset"),
    (["reprot", "out"], "No such command"),
]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [pytest.param(*case, id=" ".join(case[0])) for case in WRONG],
)
def test_wrong_usage_ends_with_2_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.toml").write_text("odd = 1\n", encoding="utf-8")
    done = unspun(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert not Path("out").exists()


def test_what_nobody_expected_is_one_line_and_1(dataset: Path, tmp_path: Path) -> None:
    """An API that does not answer."""
    arguments = ["clean", dataset.parent / "in", "--output", tmp_path / "out"]
    done = started(
        *arguments,
        PREFECT_API_URL="http://127.0.0.1:9/api",
        PREFECT_CLIENT_MAX_RETRIES="0",
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Recording at http://127.0.0.1:9/api"
    assert done.stderr.splitlines()[1].startswith("unspun: ")
    assert len(done.stderr.splitlines()) == 2


ANSWERS = [
    (["SELECT count(*) AS n FROM articles"], "2"),
    (["SELECT count(*) AS n FROM duplicates", "--json"], '{"n": 1}\n'),
    (["SELECT reason FROM quarantine", "--csv"], "reason\nempty\n"),
    (["SELECT inputs, articles FROM runs", "--csv"], "inputs,articles\n4,2\n"),
    (["SELECT count(*) > -1 AS yes FROM edits", "--json"], '{"yes": true}\n'),
    (["SELECT title FROM articles WHERE title LIKE '=%'", "--csv"], "title\n'=1+1\n"),
    (
        [
            "SELECT x FROM (VALUES ('-1'), ('+1'), ('@a'), (chr(9) || 'b')) t(x)",
            "--csv",
        ],
        "x\n'-1\n'+1\n'@a\n'\tb\n",
    ),
    (["SELECT -1 AS number", "--csv"], "number\n-1\n"),
    (
        ["SELECT max(started_at) > TIMESTAMP '2020-01-01' AS yes FROM runs", "--json"],
        '{"yes": true}\n',
    ),
]


@pytest.mark.parametrize(
    ("arguments", "expected"), [pytest.param(*case, id=case[0][0]) for case in ANSWERS]
)
def test_sql_answers(dataset: Path, arguments: list[str], expected: str) -> None:
    done = unspun("sql", dataset, *arguments)
    assert done.exit_code == 0, done.output
    assert expected in done.stdout
    if len(arguments) > 1:
        assert done.stdout == expected


def test_a_table_cannot_steer_the_terminal(dataset: Path) -> None:
    done = unspun("sql", dataset, "SELECT text, '\x1b[2J' AS clear FROM articles")
    assert "\x1b" not in done.stdout


REFUSED = [
    "SELEC 1",
    "SELECT * FROM nowhere",
    "SELECT * FROM read_csv('/etc/passwd')",
    "COPY articles TO 'stolen.parquet'",
    "DROP VIEW articles",
    "SET threads = 1",
    "SELECT 1; SELECT 2",
    "EXPLAIN ANALYZE COPY articles TO 'stolen.parquet'",
    "",
]


@pytest.mark.parametrize("query", REFUSED)
def test_sql_only_reads_the_snapshot(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = unspun("sql", dataset, query)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_path_is_the_real_one(dataset: Path) -> None:
    assert unspun("path", dataset).stdout.strip() == str(
        (dataset / "snapshots" / "000001").resolve()
    )


def test_rules_are_listed_shown_and_checked(tmp_path: Path) -> None:
    listed = unspun("rules").stdout
    assert listed == unspun("rules", "list").stdout
    first = listed.split()[0]
    assert f"{first}\n  why " in unspun("rules", "show", first).stdout
    (tmp_path / "notices.toml").write_text(RULE, encoding="utf-8")
    assert (
        "1 rules, 2 cases, all hold"
        in unspun("rules", "check", tmp_path / "notices.toml").stdout
    )
    (tmp_path / "notices.toml").write_text(
        RULE.replace("weather box: .", "wether box: ."), encoding="utf-8"
    )
    broken = unspun("rules", "check", tmp_path / "notices.toml")
    assert broken.exit_code == 1
    assert "notices/weather-box" in broken.stdout


def test_spun_texts_have_a_row_of_their_own() -> None:
    console = Console(file=StringIO(), width=80)
    show(Summary(snapshot=1, path=None, articles=17, spun=1), console)
    lines = [line.split() for line in console.file.getvalue().splitlines()]
    assert ["17", "articles"] in lines
    assert ["1", "spun", "among", "articles", "and", "duplicates"] in lines


def test_the_command_line_starts_without_what_takes_long() -> None:
    code = (
        "import sys, flows.cli;"
        "slow = {'prefect', 'pyarrow', 'duckdb', 'rich', 'numpy', 'psutil', 'cleaners'};"
        "print(*sorted(slow & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
        == "\n"
    )


def test_a_command_does_without_pandas(dataset: Path) -> None:
    code = (
        "import sys; from flows import cli;"
        "sys.argv = ['unspun', 'show', sys.argv[1], 'market.txt:0'];"
        "import atexit; atexit.register(lambda: print('pandas' in sys.modules));"
        "cli.main()"
    )
    command = [sys.executable, "-c", code, str(dataset)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "Night market" in done.stdout
    assert done.stdout.endswith("False\n")


WITHOUT_READERS = """
import sys
from io import StringIO
from flows.cli import cli
try:
    cli(sys.argv[1:], prog_name="unspun")
finally:
    print(*sorted({"flows.settings", "flows.intake.readers"} & set(sys.modules)))
"""


@pytest.mark.parametrize("name", ["path", "sql", "diff", "stats"])
def test_who_reads_a_dataset_does_without_readers_of_inputs(
    two_snapshots: Path, name: str
) -> None:
    command = [sys.executable, "-c", WITHOUT_READERS, name, str(two_snapshots)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""


LOADED = """
import sys
from io import StringIO
from flows.cli import cli
try:
    cli(sys.argv[1:], prog_name="unspun")
except SystemExit as ended:
    print("prefect" in sys.modules, ended.code)
"""


def modules_after(*arguments: object, **environment: str) -> str:
    """Run a command without any Prefect of the user's; say whether it imported Prefect."""
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PREFECT_")
    }
    command = [sys.executable, "-c", LOADED, *map(str, arguments)]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={**known, **environment},
        timeout=240,
    )
    return done.stdout.splitlines()[-1]


def test_clean_runs_without_prefect(inbox: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "prefect")
    arguments = ("clean", inbox, "--output", tmp_path / "out", "--workers", 1)
    assert modules_after(*arguments, PREFECT_HOME=home) == "False 0"
    assert Dataset(tmp_path / "out").current()


@pytest.mark.parametrize("what", ["empty", "unreadable", "busy"])
def test_what_can_be_refused_is_refused_before_prefect_starts(
    inbox: Path, tmp_path: Path, what: str
) -> None:
    output = tmp_path / "out"
    if what == "empty":
        inbox = tmp_path / "nothing"
        inbox.mkdir()
    if what == "unreadable":
        output.write_text("a file, no folder")
    command = ("clean", inbox, "--output", output / "dataset", "--prefect")
    if what == "busy":
        with Dataset(output / "dataset").lock():
            assert modules_after(*command) == "False 1"
        return
    assert modules_after(*command) == ("False 2" if what == "empty" else "False 1")
    assert not (output / "dataset").exists()


def test_a_prefect_profile_with_an_api_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_PROFILES_PATH", "PREFECT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert not local_server.is_configured()
    (tmp_path / "profiles.toml").write_text(
        'active = "office"\n[profiles.office]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n'
    )
    code = (
        "from flows.orchestration import local_server;"
        " print(local_server.configured_address())"
    )
    asked = [sys.executable, "-c", code]
    address = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert address == "http://127.0.0.1:9/api\n"
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:8/api")
    assert local_server.configured_address() == "http://127.0.0.1:8/api"
