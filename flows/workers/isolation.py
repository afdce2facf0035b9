"""Clean a shard in isolation: a record that crashes or hangs its worker is quarantined, alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaners.article import Reason
from flows.settings import Settings
from flows.stages import clean_shard
from flows.stages.clean_shard import Poison
from flows.storage import shards
from flows.storage.shards import Shard, ShardStats
from flows.workers.pool import (
    InProcessPool,
    Pool,
    WorkerDiedError,
    WorkerStoppedError,
)

DEATHS = 2  # on one record before it is blamed: the first may have come from outside
STALL_SECONDS = (
    900.0  # off any record, before a worker is stopped: a guard, writing takes seconds
)

Work = Callable[[Shard, Settings, Path, Sequence[Poison]], ShardStats]


class ShardError(RuntimeError):
    """A shard that can't be cleaned, and that no single record is to blame for."""


def clean_isolated(
    pool: Pool | InProcessPool,
    shard: Shard,
    settings: Settings,
    folder: Path,
    work: Work = clean_shard.clean,
) -> ShardStats:
    """Clean a shard in a worker of `pool`, again without a record whenever one ended the worker.

    `work` is what the worker runs. Raises ShardError, and what `work` raises.
    """
    poisoned: list[Poison] = []
    deaths: Counter[tuple[str, int] | None] = Counter()
    while True:
        # What a killed run left in the marker would blame an innocent record.
        shard.marker(folder).unlink(missing_ok=True)
        watch = Watch(shard, settings, folder)
        try:
            return pool.call(
                watch.overdue, work, shard, settings, folder, tuple(poisoned)
            )
        except (WorkerDiedError, WorkerStoppedError) as error:
            record = shards.blame(shard, folder)
            deaths[record] += 1
            if isinstance(error, WorkerDiedError) and deaths[record] < DEATHS:
                continue
            poisoned.append(_poison(record, error, poisoned, shard))


def _poison(
    record: tuple[str, int] | None,
    error: WorkerDiedError | WorkerStoppedError,
    poisoned: Sequence[Poison],
    shard: Shard,
) -> Poison:
    """Blame a record for the end of its worker. Raises ShardError where none is to blame."""
    blamed = {(path, number) for path, number, _ in poisoned}
    if record is None or record in blamed:
        raise ShardError(
            f"shard {shard.number}: {error}, on no record in particular; run it again"
        ) from error
    died = isinstance(error, WorkerDiedError)
    reason = Reason.FAILED if died else Reason.TIMED_OUT
    return (*record, reason.value)


class Watch:
    """Watches a worker that is on a shard; the shard counts as alive at first."""

    def __init__(self, shard: Shard, settings: Settings, folder: Path) -> None:
        self._shard = shard
        self._limit = settings.record_seconds
        self._folder = folder
        self._alive_at = time.monotonic()

    def overdue(self) -> str | None:
        """Return why the worker must be stopped; None while all is well."""
        seconds = shards.seconds_on_record(self._shard, self._folder)
        if seconds is None:
            stalled = time.monotonic() - self._alive_at
            return _stopped(stalled, "no record") if stalled > STALL_SECONDS else None
        self._alive_at = time.monotonic()
        return _stopped(seconds, "one record") if seconds > self._limit else None


def _stopped(seconds: float, place: str) -> str:
    return f"stopped after {seconds:.0f} s on {place}"
