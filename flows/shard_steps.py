"""What workers do for single shards after cleaning: they repair articles, and make parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.snapshots import Outcome, Run, shard_parts
from flows.snapshots.shard_parts import MadeParts
from flows.staff import Staff
from flows.workers.crew import Crew
from flows.workers.isolation import make_parts_isolated, repair_isolated


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
