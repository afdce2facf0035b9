"""However a command is stopped: one line says so, and no process is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from flows.snapshots import Dataset
from tests.flows.conftest import read_rows, take_in

# `make soak` tries more moments than there is time for in every run of the tests.
MOMENTS = int(os.environ.get("UNSPUN_SOAK_MOMENTS", "3"))
LATEST = 6.0  # seconds after the start: within the cleaning on a quiet machine
MARK = "UNSPUN_TEST_MARK"
STAGES = ("Cleaning", "Starting", "Looking", "Publishing")
GONE_SECONDS = 40  # in which all processes must have ended: a guard


def start(inbox: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    """Start the command with a mark in its environment, which all that it starts inherits."""
    environment = {
        name: value for name, value in os.environ.items() if "PREFECT" not in name
    }
    environment[MARK] = str(output)
    environment["HOME"] = str(output.parent)
    command = [sys.executable, "-m", "flows", "clean", str(inbox)]
    return subprocess.Popen(
        [*command, "--output", str(output), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )


def marked(output: Path) -> list[str]:
    """List the processes that a command has started, and itself."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(output):
                found.append(" ".join(process.cmdline()))
        except (psutil.Error, OSError):
            continue
    return found


def assert_all_gone(output: Path) -> None:
    until = time.monotonic() + GONE_SECONDS
    while left := marked(output):
        assert time.monotonic() < until, left
        time.sleep(0.2)


def assert_quiet(child: subprocess.Popen[str], number: int) -> None:
    """Assert that a command was stopped with one line."""
    out, err = child.communicate(timeout=300)
    if child.returncode == 0:
        return  # it was faster
    if child.returncode == -number and not err:
        return  # Python had not begun yet
    assert child.returncode == 128 + number, err
    assert out == ""
    *before, last = err.splitlines()
    assert last.startswith("unspun: stopped by "), err
    assert all(line.startswith(STAGES) for line in before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_is_stopped_at_any_moment(
    inbox: Path, tmp_path: Path, number: signal.Signals
) -> None:
    moments = random.Random(number)  # noqa: S311  # the same moments in every run
    output = tmp_path / "out"
    for _ in range(MOMENTS):
        child = start(inbox, output, "--workers", "2")
        time.sleep(moments.uniform(0, LATEST))
        child.send_signal(number)
        assert_quiet(child, number)
        assert_all_gone(output)
    take_in(Dataset(output), inbox)
    assert len(read_rows(Dataset(output), "articles", "duplicates", "quarantine")) == 5


DEAF = """
import os, signal, time
import psutil
from flows.workers.pool import Pool
with Pool(1, 10**9) as pool:
    children = psutil.Process().children()
    server, = (each for each in children if "forkserver" in " ".join(each.cmdline()))
    for _ in range(20):
        server.send_signal(signal.SIGINT)
        time.sleep(0.05)
    assert pool.call(lambda: None, os.getppid) == server.pid
"""


def test_no_interrupt_reaches_the_server_that_workers_are_forked_from() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DEAF], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stopped_run_says_how_far_it_is(inbox: Path, tmp_path: Path) -> None:
    with start(inbox, tmp_path / "out") as child:
        assert child.stderr
        assert child.stderr.readline() == "Cleaning 5 files\n"
        child.send_signal(signal.SIGINT)
        assert child.stderr.read() == (
            "unspun: stopped by Ctrl-C;"
            " run the same command again: 0 of 1 shards are done\n"
        )
    assert child.returncode == 130
    assert_all_gone(tmp_path / "out")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_done_stays_done(number: signal.Signals) -> None:
    late = (
        "import atexit, os, sys; from flows import interrupts;"
        f"atexit.register(os.kill, os.getpid(), {int(number)});"
        "interrupts.install()"
    )
    done = subprocess.run(
        [sys.executable, "-c", late], check=False, capture_output=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_prefect_server_ends_with_its_run(
    inbox: Path, tmp_path: Path, number: signal.Signals
) -> None:
    output = tmp_path / "out"
    child = start(inbox, output, "--prefect")
    assert child.stderr
    assert child.stderr.readline().startswith("Starting Prefect")
    assert child.stderr.readline() == "Cleaning 5 files\n"
    assert any("local_server" in command for command in marked(output))
    child.send_signal(number)
    if number == signal.SIGKILL:
        child.communicate()
    else:
        assert_quiet(child, number)
    assert_all_gone(output)
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {"in box", "out"}, "nothing is left in the home folder"


@pytest.mark.parametrize("home", ["file/home", "/proc/home"])
def test_a_home_that_prefect_cannot_use_is_refused_at_once(
    inbox: Path, tmp_path: Path, home: str
) -> None:
    (tmp_path / "file").touch()
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / home)}
    environment.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "flows", "clean", str(inbox), "--prefect"]
    done = subprocess.run(
        [*command, "--output", str(tmp_path / "out")],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
    )
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    assert "Prefect can't keep its records here" in last
    assert last.endswith("set PREFECT_HOME to a folder that has room")
