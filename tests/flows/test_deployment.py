"""Test `unspun serve` from end to end: its Prefect server, scheduled runs, and how it stops."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import pyarrow.parquet as pq
import pytest

from flows.snapshots import Dataset, DatasetBusy
from tests import waiting
from tests.flows.conftest import ARTICLES

SECONDS = 240.0  # a guard: the server alone takes a minute on a busy machine
EVERY = "5"
ENDS = {"COMPLETED", "FAILED", "CANCELLED", "CRASHED"}
FLOW = '{"name": "strange"}'
SHADOW = "raise SystemError(f'{__file__} was imported in place of ours')\n"
SPEED = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
}
T = TypeVar("T")


class Service:
    """A running `unspun serve`, and what its API says."""

    def __init__(self, child: subprocess.Popen[str], log: Path) -> None:
        self.child = child
        self.log = log

    def address(self) -> str:
        """Find the address that it printed."""
        return wait_for(
            lambda: re.search(
                r"^Prefect: (http://\S+)$", self.log.read_text(), re.MULTILINE
            )
        )[1]

    def runs(self, state: str) -> list[dict[str, object]]:
        """List the runs that ended in a state of this name, earliest first."""
        wanted = {
            "sort": "START_TIME_ASC",
            "flow_runs": {"state": {"name": {"any_": [state]}}},
        }
        answer = httpx.post(
            f"{self.address()}/api/flow_runs/filter", json=wanted, timeout=30
        )
        return list(answer.raise_for_status().json())

    def ended(self, run_id: str) -> dict[str, object] | None:
        """Read a run; None while it has not ended."""
        answer = httpx.get(f"{self.address()}/api/flow_runs/{run_id}", timeout=30)
        run: dict[str, object] = answer.raise_for_status().json()
        return run if run["state_type"] in ENDS else None


def wait_for(found: Callable[[], T | None]) -> T:
    return waiting.wait_for(found, SECONDS)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Serve an inbox that is missing, in a folder with packages called as ours are."""
    for name in ("flows/__init__.py", "cleaners/__init__.py", "unspun.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SHADOW, encoding="utf-8")
    command = [
        str(Path(sys.executable).with_name("unspun")),
        "serve",
        "out",
        "--inbox",
        "in",
        "--every",
        EVERY,
        "--workers",
        "1",
    ]
    environment = {
        name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"
    } | SPEED
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            command, cwd=tmp_path, stdout=out, stderr=out, env=environment, text=True
        )
        try:
            wait_for((tmp_path / "in").is_dir)  # a missing inbox is made
            yield Service(child, log)
        finally:
            child.kill()
            child.wait()


def test_scheduled_runs_take_in_what_is_new_one_at_a_time(
    service: Service, tmp_path: Path
) -> None:
    dataset = Dataset(tmp_path / "out")
    empty = wait_for(lambda: service.runs("Completed"))[0]
    assert "No input files" in str(empty["state"]), "an empty inbox is no failure"
    assert dataset.current() is None
    (tmp_path / "in" / "ferry.txt").write_text(ARTICLES["ferry.txt"], encoding="utf-8")
    first = wait_for(dataset.current)
    assert [path.name for path in first.parts("articles")]
    run = wait_for(lambda: service.runs("Completed")[1:])[0]
    assert run["auto_scheduled"] is True
    assert re.fullmatch(r"in \d{4}-\d\d-\d\d \d\d:\d\d, .+", str(run["name"]))
    assert {"unspun", "out"} <= set(run["tags"])  # type: ignore[call-overload]

    (tmp_path / "in" / "library.txt").write_text(
        ARTICLES["library.txt"], encoding="utf-8"
    )
    second = wait_for(lambda: (now := dataset.current()) and now.snapshot == 2 and now)
    taken_in = pq.read_table(
        second.parts("runs")[0], columns=["run_id", "inputs"]
    ).to_pylist()
    assert taken_in == [
        {"run_id": first.run_id, "inputs": 1},
        {"run_id": second.run_id, "inputs": 1},
    ]

    with locked(dataset):
        refused = wait_for(lambda: service.runs("Refused"))[0]
    assert "another run is writing here" in str(refused["state"])

    address = service.address()
    assert_answers_its_own_pages_alone(address)
    assert_takes_no_other_parameters(service, str(run["deployment_id"]), tmp_path)
    service.child.send_signal(signal.SIGTERM)
    assert service.child.wait(30) == 0
    log = service.log.read_text(encoding="utf-8")
    assert log.endswith("Stopped.\n")
    assert "Traceback" not in log
    assert "Snapshot 2: 1 inputs = 1 articles + 0 duplicates + 0 quarantined" in log
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/api/health")


def assert_answers_its_own_pages_alone(address: str) -> None:
    """Assert that pages of other origins can't use the API, and that its own pages call it."""
    for origin in ("https://evil.example", "http://localhost:1"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        allowed = httpx.options(f"{address}/api/flow_runs/filter", headers=asked)
        assert "access-control-allow-origin" not in allowed.headers
        simple = {"Origin": origin, "Content-Type": "text/plain"}
        sent = httpx.post(f"{address}/api/flows/", headers=simple, content=FLOW)
        assert sent.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    sent = httpx.post(f"{address}/api/flows/", json=json.loads(FLOW))
    assert sent.status_code == httpx.codes.CREATED
    ui = httpx.get(f"{address}/ui-settings").json()
    assert ui["api_url"] == f"{address}/api"
    page = httpx.get(
        f"{address}/runs", headers={"Accept": "text/html"}, follow_redirects=True
    ).raise_for_status()
    scripts = re.findall(r'src="(/[^"]+\.js)"', page.text)
    for script in scripts:
        httpx.get(f"{address}{script}").raise_for_status()
    assert scripts, "the page is Prefect's own, with its code"


def assert_takes_no_other_parameters(
    service: Service, deployment: str, folder: Path
) -> None:
    """Assert that a run with other parameters, asked for at the API, fails."""
    other = {"inputs": [str(folder / "in")], "output": str(folder / "elsewhere")}
    url = f"{service.address()}/api/deployments/{deployment}/create_flow_run"
    asked = {"parameters": other, "state": {"type": "SCHEDULED"}}

    def failed_run() -> dict[str, object] | None:
        """Ask for a run and await its end; one that meets a scheduled run is cancelled.

        A server whose database is busy answers with 503.
        """
        answer = httpx.post(url, json=asked, timeout=30)
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return None
        answer.raise_for_status()
        run_id = answer.json()["id"]
        ended = wait_for(lambda: service.ended(run_id))
        return ended if ended["state_name"] == "Failed" else None

    failed = wait_for(failed_run)
    assert "the parameters of `unspun serve` are pinned" in str(failed["state"])
    assert not (folder / "elsewhere").exists()


@contextmanager
def locked(dataset: Dataset) -> Iterator[None]:
    """Be the one who writes, as soon as no run does."""
    with ExitStack() as stack:
        wait_for(lambda: entered(stack, dataset))
        yield


def entered(stack: ExitStack, dataset: Dataset) -> bool:
    try:
        stack.enter_context(dataset.lock())
    except DatasetBusy:
        return False
    return True
