"""A folder of hostile files is cleaned in one run: every record is accounted for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil

from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import read_rows
from tests.soak import hostile_corpus

SIZE = int(os.environ.get("UNSPUN_SOAK_CHARACTERS", "30000"))  # of a record
IS_LONG = SIZE > 1_000_000
# Of processor time, by both workers. 600 MB in the long form: 1 s a MB, by the largest that it was.
SECONDS = 600 if IS_LONG else 120
# Bytes of the whole run. In the long form, what two workers may have.
MEMORY = 2 * Settings().worker_memory if IS_LONG else 1_500_000_000
LOOK_SECONDS = 0.2
FEWEST = 200  # inputs


def test_a_hostile_folder_is_accounted_for(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    expected = hostile_corpus.write(inbox, SIZE)
    assert len(expected) >= FEWEST
    command = [sys.executable, "-m", "flows", "clean", str(inbox), "--workers", "2"]
    with subprocess.Popen(
        [*command, "--output", str(tmp_path / "out")], stderr=subprocess.PIPE, text=True
    ) as child:
        most, spent = watch(child)
        assert child.stderr
        assert child.returncode == 0, child.stderr.read()
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


def watch(child: subprocess.Popen[str]) -> tuple[int, float]:
    """Wait for a command; return the most memory that it and its workers had, and their seconds."""
    most = 0
    seconds: dict[int, float] = {}
    process = psutil.Process(child.pid)
    while child.poll() is None:
        memory = 0
        with suppress(psutil.Error):
            for each in (process, *process.children(recursive=True)):
                memory += (
                    each.memory_full_info().pss
                )  # what they share counts in part in each
                times = each.cpu_times()
                seconds[each.pid] = times.user + times.system
        most = max(most, memory)
        time.sleep(LOOK_SECONDS)
    return most, sum(seconds.values())
