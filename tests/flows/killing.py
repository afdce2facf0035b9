"""Publish a run again and again, killed at each change to the file system in turn.

test_snapshots starts it:

    python killing.py DATASET PREPARED COPIES

makes COPIES/0, COPIES/1, … of DATASET and kills the publication of the pickled run PREPARED in the
n-th copy at its n-th change, until one comes through. Before the forks nothing is done with Arrow,
whose threads would be lost in them.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pandas as pd  # noqa: F401  # Arrow would import it in every fork

from flows.snapshots import Dataset

CHANGES = (
    "os.rename",
    "os.link",
    "os.symlink",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "shutil.copyfile",
)
WRITING = os.O_WRONLY | os.O_RDWR


def kill_at(change: int) -> None:
    """End this process right before its n-th change to the file system."""
    left = change

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        opens = (
            event == "open"
            and isinstance(arguments[2], int)
            and bool(arguments[2] & WRITING)
        )
        if opens or event in CHANGES:
            left -= 1
            if left < 0:
                os._exit(9)

    sys.addaudithook(hook)


def main(dataset: Path, prepared: Path, copies: Path) -> None:
    """Kill one copy after the other; print how many it took."""
    outcome = pickle.loads(prepared.read_bytes())  # noqa: S301  # written by the test
    os.fsync = lambda _: (
        None
    )  # a killed process loses nothing that it wrote; only a power cut does
    for change in count():
        copy = copies / str(change)
        shutil.copytree(dataset, copy, symlinks=True)
        child = os.fork()
        if not child:
            kill_at(change)
            target = Dataset(copy)
            with target.lock():
                cleaned = replace(
                    outcome.cleaned, current=target.current(), folder=target.shards
                )
                target.publish(replace(outcome, cleaned=cleaned))
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            sys.stdout.write(f"{change}\n")
            return


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
