"""The whole run as plain Python: files in, the next snapshot of a dataset out.

    discover -> clean -> deduplicate -> stories -> repair_from_copies
             -> site_boilerplate -> relations -> publish -> report

Copies and stories come first because the two stages after them need both. Where these change an
article, the index is revised in place. A killed run is taken up by the next. `DirectSteps` calls
each step, `flows.orchestration` runs them as Prefect tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from flows import intake, progress, shard_steps
from flows.intake import Discovery, Input, InputFile
from flows.progress import Advance
from flows.report import document, summary
from flows.report.summary import Summary
from flows.settings import Settings
from flows.shard_steps import PartWorkers
from flows.snapshots import CleanedRun, Dataset, Outcome, Published, Run
from flows.staff import Staff, cluster_staff, local_staff
from flows.stage_errors import naming_faults
from flows.stages import deduplicate as duplicates
from flows.stages import repair_from_copies, seen_again, site_boilerplate
from flows.stages import stories as story_stage
from flows.stages.division import Workers
from flows.stages.relations import relate
from flows.stages.revised_articles import RevisedArticles
from flows.steps import DirectSteps, StageClock, Steps
from flows.storage.shards import Shard, ShardStats
from flows.storage.tables import Decisions
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


@dataclass(frozen=True, slots=True)
class RunContext:
    """What all steps of a run share once its shards are planned."""

    request: RunRequest
    dataset: Dataset
    run: Run
    staff: Staff

    @property
    def folder(self) -> Path:
        """The folder of the shards' output."""
        return self.dataset.shards


def run(request: RunRequest, steps: Steps | None = None) -> Summary:
    """Clean what is new in the inputs and publish it as the next snapshot.

    Raises InputError, DatasetBusy, DatasetError, StageError.
    """
    dataset = Dataset(request.output, document.writer(request.settings))
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
        context = RunContext(request, dataset, planned, staff)
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
    dataset, planned = context.dataset, context.run
    with clock.stage("clean"):
        stats = _clean_shards(context)
        cleaned = dataset.select(planned)
    decisions, revised = _decide(context, cleaned, steps, clock)
    with clock.stage("publish"):
        outcome = Outcome(planned, stats, cleaned, decisions)
        made = shard_steps.make_parts(context.staff, outcome)
        published = steps.call(publish, dataset, replace(outcome, made=made))
    figures = steps.call(report, dataset, published, found, stats)
    return replace(figures, revised=revised, seconds=clock.rounded())


def _decide(
    context: RunContext, cleaned: CleanedRun, steps: Steps, clock: StageClock
) -> tuple[Decisions, int]:
    """Find copies and stories, and revise articles by them; count the revisions."""
    workers = PartWorkers(context.staff, context.request.settings)
    with clock.stage("deduplicate"):
        decisions = steps.call(deduplicate, cleaned, workers)
    with clock.stage("stories"):
        decisions = steps.call(stories, cleaned, decisions)
    with clock.stage("repair_from_copies"):
        revised = _repair_shards(context, cleaned, decisions, steps)
    with clock.stage("site_boilerplate"):
        step = remove_site_boilerplate
        decisions, removed = steps.call(step, cleaned, decisions, workers)
    revised += removed
    if revised:
        with clock.stage("deduplicate"):
            decisions = steps.call(revise_decisions, cleaned, decisions, workers)
    with clock.stage("relations"):
        decisions = steps.call(relate, cleaned, decisions)
    return decisions, revised


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
    settings = context.request.settings
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


def deduplicate(cleaned: CleanedRun, workers: Workers | None = None) -> Decisions:
    """Find the copies among all articles, and decide which of them are kept."""
    progress.current().message("Looking for copies")
    assigned = duplicates.assign_clusters(cleaned, workers)
    return seen_again.decide(cleaned, assigned)


def stories(cleaned: CleanedRun, decisions: Decisions) -> Decisions:
    """Assign a story to every article that was decided for."""
    return story_stage.assign_stories(cleaned, decisions)


def _repair_shards(
    context: RunContext, cleaned: CleanedRun, decisions: Decisions, steps: Steps
) -> int:
    """Repair spun articles from their copies; count the articles. Raises StageError."""
    numbers = steps.call(find_references, cleaned, decisions)
    if not numbers:
        return 0
    return shard_steps.repair(context.staff, context.run, cleaned.folder, numbers)


def find_references(cleaned: CleanedRun, decisions: Decisions) -> tuple[int, ...]:
    """Find reference texts for spun articles; return the numbers of shards that have any."""
    return repair_from_copies.find_references(cleaned, decisions)


def remove_site_boilerplate(
    cleaned: CleanedRun, decisions: Decisions, workers: Workers | None = None
) -> tuple[Decisions, int]:
    """Remove lines in doubt by other pages, and name the index of templates; count articles."""
    return site_boilerplate.remove(cleaned, decisions, workers)


def revise_decisions(
    cleaned: CleanedRun, decisions: Decisions, workers: Workers | None = None
) -> Decisions:
    """Revise copies and stories where the texts of articles changed."""
    articles = RevisedArticles.of(cleaned)
    article_ids = articles.revised_ids
    decisions = duplicates.revise(cleaned, decisions, article_ids, articles, workers)
    decisions = seen_again.decide(cleaned, decisions)
    rows = articles.rows(story_stage.COLUMNS, article_ids)
    return story_stage.revise(cleaned, decisions, rows)


def publish(dataset: Dataset, outcome: Outcome) -> Published:
    """Write the next snapshot and make it the current one. Raises DatasetError."""
    progress.current().message("Publishing the snapshot")
    return dataset.publish(outcome)


def report(
    dataset: Dataset,
    published: Published,
    found: Discovery,
    stats: Sequence[ShardStats],
) -> Summary:
    """Sum up the run from the rows of its snapshot."""
    current = dataset.current()
    assert current
    return summary.summarise(published, current, found, stats)
