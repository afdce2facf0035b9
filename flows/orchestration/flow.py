"""The Prefect flow: the run of `flows.run`, recorded. Each step is a task.

A task hides its arguments and results from Prefect, which would look through every article's
decision to find futures in it. Prefect's own records are states and times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from prefect import Task, flow
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.task_runners import ThreadPoolTaskRunner

from flows import progress
from flows.orchestration import recording
from flows.orchestration.parameters import Parameters
from flows.orchestration.run_names import name_at_start
from flows.report.summary import Summary
from flows.stage_errors import StageError
from flows.steps import ATTEMPTS, Threads

P = ParamSpec("P")
T = TypeVar("T")


class PrefectSteps:
    """Runs the steps as Prefect tasks."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one step as a task and return its result."""

        def hidden() -> Opaque[T]:
            return Opaque(step(*args, **kwargs))

        return _task(hidden, step.__name__)().value

    @contextmanager
    def threads(self, workers: int) -> Iterator[Threads]:
        """Start the threads of a task runner."""
        runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(workers)
        with runner:
            yield PrefectThreads(runner)


@dataclass(frozen=True, slots=True)
class PrefectThreads:
    """Threads whose work is recorded: one task run a shard."""

    runner: ThreadPoolTaskRunner[Any]

    def map(
        self, step: Callable[[int], T], numbers: Sequence[int]
    ) -> list[T | BaseException]:
        """Call a step with each number; return results, or what was raised, in order."""

        def hidden(number: int) -> Opaque[T]:
            return Opaque(step(number))

        name = step.__name__
        task = _task(hidden, name, task_run_name=f"{name}-{{number}}")
        futures = self.runner.map(task, {"number": list(numbers)})
        return [
            _outcome_of(future.result(raise_on_failure=False)) for future in futures
        ]


class Opaque(Generic[T]):
    """A value that Prefect does not look into."""

    def __init__(self, value: T) -> None:
        self.value = value


def _report_end(flow: object, flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 - Prefect names them
    """Print how a run ended that could not do so itself, in one line."""
    if not (recording.has_told() or progress.is_reporting()):
        line = " ".join((state.message or "").split())
        progress.current().message(f"{state.name}: {line}")


@flow(
    name="unspun",
    flow_run_name=name_at_start,
    retries=0,  # whatever Prefect's settings say: only what a file system failed is tried again
    validate_parameters=True,
    on_failure=[_report_end],
    on_crashed=[_report_end],
)
def unspun(  # noqa: PLR0913, PLR0917 - the parameters of a deployment
    inputs: list[str],
    output: str,
    settings: str | None = None,
    fields: list[str] | None = None,
    workers: int | None = None,
    retried: list[str] | None = None,
    strict: bool = False,  # noqa: FBT001, FBT002 - the same
    fail_over: float | None = None,
    limit: int | None = None,
    only_stage: str | None = None,
) -> State[Summary | Exception]:
    """Clean what is new in `inputs` and publish it as the next snapshot of the dataset in `output`.

    `settings` is the path of a TOML file; each of `fields` is written column=name. What is in
    quarantine for a reason in `retried` is read again. With `strict`, or where a larger share than
    `fail_over` is quarantined, the run publishes and ends as Failed. `limit` is how many new
    records are cleaned, `only_stage` the one stage that edits. A run that finds another one at work
    ends as Refused.
    """
    given = Parameters(
        inputs,
        output,
        settings,
        fields,
        workers,
        retried,
        strict,
        fail_over,
        limit,
        only_stage,
    )
    return recording.record(given, PrefectSteps())


def _task(
    function: Callable[P, T], name: str, task_run_name: str | None = None
) -> Task[P, T]:
    """Make a task that runs again once where a file system failed."""
    return Task(
        function,
        name=name,
        task_run_name=task_run_name or name,
        cache_policy=NO_CACHE,
        retries=ATTEMPTS - 1,
        retry_condition_fn=_failed_on_files,
    )


def _failed_on_files(_: object, __: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


def _outcome_of(result: Any) -> Any:  # noqa: ANN401  # what a task returned, a state or an error
    """Return the value of a task, or the error that it ended with."""
    if isinstance(result, Opaque):
        return result.value
    if isinstance(result, State):
        return StageError(result.message or result.name)
    return result
