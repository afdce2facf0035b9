"""The marker of a shard: the file in which its worker notes what it is on.

From it others see how long a record takes, and which record to blame for the end of the worker.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.storage.shards import Shard

NOTE_BYTES = 80  # of a note: five numbers of at most 20 digits that matter


@dataclass(frozen=True, slots=True)
class Note:
    """What a worker is on, and the seconds of processor time that it had used when it began.

    `index` is that of the slice in the shard. `is_reading`: the record, or what is in its place,
    is being read.
    """

    index: int
    record_number: int
    is_reading: bool
    process: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that ended its worker, and the reason of the quarantine for that.

    `is_reading`: it did so before it was a record; what follows it in its range can't be read.
    """

    source_path: str
    record_number: int
    reason: str
    is_reading: bool = False


class Marker:
    """An open marker."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def note(self, index: int, record_number: int, *, is_reading: bool) -> None:
        """Note in place what this process is on from now on."""
        spent = time.process_time()
        fields = (index, record_number, int(is_reading), os.getpid(), spent)
        line = " ".join(map(str, fields))
        os.pwrite(self._descriptor, f"{line:<{NOTE_BYTES}}\n".encode(), 0)


@contextmanager
def marking(path: Path) -> Iterator[Marker]:
    """Open a marker; it stays behind where the block does not end."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        yield Marker(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)


def read(shard: Shard, folder: Path) -> Note | None:
    """Read what the worker of a shard is on; None where it is on no record."""
    try:
        noted = shard.marker(folder).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    if not noted:
        return None
    index, number, is_reading, process, seconds = noted
    return Note(
        int(index), int(number), is_reading == "1", int(process), float(seconds)
    )


def blame(shard: Shard, folder: Path, reason: str) -> Poison | None:
    """Return the record on which a worker died or was stopped; None where it was on none.

    Removes the note.
    """
    note = read(shard, folder)
    shard.marker(folder).unlink(missing_ok=True)
    if note is None:
        return None
    file, _ = shard.slices[note.index]
    return Poison(file.source_path, note.record_number, reason, note.is_reading)
