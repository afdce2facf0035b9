"""How the steps of a run are carried out, and how long its stages take.

`DirectSteps` calls them in this process; `flows.orchestration.flow` has the same as Prefect tasks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = (
    2  # of a step that a file system failed: a guard against one hiccup of a share
)


class Threads(Protocol):
    """Threads that do one step for several shards."""

    def map(
        self, step: Callable[[int], T], numbers: Sequence[int]
    ) -> list[T | BaseException]:
        """Call a step with each number; return results, or what was raised, in order."""


class Steps(Protocol):
    """A way to run the steps of a run."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one step and return its result."""

    def threads(self, workers: int) -> AbstractContextManager[Threads]:
        """Start threads for steps that are done shard by shard."""


class DirectSteps:
    """Calls the steps in this process."""

    def call(self, step: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one step and return its result; once more where a file system failed."""
        return _retried(step, *args, **kwargs)

    @contextmanager
    def threads(self, workers: int) -> Iterator[Threads]:
        """Start threads of this process."""
        with ThreadPoolExecutor(workers, thread_name_prefix="shard") as executor:
            yield DirectThreads(executor)


@dataclass(frozen=True, slots=True)
class DirectThreads:
    """Threads of this process."""

    executor: ThreadPoolExecutor

    def map(
        self, step: Callable[[int], T], numbers: Sequence[int]
    ) -> list[T | BaseException]:
        """Call a step with each number; return results, or what was raised, in order."""
        submit = self.executor.submit
        futures = [submit(_retried, step, number) for number in numbers]
        results: list[T | BaseException] = []
        for future in futures:
            error = future.exception()
            if error is None:
                results.append(future.result())
            else:
                results.append(error)
        return results


class StageClock:
    """Seconds that each stage took, by name, in the order of the first start."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of this block to a stage."""
        started = time.monotonic()
        yield
        spent = time.monotonic() - started
        self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def rounded(self) -> dict[str, float]:
        """Return the seconds by stage, to the millisecond."""
        return {name: round(spent, 3) for name, spent in self.seconds.items()}


def _retried(step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    for _ in range(ATTEMPTS - 1):
        try:
            return step(*args, **kwargs)
        except OSError:
            continue
    return step(*args, **kwargs)
