"""Run the flow on a real Prefect API, with crashes and with any number of workers."""

from __future__ import annotations

import inspect
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from flows.report.summary import Summary
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import read_rows, take_in
from tests.flows.test_repair_from_copies import PART, WHOLE, spin
from tests.flows.test_site_boilerplate import doubted, page, texts

ROOT = Path(__file__).parents[2]
MANY = 12
IN_MANY_SHARDS = "shard_files = 1\n"


def run(inbox: Path, output: Path, **parameters: object) -> Summary:
    from flows.orchestration.flow import unspun  # noqa: PLC0415 - the fixture must prepare Prefect first

    state = unspun([str(inbox)], str(output), **parameters, return_state=True)
    summary = state.result()
    assert isinstance(summary, Summary)
    assert state.message == summary.line()
    return summary


def rows(output: Path) -> dict[str, bytes]:
    """Read every file of the newest snapshot that the same-bytes promise covers."""
    current = Dataset(output).current()
    assert current
    return {
        str(path.relative_to(output)): path.read_bytes()
        for table in current.tables
        if table != "runs"
        for path in current.parts(table)
    }


@pytest.fixture
def many(inbox: Path) -> Path:
    """Add copies with a line of their own, so that there is work for a while."""
    text = (inbox / "ferry.txt").read_text(encoding="utf-8")
    for number in range(MANY):
        (inbox / f"more-{number:02}.txt").write_text(
            f"{text}\nReader number {number} wrote in.\n", encoding="utf-8"
        )
    return inbox


@pytest.fixture
def shredded(tmp_path: Path) -> str:
    path = tmp_path / "settings.toml"
    path.write_text(IN_MANY_SHARDS, encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("prefect_api")
def test_a_run_takes_in_what_is_new_and_loses_nothing(
    inbox: Path, tmp_path: Path
) -> None:
    first = run(inbox, tmp_path / "out", workers=1)
    assert (first.snapshot, first.files, first.inputs, first.articles) == (1, 5, 5, 3)
    assert first.duplicates == {"exact": 1}
    assert first.quarantined == {"empty": 1}
    again = run(inbox, tmp_path / "out")
    assert (again.nothing_new, again.snapshot, again.path) == (True, 1, first.path)
    assert again.line() == "Nothing new: snapshot 1 holds all 5 input files already."
    (inbox / "late.txt").write_text(
        "Late train\n\nThe night train to the coast was late again, a passenger said.\n"
    )
    second = run(inbox, tmp_path / "out", workers=1)
    assert (second.snapshot, second.inputs, second.articles) == (2, 1, 1)


@pytest.mark.usefixtures("prefect_api")
def test_the_number_of_workers_changes_no_byte(
    inbox: Path, tmp_path: Path, shredded: str
) -> None:
    for number in range(3):  # pages of one site that end alike
        row = json.dumps({"text": page(number, doubted()), "site": "lantern.example"})
        (inbox / f"lantern-{number}.jsonl").write_text(row + "\n", encoding="utf-8")
    for name, text in {
        "cut": PART,
        "spun": spin(WHOLE),
    }.items():  # a spun article and a part of its original
        (inbox / f"{name}.txt").write_text(text, encoding="utf-8")
    take_in(Dataset(tmp_path / "one"), inbox, Settings.load(Path(shredded)))
    summary = run(inbox, tmp_path / "three", settings=shredded, workers=3)
    assert rows(tmp_path / "one") == rows(tmp_path / "three")
    three = Dataset(tmp_path / "three")
    assert {text for text in texts(three).values() if doubted() in text} == set()
    every = read_rows(three, "articles", "duplicates")
    assert len([row for row in every if str(row["text"]).startswith(PART)]) == 2
    for figure, column in (
        (sum(summary.removed_chars.values()), "removed_chars"),
        (summary.repairs, "repairs"),
    ):
        assert figure == sum(int(str(row[column])) for row in every) > 0, (
            "the summary counts what was published"
        )


def test_a_recorded_command_prints_only_its_summary_on_stdout(
    prefect_api: str, inbox: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "flows", "clean", str(inbox), "--workers", "1"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "out")],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PREFECT_API_URL": prefect_api},
        timeout=300,
    )
    assert done.stdout.startswith("Snapshot 1: 5 inputs = 3 articles + 1 duplicates")
    # A slow run says some of them again, as "Cleaning: 3 of 5".
    words = [line.split()[0].rstrip(":") for line in done.stderr.splitlines()]
    steps = ["Recording", "Cleaning", "Looking", "Publishing"]
    assert list(dict.fromkeys(words)) == steps


def test_a_killed_run_is_taken_up_by_the_next(
    prefect_api: str, many: Path, tmp_path: Path, shredded: str
) -> None:
    output = tmp_path / "killed"
    command = [
        "-m",
        "flows.cli",
        "clean",
        str(many),
        "--output",
        str(output),
        "--settings",
        shredded,
        "--workers",
        "1",
    ]
    child = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, "PREFECT_API_URL": prefect_api},
        stderr=subprocess.DEVNULL,
    )
    done = output / "state" / "shards"
    until = time.monotonic() + 60
    while (
        len(list(done.glob("*-articles.parquet"))) < 2
        and child.poll() is None
        and time.monotonic() < until
    ):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    finished = len(list(done.glob("*-articles.parquet")))
    assert 2 <= finished < MANY, "killed in the middle"
    assert not (output / "CURRENT.json").exists()
    run(many, output, settings=shredded)
    take_in(Dataset(tmp_path / "whole"), many, Settings.load(Path(shredded)))
    assert rows(output) == rows(tmp_path / "whole")


@pytest.mark.usefixtures("prefect_api")
def test_a_run_that_finds_another_at_work_is_refused(
    inbox: Path, tmp_path: Path
) -> None:
    from flows.orchestration.flow import unspun  # noqa: PLC0415 - the fixture must prepare Prefect first

    with Dataset(tmp_path / "out").lock():
        state = unspun([str(inbox)], str(tmp_path / "out"), return_state=True)
    assert (state.type.value, state.name) == ("CANCELLED", "Refused")
    assert state.message
    assert "another run is writing here" in state.message


@pytest.mark.usefixtures("prefect_api")
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"fields": ["text"]}, "--field text: write it as column=name"),
        ({"settings": "no/such.toml"}, "no/such.toml: cannot be read: No such file"),
        ({"inputs": ["no/such/inbox"]}, "no/such/inbox"),
    ],
)
def test_a_run_with_a_wrong_parameter_fails_with_its_message(
    inbox: Path, tmp_path: Path, parameters: dict[str, object], message: str
) -> None:
    from flows.orchestration.flow import unspun  # noqa: PLC0415 - the fixture must prepare Prefect first

    state = unspun(
        **{"inputs": [str(inbox)], "output": str(tmp_path / "out"), **parameters},
        return_state=True,
    )
    assert state.type.value == "FAILED"
    assert state.message
    assert message in state.message


@pytest.mark.usefixtures("prefect_api")
def test_only_a_step_that_a_file_system_failed_is_tried_again(tmp_path: Path) -> None:
    from prefect import flow  # noqa: PLC0415 - the fixture must prepare Prefect first
    from prefect.settings import PREFECT_FLOW_DEFAULT_RETRIES, temporary_settings  # noqa: PLC0415 - the same

    from flows.orchestration.flow import PrefectSteps, unspun  # noqa: PLC0415 - the same

    calls: list[type[Exception]] = []

    def step(kind: type[Exception], failures: int) -> str:
        calls.append(kind)
        if calls.count(kind) <= failures:
            raise kind("the share is gone")
        return "done"

    @flow
    def steps() -> str:
        return PrefectSteps().call(step, OSError, 1)

    @flow
    def mistaken() -> str:
        return PrefectSteps().call(step, ValueError, 1)

    assert steps() == "done"
    state = mistaken(return_state=True)
    assert state.type.value == "FAILED"
    assert (calls.count(OSError), calls.count(ValueError)) == (2, 1)
    with temporary_settings({PREFECT_FLOW_DEFAULT_RETRIES: 2}):
        wrong = unspun(["no/inbox"], str(tmp_path / "out"), return_state=True)
    assert wrong.type.value == "FAILED"
    assert unspun.retries == 0


@pytest.mark.usefixtures("prefect_api")
def test_the_deployment_of_prefect_yaml_fits_the_flow() -> None:
    from prefect.client.schemas.schedules import CronSchedule  # noqa: PLC0415 - the same
    from prefect.flows import load_flow_from_entrypoint  # noqa: PLC0415 - the same

    (deployment,) = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))[
        "deployments"
    ]
    flow = load_flow_from_entrypoint(str(ROOT / deployment["entrypoint"]))
    signature = inspect.signature(flow.fn)
    assert list(deployment["parameters"]) == list(signature.parameters)
    assert (
        flow.validate_parameters(deployment["parameters"]) == deployment["parameters"]
    )
    assert all(CronSchedule(**schedule) for schedule in deployment["schedules"])
    assert deployment["concurrency_limit"] == {
        "limit": 1,
        "collision_strategy": "CANCEL_NEW",
    }


@pytest.mark.usefixtures("prefect_api")
def test_a_run_on_dask_has_the_same_rows_and_its_work_is_recorded(
    inbox: Path, tmp_path: Path, shredded: str
) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - after the fixture

    take_in(Dataset(tmp_path / "direct"), inbox, Settings.load(Path(shredded)))
    run(inbox, tmp_path / "dask", settings=shredded, workers=2, runner="dask")
    assert rows(tmp_path / "dask") == rows(tmp_path / "direct")
    with get_client(sync_client=True) as client:
        recorded = {task.name: task.state_name for task in client.read_task_runs()}
    for number in range(5):
        assert recorded[f"clean_isolated-{number}"] == "Completed"
        assert recorded[f"make_parts_isolated-{number}"] == "Completed"
