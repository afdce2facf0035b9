"""Run a command, and measure what it and all processes that it starts take. Linux alone."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

BECOME_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
LOOK_SECONDS = 0.2  # between two looks at the memory
MEGABYTE = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of CPU of all its processes, seconds of wall time, and MB.

    `tree` is the most memory of all processes together, where what several share counts once.
    `parent` and `largest_child` are the most that a process had, shared memory included.
    """

    cpu: float
    wall: float
    tree: float
    parent: float
    largest_child: float
    output: str


def run(command: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run a command, and wait for every process that it leaves behind. Raises on a failure."""
    _adopt_orphans()
    start = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        with _watching(process.pid) as seen:
            output = process.stdout.read().decode() if process.stdout else ""
            cpu = _wait_for(process)
        wall = time.monotonic() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu += _wait_for_orphans()
    return Cost(cpu, wall, seen.tree, seen.parent, seen.largest_child, output)


def _adopt_orphans() -> None:
    """Become the parent of processes whose parent ends, so that they can be waited for."""
    ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def _wait_for(process: subprocess.Popen[bytes]) -> float:
    """Wait for the command; return the CPU time of it and of the children it waited for."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _wait_for_orphans() -> float:
    """Wait for what the command left behind: the server of its workers, with these."""
    cpu = 0.0
    while True:
        try:
            _, _, used = os.wait4(-1, 0)
        except ChildProcessError:
            return cpu
        cpu += used.ru_utime + used.ru_stime


@dataclass(slots=True)
class _Seen:
    """The most memory that was seen, in MB."""

    tree: float = 0.0
    parent: float = 0.0
    largest_child: float = 0.0

    def look(self, pid: int) -> None:
        """Look at a process and its descendants."""
        shares = []
        for number, (share, resident) in enumerate(_memory_of(pid)):
            shares.append(share)
            if number:
                self.largest_child = max(self.largest_child, resident)
            else:
                self.parent = max(self.parent, resident)
        self.tree = max(self.tree, sum(shares))


def _memory_of(pid: int) -> Iterator[tuple[float, float]]:
    """Yield for a process and its descendants its share of memory, and all that it sees, in MB."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for process in family:
        try:
            memory = process.memory_full_info()
        except psutil.Error:  # it has ended
            continue
        yield memory.pss / MEGABYTE, memory.rss / MEGABYTE


@contextmanager
def _watching(pid: int) -> Iterator[_Seen]:
    """Look at a process tree while it runs."""
    seen = _Seen()
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_SECONDS):
            seen.look(pid)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def python_path(project: Path) -> dict[str, str]:
    """Return the environment in which a command finds the packages of the project."""
    return dict(os.environ) | {"PYTHONPATH": str(project)}
