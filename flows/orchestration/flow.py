"""The Prefect flow: the run of `flows.run`, recorded. Each step is a task.

A task hides its arguments and results from Prefect, which would look through every article's
decision to find futures in it. Prefect's own records are states and times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from prefect import flow
from prefect.client.schemas.objects import FlowRun, State
from prefect.task_runners import ThreadPoolTaskRunner

from flows import progress
from flows.orchestration import recording
from flows.orchestration.parameters import Parameters
from flows.orchestration.run_names import name_at_start
from flows.orchestration.tasks import Opaque, task
from flows.report.summary import Summary
from flows.stage_errors import StageError
from flows.steps import MOST_WAITING, DirectThreads, Threads, cluster_errors
from flows.workers.choice import PROCESS
from flows.workers.cluster import Cluster, Terms
from flows.workers.crew import Crew

P = ParamSpec("P")
T = TypeVar("T")


class PrefectSteps:
    """Runs the steps as Prefect tasks."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one step as a task and return its result."""

        def hidden() -> Opaque[T]:
            return Opaque(step(*args, **kwargs))

        return task(hidden, step.__name__)().value

    @contextmanager
    def threads(self, workers: int) -> Iterator[Threads]:
        """Start the threads of a task runner."""
        runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(workers)
        with runner:
            yield PrefectThreads(runner)

    @contextmanager
    def waiting(self, count: int) -> Iterator[Threads]:
        """Start threads that know of the flow run; what they wait for is recorded by itself."""
        context = copy_context()
        with ThreadPoolExecutor(
            min(count, MOST_WAITING),
            thread_name_prefix="shard",
            initializer=_enter,
            initargs=(context,),
        ) as executor:
            yield DirectThreads(executor)

    @contextmanager
    def cluster(self, cluster: Cluster, terms: Terms) -> Iterator[Crew]:
        """Connect to a cluster, whose work is task runs of Prefect. Raises StageError."""
        with cluster_errors():
            from flows.orchestration import dask_tasks  # noqa: PLC0415  # an extra

            with dask_tasks.recorded(cluster, terms) as crew:
                yield crew


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
        made = task(hidden, name, task_run_name=f"{name}-{{number}}")
        futures = self.runner.map(made, {"number": list(numbers)})
        return [
            _outcome_of(future.result(raise_on_failure=False)) for future in futures
        ]


def _enter(context: Context) -> None:
    """Let this thread see what a context holds."""
    for variable, value in context.items():
        variable.set(value)


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
    runner: str = PROCESS,
    dask_address: str | None = None,
) -> State[Summary | Exception]:
    """Clean what is new in `inputs` and publish it as the next snapshot of the dataset in `output`.

    `settings` is the path of a TOML file; each of `fields` is written column=name. What is in
    quarantine for a reason in `retried` is read again. With `strict`, or where a larger share than
    `fail_over` is quarantined, the run publishes and ends as Failed. `limit` is how many new
    records are cleaned, `only_stage` the one stage that edits. The work is
    done by processes, or with the `runner` dask by the cluster at `dask_address`. A run that finds
    another one at work ends as Refused.
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
        runner,
        dask_address,
    )
    return recording.record(given, PrefectSteps())


def _outcome_of(result: Any) -> Any:  # noqa: ANN401  # what a task returned, a state or an error
    """Return the value of a task, or the error that it ended with."""
    if isinstance(result, Opaque):
        return result.value
    if isinstance(result, State):
        return StageError(result.message or result.name)
    return result
