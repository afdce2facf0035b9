"""The whole run as plain Python: files in, the next snapshot of a dataset out.

    discover -> clean -> deduplicate -> stories -> repair_from_copies
             -> site_boilerplate -> relations -> publish -> report

Copies and stories come first because the two stages after them need both. Where these change an
article, the index is revised in place. A killed run is taken up by the next. `DirectSteps` calls
each step, `flows.orchestration` runs them as Prefect tasks. `flows.after_cleaning` has all that
follows cleaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from flows import garbage, intake, progress
from flows.intake import Discovery, Input, InputFile
from flows.progress import Advance
from flows.report import summary
from flows.report.summary import Summary
from flows.report.writer import writer
from flows.run_context import RunContext
from flows.settings import Settings
from flows.snapshots import Dataset, Run
from flows.staff import Staff, cluster_staff, local_staff
from flows.stage_errors import naming_faults
from flows.steps import DirectSteps, StageClock, Steps
from flows.storage.shards import Shard, ShardStats
from flows.tally import TALLY
from flows.workers.cluster import Cluster
from flows.workers.crew import Crew
from flows.workers.isolation import clean_isolated


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to clean, into which dataset, with which settings, in how many processes.

    `workers` 0 is this process. `retried` quarantine is tried again. `limit`: of new records. The
    work is done by a Dask `cluster` where one is given.
    """

    inputs: tuple[Input, ...]
    output: Path
    settings: Settings
    workers: int
    retried: tuple[str, ...] = ()
    limit: int | None = None
    cluster: Cluster | None = None


def run(request: RunRequest, steps: Steps | None = None) -> Summary:
    """Clean what is new in the inputs and publish it as the next snapshot.

    Raises InputError, DatasetBusy, DatasetError, StageError.
    """
    dataset = Dataset(request.output, writer(request.settings))
    with dataset.lock(), intake.spooling(dataset.paths.state), TALLY.running():
        figures = _run_locked(request, dataset, steps or DirectSteps())
    return figures.addressed()


def _run_locked(request: RunRequest, dataset: Dataset, steps: Steps) -> Summary:
    """Run every stage, as the only writer of the dataset."""
    clock = StageClock()
    with clock.stage("discover"):
        found = steps.call(discover, request, dataset)
        planned = steps.call(plan, request, dataset, found.files)
    if not planned.shards:
        return summary.unchanged(dataset.current(), found)
    TALLY.planned = len(planned.shards)
    faults = naming_faults(dataset.folder, dataset.shards, planned.shards)
    with faults, _staffed(request, dataset, steps) as staff:
        context = RunContext(dataset, planned, staff)
        return _run_planned(context, found, steps, clock)


def _staffed(
    request: RunRequest, dataset: Dataset, steps: Steps
) -> AbstractContextManager[Staff]:
    """Return who does the work on shards. Raises StageError where a cluster can't be used."""
    if request.cluster is None:
        return local_staff(steps, request.settings, request.workers)
    return cluster_staff(
        steps, request.settings, request.cluster, dataset.shared_shards()
    )


def _run_planned(
    context: RunContext, found: Discovery, steps: Steps, clock: StageClock
) -> Summary:
    """Run the stages from cleaning on."""
    with clock.stage("clean"):
        stats = _clean_shards(context)
    with garbage.uncollected():
        from flows import after_cleaning  # noqa: PLC0415  # so that cleaning begins at once

    return after_cleaning.publish_cleaned(context, stats, found, steps, clock)


def discover(request: RunRequest, dataset: Dataset) -> Discovery:
    """Find and hash the input files. Raises InputError."""
    return intake.discover(request.inputs, request.settings, dataset.paths.state)


def plan(request: RunRequest, dataset: Dataset, files: Sequence[InputFile]) -> Run:
    """Divide the files that were not taken in yet into shards."""
    unseen = dataset.unseen(files, request.settings, request.retried)
    fetched = intake.fetch(unseen, request.settings, dataset.paths.state)
    return dataset.begin(fetched, request.settings, request.limit)


def _clean_shards(context: RunContext) -> tuple[ShardStats, ...]:
    """Clean all shards; return their stats in order. Raises StageError."""
    shards = context.run.shards
    settings = context.run.settings
    with progress.current().counting(len(context.run.files)) as advance:

        def clean_shard(number: int, crew: Crew) -> ShardStats:
            shard = shards[number]
            stats = crew.do(clean_isolated, shard, settings, context.folder)
            _report_progress(shard, stats, advance)
            return stats

        return context.staff.map(clean_shard, range(len(shards)))


def _report_progress(shard: Shard, stats: ShardStats, advance: Advance) -> None:
    """Report the files that end in a shard, and its records."""
    TALLY.done += 1
    files = sum(1 for _, record_range in shard.slices if record_range.end is None)
    advance(files, stats.records)
