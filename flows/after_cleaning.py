"""The steps of a run once its shards are cleaned, up to the report.

`flows.run` imports this when it has come so far: the first records need not wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows import progress, shard_steps
from flows.intake import Discovery
from flows.report import summary
from flows.report.summary import Summary
from flows.run_context import RunContext
from flows.shard_steps import PartWorkers
from flows.snapshots import CleanedRun, Dataset, Outcome, Published
from flows.stages import deduplicate as duplicates
from flows.stages import repair_from_copies, seen_again, site_boilerplate
from flows.stages import stories as story_stage
from flows.stages.division import Workers
from flows.stages.relations import relate
from flows.stages.revised_articles import RevisedArticles
from flows.steps import StageClock, Steps
from flows.storage.shards import ShardStats
from flows.storage.tables import Decisions


def publish_cleaned(
    context: RunContext,
    stats: tuple[ShardStats, ...],
    found: Discovery,
    steps: Steps,
    clock: StageClock,
) -> Summary:
    """Run the stages after cleaning; return the summary of the run."""
    dataset, planned = context.dataset, context.run
    with clock.stage("clean"):
        cleaned = dataset.select(planned)
    decisions, revised = _decide(context, cleaned, steps, clock)
    outcome = Outcome(planned, stats, cleaned, decisions)
    with clock.stage("publish"):
        published = _publish(context, outcome, steps)
    figures = steps.call(report, dataset, published, found, stats)
    return replace(figures, revised=revised, seconds=clock.rounded())


def _publish(context: RunContext, outcome: Outcome, steps: Steps) -> Published:
    """Let workers make the parts of the next snapshot, and publish it."""
    made = shard_steps.make_parts(context.staff, outcome)
    return steps.call(publish, context.dataset, replace(outcome, made=made))


def _decide(
    context: RunContext, cleaned: CleanedRun, steps: Steps, clock: StageClock
) -> tuple[Decisions, int]:
    """Find copies and stories, and revise articles by them; count the revisions."""
    workers = PartWorkers(context.staff, context.run.settings)
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
