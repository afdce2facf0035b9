"""The Prefect flow: files in, the next snapshot of a dataset out. Files decide, Prefect records.

    discover -> plan -> clean_shard (mapped) -> deduplicate -> tell_stories
             -> gather_evidence -> restore_shard (mapped) -> confirm -> publish -> summary

Copies and stories are what the last two of these steps go by, so they come first. Where any article was
revised, `deduplicate` and `tell_stories` run once more before `publish`, on the texts that it publishes.

A task returns a small count or record, never text. The threads of the tasks wait; the work is done by
a private pool of processes. A run that was killed is taken up by running it again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from prefect import Task, flow, task, unmapped
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import intake, progress
from flows.intake import Discovery, InputError
from flows.progress import Advance
from flows.report.summary import Summary, summarise, unchanged
from flows.settings import Settings, SettingsError
from flows.snapshots import Dataset, DatasetBusy, DatasetError, Published, Run
from flows.stages import deduplicate as duplicates
from flows.stages import repair_from_copies, site_boilerplate
from flows.stages import stories as story_stage
from flows.stages.clean_shard import ShardStats
from flows.storage.tables import Decisions
from flows.workers.isolation import Watch, clean_guarded
from flows.workers.pool import Pool, bare_main, processors

REFUSED = "Refused"
RETRIES = 1  # a file system that fails once
T = TypeVar("T")


class StageError(RuntimeError):
    """A stage of the run failed; what was finished before stays and is not done again."""


class RunContext:
    """What the tasks of one run hand to each other. Prefect neither looks inside nor keeps it."""

    def __init__(
        self, inputs: Sequence[Path], output: Path, settings: Settings, workers: int
    ) -> None:
        """Begin an attempt; nothing is read yet."""
        self.inputs = inputs
        self.dataset = Dataset(output)
        self.settings = settings
        self.workers = workers
        self.seconds: dict[str, float] = {}
        self.found = Discovery((), ())
        self.run: Run
        self.pool: Pool
        self.advance: Advance
        self.stats: tuple[ShardStats, ...] = ()
        self.decisions = Decisions({}, 0.0)
        self.cleaned = (
            self.dataset.shards
        )  # where the output stands that is to be published
        self.beside = self.cleaned  # where a revised one is being written

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure a stage."""
        started = time.monotonic()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - started


@task(cache_policy=NO_CACHE, retries=RETRIES)
def discover(attempt: RunContext) -> int:
    """Find the input files; count them."""
    attempt.found = intake.discover(attempt.inputs)
    return len(attempt.found.files)


@task(cache_policy=NO_CACHE)
def plan(attempt: RunContext) -> int:
    """Divide what was not yet taken in into shards; count those."""
    unseen = attempt.dataset.unseen(attempt.found.files, attempt.settings)
    attempt.run = attempt.dataset.begin(unseen, attempt.settings)
    return len(attempt.run.shards)


@task(cache_policy=NO_CACHE, retries=RETRIES, task_run_name="clean_shard-{number}")
def clean_shard(number: int, attempt: RunContext) -> ShardStats:
    """Clean one shard, in a worker process."""
    shard = attempt.run.shards[number]
    stats = clean_guarded(attempt.pool, shard, attempt.settings, attempt.dataset.shards)
    attempt.advance(sum(span.end is None for _, span in shard.slices), stats.records)
    return stats


@task(cache_policy=NO_CACHE)
def deduplicate(attempt: RunContext) -> int:
    """Find the copies among all articles; count what was decided."""
    found = duplicates.decide(
        attempt.dataset.current(), attempt.run.shards, attempt.cleaned
    )
    attempt.decisions = replace(
        found, seconds=attempt.decisions.seconds + found.seconds
    )
    return len(attempt.decisions.by_article)


@task(cache_policy=NO_CACHE)
def tell_stories(attempt: RunContext) -> int:
    """Give the articles that were decided for their stories; count those."""
    spent, current = attempt.decisions.story_seconds, attempt.dataset.current()
    told = story_stage.tell(
        current, attempt.run.shards, attempt.cleaned, attempt.decisions
    )
    attempt.decisions = replace(told, story_seconds=spent + told.story_seconds)
    return len(
        {decision.story_id for decision in attempt.decisions.by_article.values()}
    )


@task(cache_policy=NO_CACHE)
def gather_evidence(attempt: RunContext) -> tuple[int, ...]:
    """Find what other articles say of spun ones; give the numbers of the shards that have such articles."""
    current = attempt.dataset.current()
    attempt.beside, numbers = repair_from_copies.prepare(
        current, attempt.run.shards, attempt.cleaned, attempt.decisions
    )
    return numbers


@task(cache_policy=NO_CACHE, retries=RETRIES, task_run_name="restore_shard-{number}")
def restore_shard(number: int, attempt: RunContext) -> int:
    """Put words of one shard's spun articles back, in a worker process; count the articles that this changed."""
    shard, settings = attempt.run.shards[number], attempt.settings
    overdue = Watch(shard, settings, attempt.beside).overdue
    return attempt.pool.call(
        overdue,
        repair_from_copies.restore,
        shard,
        settings,
        attempt.cleaned,
        attempt.beside,
    )


@task(cache_policy=NO_CACHE)
def confirm(attempt: RunContext) -> int:
    """Remove lines in doubt that other pages confirm; count the articles that this changed."""
    confirmed = site_boilerplate.revise(
        attempt.dataset.current(),
        attempt.run.shards,
        attempt.cleaned,
        attempt.decisions,
        keep_before=attempt.settings.keep_before,
    )
    attempt.cleaned = confirmed.folder
    return confirmed.articles


@task(cache_policy=NO_CACHE)
def publish(attempt: RunContext) -> Published:
    """Write the next snapshot and make it the current one."""
    return attempt.dataset.publish(
        attempt.run, attempt.stats, attempt.decisions, attempt.cleaned
    )


@flow(name="unspun", validate_parameters=True)
def unspun(
    inputs: list[str],
    output: str,
    settings: str | None = None,
    fields: list[str] | None = None,
    workers: int | None = None,
) -> State[Summary | Exception]:
    """Clean what is new in `inputs` and publish it as the next snapshot of the dataset in `output`.

    `settings` names a TOML file; each of `fields` is written column=name. A run that finds another one
    at work ends as Refused.
    """
    try:
        chosen = (
            Settings.load(Path(settings)) if settings else Settings()
        ).with_fields(fields or ())
        attempt = RunContext(
            [Path(name) for name in inputs],
            Path(output),
            chosen,
            workers or processors(),
        )
        with attempt.dataset.lock():
            summary = _run(attempt)
    except DatasetBusy as error:
        progress.announce(f"{REFUSED}: {error}")
        return Cancelled(name=REFUSED, message=str(error), data=error)
    except (InputError, SettingsError, DatasetError, StageError) as error:
        progress.announce(f"Failed: {error}")
        return Failed(message=str(error), data=error)
    progress.announce(summary.line())
    return Completed(message=summary.line(), data=summary)


def _run(attempt: RunContext) -> Summary:
    with attempt.timed("discover"):
        discover(attempt)
        shards = plan(attempt)
    if not shards:
        return unchanged(attempt.dataset.current(), attempt.found)
    with attempt.timed("clean"):
        _clean(attempt)
    _decide(attempt)
    with attempt.timed("restore"):
        restored = _restore(attempt)
    with attempt.timed("confirm"):
        confirmed = confirm(attempt)
    if restored or confirmed:
        _decide(attempt)
    with attempt.timed("publish"):
        progress.current().say("Publishing the snapshot")
        published = publish(attempt)
    current = attempt.dataset.current()
    assert current, "publishing makes a snapshot current"
    return summarise(published, current, attempt.found, attempt.stats, attempt.seconds)


def _clean(attempt: RunContext) -> None:
    """Clean every shard, and keep the stats in the order of the shards. Raises StageError."""
    with progress.current().counting(len(attempt.run.files)) as attempt.advance:
        attempt.stats = _in_workers(
            attempt, clean_shard, range(len(attempt.run.shards))
        )


def _decide(attempt: RunContext) -> None:
    """Find copies and stories."""
    with attempt.timed("deduplicate"):
        progress.current().say("Looking for copies")
        deduplicate(attempt)
    with attempt.timed("stories"):
        tell_stories(attempt)


def _restore(attempt: RunContext) -> int:
    """Repair spun articles anew where others say something of them; count those that changed. Raises StageError."""
    numbers = gather_evidence(attempt)
    restored = sum(_in_workers(attempt, restore_shard, numbers)) if numbers else 0
    if restored:
        repair_from_copies.complete(
            attempt.run.shards, attempt.cleaned, attempt.beside, numbers
        )
        attempt.cleaned = attempt.beside
    return restored


def _in_workers(
    attempt: RunContext, work: Task[[int, RunContext], T], numbers: Iterable[int]
) -> tuple[T, ...]:
    """Do the work of a task on some shards in worker processes; give the results in order. Raises StageError."""
    runner: ThreadPoolTaskRunner[T] = ThreadPoolTaskRunner(attempt.workers)
    with runner, bare_main(), Pool(attempt.workers) as attempt.pool:
        futures = runner.map(
            work, {"number": list(numbers), "attempt": unmapped(attempt)}
        )
        results: list[Any] = [
            future.result(raise_on_failure=False) for future in futures
        ]
    failures = [
        result for result in results if isinstance(result, (BaseException, State))
    ]
    if failures:
        raise StageError(
            f"{len(failures)} of {len(results)} shards failed, the first because: {failures[0]};"
            " the others are done: once that is mended, run the same command again"
        )
    return tuple(results)
