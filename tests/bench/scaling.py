"""Measure what a document costs the workers and the run itself, and compute what many cost.

    python tests/bench/scaling.py measure 1000 8000     runs over generated news, in build/scaling
    python tests/bench/scaling.py measure 8000+500      the same, with a day of 500 after it
    python tests/bench/scaling.py measure FOLDER        a run over what is in a folder
    python tests/bench/scaling.py simulate              the table of docs/scaling.md

`measure` cleans as many documents into a new dataset, and then a day of DAY documents more. CPU
seconds are those of all processes, seen several times a second: of the run itself, which no other
machine can do, and of its workers. The figures that `simulate` starts from are in scaling.toml.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import generated_news
import psutil
import scaling_plan
from scoreboard import PROJECT

DAY = 1_000  # documents that are new in the run after the first, without another number
LINES = 1_000  # documents in a file of the inbox
LOOK_SECONDS = 0.2
PLACE = PROJECT / "build" / "scaling"


def main() -> None:
    """Measure or simulate, as the command line asks for."""
    what, *given = sys.argv[1:]
    if what == "simulate":
        print(scaling_plan.tables())
        return
    for each in given:
        for figures in measure_named(each):
            print(json.dumps(figures), flush=True)


def measure_named(name: str) -> Iterator[dict[str, float]]:
    """Measure what an argument names: documents, documents and those of a day, or a folder."""
    count, _, day = name.partition("+")
    if not count.isdecimal():
        return measure_folder(Path(name))
    return measure(int(count), int(day or DAY))


def measure_folder(inbox: Path) -> Iterator[dict[str, float]]:
    """Clean what is in a folder; yield the cost of a file."""
    shutil.rmtree(PLACE, ignore_errors=True)
    sizes = [path.stat().st_size for path in inbox.iterdir() if path.is_file()]
    cost = _clean(inbox, PLACE / "out")
    count = len(sizes)
    stored = {name: each / count for name, each in _stored(PLACE / "out").items()}
    yield cost | {"documents": count, "input_bytes": sum(sizes) / count} | stored


def measure(count: int, day: int) -> Iterator[dict[str, float]]:
    """Clean so many documents, and then a day's; yield the cost of a document in each run."""
    shutil.rmtree(PLACE, ignore_errors=True)
    inbox, dataset = PLACE / "in", PLACE / "out"
    inbox.mkdir(parents=True)
    for first, size in ((0, count), (count, day)):
        read = _write(inbox, first, size)
        cost = _clean(inbox, dataset)
        stored = _stored(dataset)
        cost |= {"documents": first + size, "new": size, "input_bytes": read / size}
        yield cost | {name: each / (first + size) for name, each in stored.items()}


def _write(inbox: Path, first: int, count: int) -> int:
    """Write documents into the inbox; count their bytes."""
    size = 0
    for start in range(first, first + count, LINES):
        end = min(start + LINES, first + count)
        rows = map(_row, generated_news.documents(start, end - start))
        path = inbox / f"{start:09d}.jsonl"
        size += path.write_text("".join(rows), encoding="utf-8")
    return size


def _row(document: generated_news.Document) -> str:
    url = f"https://{document.site}/{document.article_id}"
    record = {"url": url, "title": document.text[:60], "text": document.text}
    return json.dumps(record) + "\n"


def _clean(inbox: Path, dataset: Path) -> dict[str, float]:
    """Clean an inbox; return seconds and bytes of the run, and of its workers together."""
    given = ["clean", str(inbox), "--output", str(dataset), "--json"]
    command = [sys.executable, "-m", "flows", *given]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    started = time.monotonic()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as run:
        seen: dict[int, float] = {}
        memory = Memory()
        while run.poll() is None:
            memory = memory.most(_look(run.pid, seen))
            time.sleep(LOOK_SECONDS)
        summary = json.loads(run.stdout.read() if run.stdout else "{}")
    own = seen.pop(run.pid)
    return {
        "wall": time.monotonic() - started,
        "own_cpu": own,
        "workers_cpu": sum(seen.values()),
        "own_memory": float(memory.own),
        "worker_memory": float(memory.worker),
        **_stages(summary),
    }


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of the run itself, and of the largest process below it."""

    own: int = 0
    worker: int = 0

    def most(self, other: Memory) -> Memory:
        """Return the peaks of both."""
        return Memory(max(self.own, other.own), max(self.worker, other.worker))


def _look(pid: int, seen: dict[int, float]) -> Memory:
    """Note the CPU seconds of a process and all below it; return their memory."""
    own = worker = 0
    try:
        process = psutil.Process(pid)
        own = process.memory_info().rss
        for each in (process, *process.children(recursive=True)):
            times = each.cpu_times()
            seen[each.pid] = times.user + times.system
            if each.pid != pid:
                worker = max(worker, each.memory_info().rss)
    except psutil.Error:
        pass  # it has ended
    return Memory(own, worker)


def _stages(summary: Mapping[str, object]) -> dict[str, float]:
    """Return the wall seconds of the stages of a run."""
    seconds = summary["seconds"]
    assert isinstance(seconds, dict)
    return {f"wall_{stage}": float(spent) for stage, spent in seconds.items()}


def _stored(dataset: Path) -> dict[str, float]:
    """Return the bytes of the newest snapshot, and of the index."""
    current = json.loads((dataset / "CURRENT.json").read_text(encoding="utf-8"))
    tables = [name for names in current["tables"].values() for name in names]
    return {
        "table_bytes": sum((dataset / name).stat().st_size for name in tables),
        "index_bytes": sum(
            (dataset / name).stat().st_size for name in current["index"]
        ),
    }


if __name__ == "__main__":
    main()
