"""Clean a shard behind a guard: a record that crashes or hangs its worker goes to quarantine, alone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from cleaners.article import Reason
from flows.settings import Settings
from flows.stages import clean_shard
from flows.stages.clean_shard import Poison, Shard, ShardStats
from flows.workers.pool import Pool, WorkerDiedError, WorkerStoppedError

DEATHS = (
    2  # the first may have come from outside: the record gets the benefit of the doubt
)
STALL_SECONDS = 900.0  # a shard is written in far less

Work = Callable[[Shard, Settings, Path, Sequence[Poison]], ShardStats]


class ShardError(RuntimeError):
    """A shard that cannot be cleaned, and that no single record is to blame for."""


def clean_guarded(
    pool: Pool,
    shard: Shard,
    settings: Settings,
    folder: Path,
    work: Work = clean_shard.clean,
) -> ShardStats:
    """Clean a shard in a worker of `pool`, again without the record whenever one ended the worker.

    `work` is what the worker runs. Raises ShardError, and what `work` raises.
    """
    poisoned: list[Poison] = []
    deaths: Counter[tuple[str, int] | None] = Counter()
    while True:
        shard.marker(folder).unlink(
            missing_ok=True
        )  # what a killed run left would blame an innocent
        try:
            return pool.call(
                Watch(shard, settings, folder).overdue,
                work,
                shard,
                settings,
                folder,
                tuple(poisoned),
            )
        except (WorkerDiedError, WorkerStoppedError) as error:
            record = clean_shard.blame(shard, folder)
            deaths[record] += 1
            if isinstance(error, WorkerDiedError) and deaths[record] < DEATHS:
                continue
            if record is None or record in {
                (path, number) for path, number, _ in poisoned
            }:
                raise ShardError(
                    f"shard {shard.number}: {error}, on no record in particular; run it again"
                ) from error
            reason = (
                Reason.FAILED
                if isinstance(error, WorkerDiedError)
                else Reason.TIMED_OUT
            )
            poisoned.append((*record, reason.value))


class Watch:
    """Looks after a worker that cleans a shard."""

    def __init__(self, shard: Shard, settings: Settings, folder: Path) -> None:
        """Begin to look; the shard counts as alive now."""
        self._shard = shard
        self._limit = settings.record_seconds
        self._folder = folder
        self._alive_at = time.monotonic()

    def overdue(self) -> str | None:
        """Say why the worker must be stopped; None while all is well."""
        seconds = clean_shard.seconds_on_record(self._shard, self._folder)
        if seconds is not None:
            self._alive_at = time.monotonic()
            return (
                f"stopped after {seconds:.0f} s on one record"
                if seconds > self._limit
                else None
            )
        stalled = time.monotonic() - self._alive_at
        return (
            f"stopped after {stalled:.0f} s on no record"
            if stalled > STALL_SECONDS
            else None
        )
