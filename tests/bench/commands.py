"""Measure what it costs to start a command and to look at one article.

    python tests/bench/commands.py

Each command runs several times as a process of its own, on the sample scrapes of seeds/; the
medians of its CPU time, with that of its children, and of its time count. On a busy machine the
clock shows how busy it is. Needs no benchmark data.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoreboard import PROJECT, Table, publish

RUNS = 5
SEEDS = PROJECT / "seeds"
DATASET = "dataset"
UNSPUN = (sys.executable, "-m", "flows")
INTRO = """Each command as a process of its own, from its start to its end, on the sample scrapes:
the median of 5 runs. The first row is Python alone. `explain` loads the rules and models and cleans
the text; for a spun one it loads the lexicon and the model of English too. `show` reads it from the
dataset."""
NOTE = """Measured on a machine of two cores that other work shared, which raises CPU times too. The
last column is the time that a quiet machine should need."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A command, and what one run of it takes."""

    name: str
    seconds: float
    clock: float
    megabytes: float
    limit: str


def main() -> None:
    """Measure every command, and publish the table."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        run([*UNSPUN, "clean", str(SEEDS), "--output", DATASET], here)
        rows = [
            (
                each.name,
                f"{each.seconds:.2f}",
                f"{each.clock:.2f}",
                f"{each.megabytes:.0f}",
                each.limit,
            )
            for each in measured(here)
        ]
    columns = ("command", "s of CPU", "s of time", "MB of memory", "at most, s")
    table = Table("What a command costs", columns, rows, NOTE)
    publish("commands", "Commands", INTRO, [table])


def measured(folder: Path) -> Iterator[Measured]:
    """Run each command several times."""
    for name, command, limit in commands():
        costs = [run(command, folder) for _ in range(RUNS)]
        seconds = statistics.median(cost[0] for cost in costs)
        clock = statistics.median(cost[1] for cost in costs)
        megabytes = statistics.median(cost[2] for cost in costs)
        yield Measured(name, seconds, clock, megabytes, limit)


def commands() -> Iterator[tuple[str, list[str], str]]:
    """Yield commands with the seconds of CPU that they may take."""
    yield "python -c pass", [sys.executable, "-c", "pass"], "—"
    scrape = str(SEEDS / "04-harvest-source.txt")
    page = str(SEEDS / "23-tidal.html")
    spun = str(SEEDS / "06-clinic-spun.txt")
    for arguments, limit in (
        (["--help"], ".15"),
        (["path", DATASET], "—"),
        (["show", DATASET, "04-harvest-source.txt"], "1"),
        (["show", DATASET, "06-clinic-spun.txt"], "1"),
        (["explain", scrape], "1"),
        (["explain", page], "—"),
        (["explain", spun], "—"),
        (["sql", DATASET, "SELECT title FROM articles"], "—"),
        (["stats", DATASET], "—"),
        (["clean", str(SEEDS), "--output", DATASET], "—"),
    ):
        shown = " ".join(Path(word).name if "/" in word else word for word in arguments)
        named = "clean seeds, nothing new" if arguments[0] == "clean" else shown
        yield f"unspun {named}", [*UNSPUN, *arguments], limit


def run(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Run a command; return its CPU time and its time in seconds, and its peak memory in MB."""
    start = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(
            f"{' '.join(command)} ended with {child.returncode}; run it alone to see why"
        )
    kibibyte = 1024
    clock = time.perf_counter() - start
    return used.ru_utime + used.ru_stime, clock, used.ru_maxrss * kibibyte / 1e6


if __name__ == "__main__":
    main()
