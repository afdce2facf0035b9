"""Kill whole runs at random, and read while snapshots are published; `make soak` is longer."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as pads
import pytest

from flows.snapshots import Dataset, compaction, verification
from tests.flows.test_snapshots import SOAK, check, now, story, take_in, tree

KILLS = 30 if SOAK else 2
SNAPSHOTS = 50 if SOAK else 6
ROOT = Path(__file__).parents[2]


def clean(inbox: Path, output: Path) -> list[str]:
    arguments = [str(inbox), "--output", str(output), "--workers", "2"]
    return [sys.executable, "-m", "flows.cli", "clean", *arguments]


def was_killed(command: list[str], seconds: float) -> bool:
    """Run a command in a session of its own, and kill all of that; tell whether it came to that."""
    process = subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def test_runs_killed_at_random_end_in_the_same_bytes(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(12):
        (inbox / f"{number}.txt").write_text(story(number))
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    started = time.monotonic()
    subprocess.run(clean(inbox, whole), cwd=ROOT, check=True, capture_output=True)
    longest = time.monotonic() - started
    moments = random.Random(13)  # noqa: S311  # the same moments in every run
    kills = 0
    while kills < KILLS:
        if was_killed(clean(inbox, killed), moments.uniform(0.1, longest)):
            kills += 1
            continue
        assert tree(killed) == tree(whole)
        shutil.rmtree(killed)
    subprocess.run(clean(inbox, killed), cwd=ROOT, check=True, capture_output=True)
    assert tree(killed) == tree(whole)
    check(Dataset(killed))
    assert verification.begin(killed).run(lambda _: None) == []


def count_duckdb(files: list[str]) -> int:
    with duckdb.connect() as connection:
        found = connection.execute("SELECT count(text) FROM read_parquet(?)", [files])
        ((count,),) = found.fetchall()
    return int(count)


READERS: dict[str, Callable[[list[str]], int]] = {
    "duckdb": count_duckdb,
    "pandas": lambda files: len(pd.concat(map(pd.read_parquet, files))),
    "polars": lambda files: pl.scan_parquet(files).collect().height,
    "pyarrow": lambda files: pads.dataset(files).to_table().num_rows,
}


def test_readers_see_whole_snapshots_while_files_are_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "FAN_IN", 2)
    inbox, dataset = tmp_path / "inbox", Dataset(tmp_path / "out")
    inbox.mkdir()
    seen: dict[str, set[int]] = {name: set() for name in READERS}
    stop = threading.Event()

    def publish(number: int) -> None:
        (inbox / f"{number}.txt").write_text(story(number * 3))
        take_in(dataset, inbox)

    def read(name: str) -> None:
        while not stop.is_set():
            files = [str(path) for path in now(dataset).parts("articles")]
            seen[name].add(READERS[name](files))

    publish(0)
    threads = [threading.Thread(target=read, args=(name,)) for name in READERS]
    for thread in threads:
        thread.start()
    for number in range(1, SNAPSHOTS):
        publish(number)
    stop.set()
    for thread in threads:
        thread.join()
    assert now(dataset).snapshot == SNAPSHOTS
    assert len(now(dataset).parts("articles")) < 2 + SNAPSHOTS.bit_length()
    whole = set(range(1, SNAPSHOTS + 1))
    for name, counts in seen.items():
        assert counts, f"{name} never read"
        assert counts <= whole, f"{name} read a torn snapshot"
