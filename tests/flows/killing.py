"""Publish a run again and again, struck at each change to the file system in turn.

test_snapshots starts it:

    python killing.py DATASET PREPARED COPIES HARM STRIDE

makes COPIES/0, COPIES/STRIDE, … of DATASET and strikes the publication of the pickled run PREPARED
in the copy n at its n-th change, until one comes through. HARM is "kill", "full" (the disk, from
there on), or "hiccup" (one error of the disk). Before the forks nothing is done with Arrow, whose
threads would be lost in them.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pandas as pd  # noqa: F401  # Arrow would import it in every fork

from flows.snapshots import Dataset, DatasetError, compaction

FREEING = ("os.remove", "os.rmdir")  # a full disk allows them
CHANGES = (
    *FREEING,
    "os.rename",
    "os.link",
    "os.symlink",
    "os.mkdir",
    "shutil.copyfile",
)
WRITING = os.O_WRONLY | os.O_RDWR
STRUCK = 9
FAN_IN = 2  # so that every table has something to merge


def strike_at(change: int, harm: str) -> Callable[[], bool]:
    """Do harm right before the n-th change of this process; return whether it came to that."""
    left = change

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        opens = (
            event == "open"
            and isinstance(arguments[2], int)
            and bool(arguments[2] & WRITING)
        )
        if not opens and event not in CHANGES:
            return
        left -= 1
        if left >= 0:
            return
        if harm == "kill":
            os._exit(STRUCK)
        if harm == "full" and event not in FREEING:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if harm == "hiccup" and left == -1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    sys.addaudithook(hook)
    return lambda: left < 0


def publish(folder: Path, outcome: object, selected: Path) -> None:
    """Publish the prepared run."""
    target = Dataset(folder)
    with target.lock():
        cleaned = replace(
            outcome.cleaned, current=target.current(), folder=folder / selected
        )
        target.publish(replace(outcome, cleaned=cleaned))


def main(dataset: Path, prepared: Path, copies: Path, harm: str, stride: int) -> None:
    """Strike one copy after the other; print the number of the last."""
    outcome = pickle.loads(prepared.read_bytes())  # noqa: S301  # written by the test
    selected = outcome.cleaned.folder.relative_to(dataset)
    os.fsync = lambda _: (
        None
    )  # a killed process loses nothing that it wrote; only a power cut does
    compaction.FAN_IN = FAN_IN
    for change in count(0, stride):
        copy = copies / str(change)
        shutil.copytree(dataset, copy, symlinks=True)
        child = os.fork()
        if not child:
            struck = strike_at(change, harm)
            try:
                publish(copy, outcome, selected)
            except (OSError, DatasetError):
                os._exit(STRUCK)
            os._exit(STRUCK if struck() else 0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            sys.stdout.write(f"{change}\n")
            return


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), sys.argv[4], int(sys.argv[5]))
