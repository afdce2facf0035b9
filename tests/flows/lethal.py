"""Cleaning that a record can kill or hang: what the guarding of shards is tested with.

Workers import it by name, so it is a module of its own.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from cleaners import pipeline
from cleaners.article import Article, Record, Rejection
from flows.settings import Settings
from flows.stages import clean_shard
from flows.stages.clean_shard import Poison
from flows.storage.shards import Shard, ShardStats

KILLS = "Here the reader crashes."
HANGS = "Here the reader hangs."


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard as ever, with records in it that do what they say."""
    harmless = pipeline.clean

    def harmful(record: Record, *rest: object, **named: object) -> Article | Rejection:
        if KILLS in record.content:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANGS in record.content:
            time.sleep(1_000)
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
        shard.marker(folder).write_text(f"{0:>10} {0:>20}\n", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return clean_shard.clean(shard, settings, folder, poisoned)


def die(*_: object) -> ShardStats:
    """Die on no record at all."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
