"""What workers do after cleaning, part by part: they search for copies, repair, and make parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Settings
from flows.snapshots import Outcome, Run, shard_parts
from flows.snapshots.shard_parts import MadeParts
from flows.staff import Staff
from flows.stages import repair_from_copies
from flows.stages.division import Work
from flows.storage.shards import Shard
from flows.workers.crew import Crew
from flows.workers.isolation import Isolated
from flows.workers.pool import AnyPool
from flows.workers.watch import Watch


@dataclass(frozen=True, slots=True)
class PartWorkers:
    """The staff of a run, which does work on any parts of it."""

    staff: Staff
    settings: Settings

    def do(self, work: Work, parts: Sequence[Shard], folder: Path) -> None:
        """Do some work on each part. Raises StageError."""

        def do_part(number: int, crew: Crew) -> None:
            crew.do(Isolated(work), parts[number], self.settings, folder)

        do_part.__name__ = work.__name__
        if parts:
            self.staff.map(do_part, range(len(parts)))


def repair(staff: Staff, run: Run, folder: Path, numbers: Sequence[int]) -> int:
    """Repair the spun articles of some shards from their copies; count them. Raises StageError."""

    def repair_shard(number: int, crew: Crew) -> int:
        shard = run.shards[number]
        return crew.do(repair_isolated, shard, run.settings, folder)

    return sum(staff.map(repair_shard, numbers))


def make_parts(staff: Staff, outcome: Outcome) -> tuple[MadeParts, ...]:
    """Make the parts of all shards for the next snapshot. Raises StageError."""
    run, folder = outcome.run, outcome.cleaned.folder

    def make_parts_of_shard(number: int, crew: Crew) -> MadeParts:
        shard = run.shards[number]
        shard_parts.prepare(outcome, shard)
        return crew.do(make_parts_isolated, shard, run.settings, folder)

    return staff.map(make_parts_of_shard, range(len(run.shards)))


def repair_isolated(
    pool: AnyPool, shard: Shard, settings: Settings, folder: Path
) -> int:
    """Repair the spun articles of a shard from their copies, in a worker; count them."""
    overdue = Watch(shard, settings, folder).overdue
    return pool.call(overdue, repair_from_copies.repair, shard, settings, folder)


def make_parts_isolated(
    pool: AnyPool, shard: Shard, settings: Settings, folder: Path
) -> MadeParts:
    """Make the parts of a shard for the next snapshot, in a worker."""
    overdue = Watch(shard, settings, folder).overdue
    return pool.call(overdue, shard_parts.make, shard, settings, folder)
