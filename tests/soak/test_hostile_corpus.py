"""A folder of hostile files is cleaned in one run: every record is accounted for."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psutil

from flows.snapshots import Dataset
from tests.flows.conftest import read_rows
from tests.soak import hostile_corpus

SIZE = int(os.environ.get("UNSPUN_SOAK_CHARACTERS", "30000"))  # of a record
SECONDS = 120  # of processor time, by both workers
MEMORY = 1_500_000_000  # bytes of the whole run
LOOK_SECONDS = 0.2
FEWEST = 200  # inputs


def test_a_hostile_folder_is_accounted_for(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    expected = hostile_corpus.write(inbox, SIZE)
    assert len(expected) >= FEWEST
    command = [sys.executable, "-m", "flows", "clean", str(inbox), "--workers", "2"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        [*command, "--output", str(tmp_path / "out")], stderr=subprocess.PIPE, text=True
    ) as child:
        most = most_memory(child)
        assert child.stderr
        assert child.returncode == 0, child.stderr.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stdout.write(f"{len(expected)} files: {spent:.0f} s, {most / 1e6:.0f} MB\n")

    found: Counter[str] = Counter()
    dataset = Dataset(tmp_path / "out")
    for row in read_rows(dataset, "articles", "duplicates"):
        found[str(row["source_path"])] += 1
    for row in read_rows(dataset, "quarantine"):
        found[str(row["source_path"])] += int(str(row["records"]))
    wrong = {
        name: (count, found[name])
        for name, count in expected.items()
        if found[name] != count
    }
    assert wrong == {}
    assert set(found) == set(expected)
    assert spent < SECONDS
    assert most < MEMORY


def most_memory(child: subprocess.Popen[str]) -> int:
    """Wait for a command; return the most memory that it and its workers had at a time."""
    most = 0
    process = psutil.Process(child.pid)
    while child.poll() is None:
        most = max(most, memory(process))
        time.sleep(LOOK_SECONDS)
    return most


def memory(process: psutil.Process) -> int:
    """Add up the memory of processes; what they share counts in part in each."""
    total = 0
    try:
        tree = [process, *process.children(recursive=True)]
        for each in tree:
            total += each.memory_full_info().pss
    except psutil.Error:
        return total
    return total
