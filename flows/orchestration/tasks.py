"""Make tasks of Prefect that run again once where a file system failed, and keep no results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from flows.steps import ATTEMPTS

P = ParamSpec("P")
T = TypeVar("T")


class Opaque(Generic[T]):
    """A value that Prefect does not look into."""

    def __init__(self, value: T) -> None:
        self.value = value


def task(
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
