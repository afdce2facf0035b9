"""Clean a shard in isolation: a record that crashes or hangs its worker is quarantined, alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaners.article import Reason
from flows.settings import Settings
from flows.storage import markers
from flows.storage.markers import Poison
from flows.storage.shards import Shard, ShardStats
from flows.workers import shard_work
from flows.workers.pool import (
    InProcessPool,
    Pool,
    WorkerDiedError,
    WorkerStoppedError,
)
from flows.workers.watch import Watch

# On one record before it is blamed. The first death may have come from outside, and the first
# excess of memory from the records before it.
STRIKES = 2

Work = Callable[[Shard, Settings, Path, Sequence[Poison]], ShardStats]
ENDS = (WorkerDiedError, WorkerStoppedError, MemoryError)


class ShardError(RuntimeError):
    """A shard that can't be cleaned, and that no single record is to blame for."""


def clean_isolated(
    pool: Pool | InProcessPool,
    shard: Shard,
    settings: Settings,
    folder: Path,
    work: Work = shard_work.clean,
) -> ShardStats:
    """Clean a shard in a worker of `pool`, again without a record whenever one ended the worker.

    `work` is what the worker runs. Raises ShardError, and what `work` raises.
    """
    poisoned: list[Poison] = []
    strikes: Counter[Poison | None] = Counter()
    while True:
        # What a killed run left in the marker would blame an innocent record.
        shard.marker(folder).unlink(missing_ok=True)
        watch = Watch(shard, settings, folder)
        try:
            return pool.call(
                watch.overdue, work, shard, settings, folder, tuple(poisoned)
            )
        except ENDS as error:
            reason = _reason(error, watch)
            poison = markers.blame(shard, folder, reason.value)
            strikes[poison] += 1
            if reason is Reason.TIMED_OUT or strikes[poison] >= STRIKES:
                poisoned.append(_checked(poison, error, poisoned, shard))


@dataclass(frozen=True, slots=True)
class Isolated:
    """Work on a part of a run that no record is to blame for: it is done again where it ended."""

    work: Callable[[Shard, Settings, Path], None]

    def __call__(
        self,
        pool: Pool | InProcessPool,
        part: Shard,
        settings: Settings,
        folder: Path,
    ) -> None:
        """Do the work in a worker of `pool`. Raises ShardError, and what the work raises."""
        for _ in range(STRIKES):
            overdue = Watch(part, settings, folder).overdue
            try:
                pool.call(overdue, self.work, part, settings, folder)
            except (WorkerDiedError, WorkerStoppedError) as error:
                ended = error
            else:
                return
        raise ShardError(f"part {part.number}: {ended}; run it again")


def _reason(error: BaseException, watch: Watch) -> Reason:
    """Return the reason of the quarantine for the record on which a worker ended."""
    if isinstance(error, MemoryError):
        return Reason.TOO_LARGE
    return watch.struck or Reason.FAILED


def _checked(
    poison: Poison | None,
    error: BaseException,
    poisoned: Sequence[Poison],
    shard: Shard,
) -> Poison:
    """Return the poison. Raises ShardError where there is none, or one that was set aside."""
    blamed = [(each.source_path, each.record_number) for each in poisoned]
    if poison and (poison.source_path, poison.record_number) not in blamed:
        return poison
    raise ShardError(
        f"shard {shard.number}: {error}, on no record in particular; run it again"
    ) from error
