"""Cleaning that a record can kill or hang: what the guarding of shards is tested with.

Workers import it by name, so it is a module of its own.
"""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from cleaners import pipeline
from cleaners.article import Article, Record, Rejection
from flows.settings import Settings
from flows.stages import clean_shard
from flows.storage import markers
from flows.storage.markers import Poison
from flows.storage.shards import Shard, ShardStats

KILLS = "Here the reader crashes."
HANGS = "Here the reader hangs."
RESTS = "Here the reader rests."
SPINS = "Here the reader turns in circles."
GROWS = "Here the reader hoards."
BURSTS = "Here the reader swallows all at once."
CRASHES = "Here the reader reads where nothing is."


def kill() -> None:
    """End this process as the kernel does where memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)


def spin() -> None:
    """Compute without an end."""
    while True:
        pass


def grow() -> None:
    """Take more and more memory."""
    hoard = []
    while True:
        hoard.append(b"x" * 20_000_000)
        time.sleep(0.01)


HARMS = {
    KILLS: kill,
    HANGS: lambda: time.sleep(1_000),
    RESTS: lambda: time.sleep(3),
    SPINS: spin,
    GROWS: grow,
    BURSTS: lambda: bytearray(1 << 42),
    CRASHES: lambda: ctypes.string_at(0),
}


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard as ever, with records in it that do what they say."""
    harmless = pipeline.clean

    def harmful(record: Record, *rest: object, **named: object) -> Article | Rejection:
        for sentence, harm in HARMS.items():
            if sentence in record.content:
                harm()
        return harmless(record, *rest, **named)

    pipeline.clean = harmful
    try:
        return clean_shard.clean(shard, settings, folder, poisoned)
    finally:
        pipeline.clean = harmless


def die_once(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Die on the first record, but only the first time: as if killed from outside."""
    died = folder / "died"
    if not died.exists():
        folder.mkdir(parents=True, exist_ok=True)
        died.touch()
        with markers.marking(shard.marker(folder)) as marker:
            marker.note(0, 0, is_reading=True)
            os.kill(os.getpid(), signal.SIGKILL)
    return clean_shard.clean(shard, settings, folder, poisoned)


def die(*_: object) -> ShardStats:
    """Die on no record at all."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def end_once(part: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # as all work
    """End the worker that does this work for the first time."""
    done = folder / f"{part.key}.done"
    if not done.exists():
        done.touch()
        kill()


def end_always(part: Shard, settings: Settings, folder: Path) -> None:  # noqa: ARG001  # the same
    """End every worker that does this work."""
    kill()
