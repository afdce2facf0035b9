"""Follow prefect.yaml to the letter on an empty machine: a real server, work pool and worker."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
import yaml

from flows.orchestration import local_server
from flows.snapshots import Dataset
from tests import waiting
from tests.flows.conftest import ARTICLES

ROOT = Path(__file__).parents[2]
SECONDS = 300.0  # a guard: each run takes some ten seconds, far more on a busy machine
COMMANDS = "#   prefect "
DAMP = (
    "Kim Lee\x1b[31m <b>said</b> [x](http://a.example)"  # a file of this name is empty
)
T = TypeVar("T")


@dataclass(frozen=True)
class Machine:
    """A project folder, a Prefect server that has nothing else, and a worker."""

    project: Path
    api: str
    deployment: str

    def ask(self, path: str, **body: object) -> Any:  # noqa: ANN401 - whatever the API says
        """Post to the API; what is posted may come twice."""
        return answer_of("POST", f"{self.api}/{path}", json=body)

    def start(self, **parameters: object) -> str:
        """Ask for a run, for one alone if asked again; return its id."""
        body = {
            "parameters": parameters,
            "state": {"type": "SCHEDULED"},
            "idempotency_key": str(uuid4()),
        }
        run = self.ask(f"deployments/{self.deployment}/create_flow_run", **body)
        return str(run["id"])

    def run(self, run_id: str) -> dict[str, Any]:
        """Read a run."""
        return dict(answer_of("GET", f"{self.api}/flow_runs/{run_id}"))

    def wait(self, run_id: str, *states: str) -> dict[str, Any]:
        """Wait until a run is in one of these states."""

        def found() -> dict[str, Any] | None:
            run = self.run(run_id)
            return run if run["state"]["name"] in states else None

        return wait_for(found)

    def is_paused(self) -> bool:
        """Whether the schedule is paused."""
        answer = answer_of("GET", f"{self.api}/deployments/{self.deployment}")
        return bool(answer["paused"])

    def artifacts(self, run_id: str) -> dict[str, dict[str, Any]]:
        """Read the artifacts of a run by their keys."""
        rows = self.ask("artifacts/filter", flow_runs={"id": {"any_": [run_id]}})
        return {row["key"]: row for row in rows if row["key"]}

    def log(self, run_id: str) -> list[str]:
        """Read the log lines of a run."""
        wanted = {"flow_run_id": {"any_": [run_id]}}
        return [row["message"] for row in self.ask("logs/filter", logs=wanted)]


def answer_of(method: str, url: str, json: object = None) -> Any:  # noqa: ANN401 - whatever the API says
    """Ask the API, again where its database is busy or the machine too slow to answer."""

    def answered() -> httpx.Response | None:
        try:
            answer = httpx.request(method, url, json=json, timeout=60)
        except httpx.TimeoutException:
            return None
        is_busy = answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
        return None if is_busy else answer

    return wait_for(answered).raise_for_status().json()


def wait_for(found: Callable[[], T | None]) -> T:
    return waiting.wait_for(found, SECONDS)


def commands() -> list[list[str]]:
    """Read the commands that the head of prefect.yaml tells people to run."""
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith(COMMANDS)]
    return [shlex.split(line.removeprefix("#")) for line in lines]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Set a machine up as prefect.yaml says: no inbox, no dataset, no profile."""
    folder = tmp_path_factory.mktemp("machine")
    project = folder / "project"
    project.mkdir()
    for name in ("flows", "cleaners"):
        (project / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "prefect.yaml", project)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = kept | {
        "HOME": str(folder / "home"),
        "PREFECT_HOME": str(folder / "home" / ".prefect"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PYTHONPATH": str(project),
        "PWD": str(project),
        **local_server.NO_TELEMETRY,
    }
    with local_server.running(folder / "server") as address:
        environment["PREFECT_API_URL"] = f"{address}/api"
        *set_up, start_worker = commands()
        for command in set_up:
            run_prefect(command, project, environment)
        log = folder / "worker.log"
        with log.open("w", encoding="utf-8") as out:
            worker = subprocess.Popen(
                as_module(start_worker),
                cwd=project,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
            try:
                yield Machine(project, f"{address}/api", deployment_at(address))
            finally:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()


def as_module(command: list[str]) -> list[str]:
    """Run Prefect with this Python: the tests may run in an environment that is not active."""
    assert command[0] == "prefect"
    return [sys.executable, "-m", *command]


def run_prefect(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        as_module(command),
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def deployment_at(address: str) -> str:
    answer = answer_of("GET", f"{address}/api/deployments/name/unspun/unspun")
    return str(answer["id"])


def test_a_failed_run_says_why_in_a_line_and_pauses_the_schedule(
    machine: Machine,
) -> None:
    text = (ROOT / "docs" / "automation.yaml").read_text(encoding="utf-8")
    machine.ask("automations/", **yaml.safe_load(text))
    failed = machine.wait(machine.start(settings="no/such.toml"), "Failed", "Crashed")
    assert failed["state"]["type"] == "FAILED"
    message = failed["state"]["message"]
    assert message.startswith("no/such.toml: cannot be read: No such file")
    assert "\n" not in message
    assert failed["run_count"] == 1, "a mistake is not tried again"
    assert failed["name"].endswith(", failed")
    assert "Traceback" not in "".join(machine.log(failed["id"]))
    assert (machine.project / "build" / "inbox").is_dir(), "it was made"
    assert wait_for(machine.is_paused)


def test_a_run_is_recorded_with_its_figures_and_is_the_only_one(
    machine: Machine,
) -> None:
    inbox = machine.project / "build" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "ferry.txt").write_text(ARTICLES["ferry.txt"], encoding="utf-8")
    (inbox / "library.txt").write_text(ARTICLES["library.txt"], encoding="utf-8")
    (inbox / f"{DAMP.replace('/', '_')}.txt").touch()
    first = machine.start(fail_over=0.2, workers=1)
    machine.wait(first, "Pending", "Running")
    cancelled = machine.wait(machine.start(workers=1), "Cancelled", "Completed")
    assert "concurrency limit" in cancelled["state"]["message"]
    run = machine.wait(first, "Failed", "Completed")
    assert "1 of 3 inputs quarantined (33.3%, allowed: 20%)" in run["state"]["message"]
    assert run["name"].startswith("inbox 20")
    assert run["name"].endswith(", snapshot 1")
    assert "unspun" in run["tags"]
    # Prefect sends lines behind the state of a run.
    assert wait_for(lambda: "Looking for copies" in machine.log(run["id"]))
    shown = machine.artifacts(run["id"])
    assert set(shown) >= {"clean-summary", "clean-removals", "clean-quarantine"}
    assert float(shown["clean-progress"]["data"]) == 100
    assert '"articles", "count": 2' in shown["clean-summary"]["data"]
    quarantine = shown["clean-quarantine"]["data"]
    assert "**empty**: 1" in quarantine
    assert "\x1b" not in quarantine
    assert "<b>" not in quarantine.replace("\\<", "")
    current = Dataset(machine.project / "build" / "clean").current()
    assert current
    assert current.snapshot == 1


def test_a_cancelled_run_leaves_the_dataset_to_the_next(machine: Machine) -> None:
    inbox = machine.project / "build" / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    text = ARTICLES["bridge.txt"]
    for number in range(30):
        more = f"{text}\nReader {number} wrote in.\n"
        (inbox / f"bridge-{number:02}.txt").write_text(more, encoding="utf-8")
    dataset = Dataset(machine.project / "build" / "clean")
    before = dataset.current()
    run_id = machine.start(workers=1)
    wait_for(lambda: "Cleaning" in "".join(machine.log(run_id)))
    machine.ask(f"flow_runs/{run_id}/set_state", state={"type": "CANCELLING"})
    assert machine.wait(run_id, "Cancelled")["state"]["type"] == "CANCELLED"
    dataset.check_writable()
    assert dataset.current() == before
