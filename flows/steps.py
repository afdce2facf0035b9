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

from flows import free_memory
from flows.stage_errors import StageError
from flows.workers.cluster import Cluster, ClusterError, Terms
from flows.workers.crew import Crew

P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = (
    2  # of a step that a file system failed: a guard against one hiccup of a share
)

MOST_WAITING = (
    500  # threads that wait for a cluster: more than most clusters have processors
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

    def waiting(self, count: int) -> AbstractContextManager[Threads]:
        """Start threads that wait for a cluster to do as many steps."""

    def cluster(self, cluster: Cluster, terms: Terms) -> AbstractContextManager[Crew]:
        """Connect to a cluster. Raises StageError."""


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

    def waiting(self, count: int) -> AbstractContextManager[Threads]:
        """Start threads of this process, which wait for a cluster."""
        return self.threads(min(count, MOST_WAITING))

    @contextmanager
    def cluster(self, cluster: Cluster, terms: Terms) -> Iterator[Crew]:
        """Connect to a cluster. Raises StageError."""
        with cluster_errors():
            from flows.workers import dask_crew  # noqa: PLC0415  # an extra

            with dask_crew.direct(cluster, terms) as crew:
                yield crew


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


@contextmanager
def cluster_errors() -> Iterator[None]:
    """Name what is wrong with a cluster, and the remedy. Raises StageError."""
    try:
        yield
    except ImportError as error:
        raise StageError(f"{error}; pip install 'unspun[dask]'") from error
    except ClusterError as error:
        raise StageError(str(error)) from error


class StageClock:
    """Seconds that each stage took, by name, in the order of the first start."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of this block to a stage, and free its memory."""
        started = time.monotonic()
        yield
        free_memory.give_back()
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
