"""The Prefect flow: the run of `flows.run`, recorded. Each step is a task.

A task hides its arguments and results from Prefect, which would look through every article's
decision to find futures in it. Prefect's own records are states and times.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from prefect import Task, flow
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Cancelled, Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows import progress
from flows.intake import InputError
from flows.report.summary import Summary
from flows.run import RunRequest, run
from flows.setting_sources import load_settings
from flows.settings import SettingsError
from flows.snapshots import DatasetBusy, DatasetError
from flows.stage_errors import StageError
from flows.steps import ATTEMPTS, Threads
from flows.workers.pool import processors

REFUSED = "Refused"
# In the environment of the runs of `unspun serve`: the only parameters that they may have, whatever
# its API is asked for.
PINNED = "UNSPUN_PINNED_PARAMETERS"
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


@flow(name="unspun", validate_parameters=True)
def unspun(  # noqa: PLR0913, PLR0917 - the parameters of a deployment
    inputs: list[str],
    output: str,
    settings: str | None = None,
    fields: list[str] | None = None,
    workers: int | None = None,
    retried: list[str] | None = None,
) -> State[Summary | Exception]:
    """Clean what is new in `inputs` and publish it as the next snapshot of the dataset in `output`.

    `settings` is the path of a TOML file; each of `fields` is written column=name. What is in
    quarantine for a reason in `retried` is read again. A run that finds another one at work ends
    as Refused.
    """
    try:
        _refuse_others(inputs, output, settings, fields, workers)
        request = _request(inputs, output, settings, fields or (), workers)
        again = replace(request, retried=tuple(retried or ()))
        summary = run(again, PrefectSteps())
    except DatasetBusy as error:
        progress.report_end(f"{REFUSED}: {error}")
        return Cancelled(name=REFUSED, message=str(error), data=error)
    except (InputError, SettingsError, DatasetError, StageError) as error:
        progress.report_end(f"Failed: {error}")
        return Failed(message=str(error), data=error)
    progress.report_end(summary.line())
    return Completed(message=summary.line(), data=summary)


def pinned(parameters: dict[str, object]) -> str:
    """Return the parameters of a deployment in the form in which they are pinned."""
    return json.dumps(parameters, sort_keys=True)


def _refuse_others(
    inputs: Sequence[str],
    output: str,
    settings: str | None,
    fields: Sequence[str] | None,
    workers: int | None,
) -> None:
    """Raise SettingsError for a run of `unspun serve` with other parameters than it was given."""
    given = pinned(
        {
            "inputs": list(inputs),
            "output": output,
            "settings": settings,
            "fields": list(fields or ()),
            "workers": workers,
        }
    )
    if os.environ.get(PINNED, given) != given:
        raise SettingsError(
            "the parameters of `unspun serve` are pinned; start it anew with others"
        )


def _request(
    inputs: Sequence[str],
    output: str,
    settings: str | None,
    fields: Sequence[str],
    workers: int | None,
) -> RunRequest:
    """Read the settings and make paths of strings. Raises SettingsError."""
    loaded = load_settings(Path(settings) if settings else None)
    return RunRequest(
        inputs=tuple(inputs),
        output=Path(output),
        settings=loaded.with_fields(fields),
        workers=workers or processors(),
    )


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
