"""The time limit of a record counts work, so that whoever stops a run costs it no record."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from flows import intake
from flows.settings import Settings
from flows.storage import markers
from flows.storage.shards import Shard, plan
from flows.workers.watch import Watch
from tests.flows import lethal

LIMIT = 1.0  # second
SETTINGS = Settings(record_seconds=LIMIT)
WORKER = """
import sys
from pathlib import Path
from flows.storage import markers

with markers.marking(Path(sys.argv[1])) as marker:
    marker.note(0, 0, is_reading=False)
    print("noted", flush=True)
    {does}
"""


@pytest.fixture
def shard(inbox: Path) -> Shard:
    (shard,) = plan(intake.discover([inbox]).files, SETTINGS, SETTINGS.digest())
    return shard


@contextmanager
def worker(shard: Shard, folder: Path, does: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process that notes a record, and then does something for good."""
    command = [sys.executable, "-c", WORKER.format(does=does)]
    with subprocess.Popen(
        [*command, str(shard.marker(folder))], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "noted\n"
        try:
            yield child
        finally:
            child.kill()


def look(watch: Watch, seconds: float) -> str | None:
    """Look several times a second, for some seconds or until a limit is passed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if reason := watch.overdue():
            return reason
        time.sleep(0.1)
    return None


@pytest.mark.parametrize("does", ["while True: pass", "import time; time.sleep(99)"])
def test_a_record_that_works_or_sleeps_too_long_is_overdue(
    shard: Shard, tmp_path: Path, does: str
) -> None:
    watch = Watch(shard, SETTINGS, tmp_path)
    with worker(shard, tmp_path, does):
        reason = look(watch, 60)
    assert reason
    assert reason.endswith("s on one record")
    assert watch.struck == "timed_out"


def test_a_stopped_worker_is_never_overdue(shard: Shard, tmp_path: Path) -> None:
    watch = Watch(shard, SETTINGS, tmp_path)
    with worker(shard, tmp_path, "import time; time.sleep(99)") as child:
        child.send_signal(signal.SIGSTOP)
        assert look(watch, 3 * LIMIT) is None
        child.send_signal(signal.SIGCONT)
        assert look(watch, 60)


def test_time_in_which_the_watch_itself_is_stopped_does_not_count(
    shard: Shard, tmp_path: Path
) -> None:
    watch = Watch(shard, Settings(record_seconds=3.0), tmp_path)
    with worker(shard, tmp_path, "import time; time.sleep(99)"):
        assert watch.overdue() is None
        time.sleep(5)  # as if this process had been stopped
        assert watch.overdue() is None
        assert look(watch, 60)


def test_a_note_of_the_next_record_begins_anew(shard: Shard, tmp_path: Path) -> None:
    # The process of this test may hold more memory than a worker may.
    settings = replace(SETTINGS, worker_memory=1 << 40)
    watch = Watch(shard, settings, tmp_path)
    with markers.marking(shard.marker(tmp_path)) as marker:
        for number in range(4):
            marker.note(0, number, is_reading=False)
            time.sleep(0.4)
            assert watch.overdue() is None, number
    assert watch.overdue() is None


SLOW = """
import sys
from pathlib import Path
from flows import run as running
from flows.settings import Settings
from flows.workers.isolation import clean_isolated
from tests.flows import lethal

running.clean_isolated = lambda *given: clean_isolated(*given, lethal.clean)
inputs, output = map(Path, sys.argv[1:])
request = running.RunRequest((inputs,), output, Settings(record_seconds=6.0), 1)
print(dict(running.run(request).quarantined), flush=True)
"""
SLOW_INDEX = 5  # of slow.txt among the files of the inbox


def stop_tree(process: psutil.Process, seconds: float) -> None:
    """Stop a process and all below it for a time, as a closed laptop does."""
    tree = [process, *process.children(recursive=True)]
    for each in tree:
        each.suspend()
    time.sleep(seconds)
    for each in reversed(tree):
        each.resume()


def test_a_run_that_is_stopped_as_a_whole_loses_no_record(
    inbox: Path, tmp_path: Path
) -> None:
    text = (inbox / "ferry.txt").read_text(encoding="utf-8")
    (inbox / "slow.txt").write_text(f"{text}\n{lethal.RESTS}\n", encoding="utf-8")
    command = [sys.executable, "-c", SLOW, str(inbox), str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, text=True
    ) as child:
        wait_for_note(tmp_path / "out" / "state" / "shards", SLOW_INDEX)
        stop_tree(psutil.Process(child.pid), 9.0)
        assert child.stdout
        assert child.stdout.read() == "{'empty': 1}\n"


def wait_for_note(shards: Path, index: int) -> None:
    """Wait until a worker has noted that it cleans a slice."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for marker in shards.glob("*.on"):
            if marker.read_text(encoding="utf-8").split()[:3] == [str(index), "0", "0"]:
                return
        time.sleep(0.05)
    raise AssertionError(f"no worker came to slice {index}")
