"""Who does the work on the shards of a run: a pool of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from flows.settings import Settings
from flows.stage_errors import all_done
from flows.steps import Steps, Threads
from flows.storage.shared import SharedFolder
from flows.workers.cluster import Cluster, Terms
from flows.workers.crew import Crew, PoolCrew
from flows.workers.pool import AnyPool, bare_main, open_pool

T = TypeVar("T")


class Staff(Protocol):
    """Those who do the work on shards."""

    def map(
        self, step: Callable[[int, Crew], T], numbers: Sequence[int]
    ) -> tuple[T, ...]:
        """Do a step for some shards; return results in order. Raises StageError."""


@dataclass(frozen=True, slots=True)
class LocalStaff:
    """A pool of worker processes, which stay for all stages; or this process."""

    steps: Steps
    pool: AnyPool
    workers: int

    def map(
        self, step: Callable[[int, Crew], T], numbers: Sequence[int]
    ) -> tuple[T, ...]:
        """Do a step for some shards; return results in order. Raises StageError."""
        started = self.steps.threads(max(1, self.workers))
        with started as threads, bare_main():
            return _map(threads, PoolCrew(self.pool), step, numbers)


@dataclass(frozen=True, slots=True)
class ClusterStaff:
    """The workers of a cluster, which stay for all stages, and threads that wait for them."""

    crew: Crew
    start: Callable[[int], AbstractContextManager[Threads]]

    def map(
        self, step: Callable[[int, Crew], T], numbers: Sequence[int]
    ) -> tuple[T, ...]:
        """Do a step for some shards; return results in order. Raises StageError."""
        with self.start(len(numbers)) as threads:
            return _map(threads, self.crew, step, numbers)


@contextmanager
def local_staff(steps: Steps, settings: Settings, workers: int) -> Iterator[Staff]:
    """Yield processes of this machine."""
    with open_pool(workers, settings.worker_memory) as pool:
        yield LocalStaff(steps, pool, workers)


@contextmanager
def cluster_staff(
    steps: Steps, settings: Settings, cluster: Cluster, shared: SharedFolder
) -> Iterator[Staff]:
    """Yield the workers of a cluster. Raises StageError where none can be used."""
    terms = Terms.of(settings, shared)
    with steps.cluster(cluster, terms) as crew:
        yield ClusterStaff(crew, steps.waiting)


def _map(
    threads: Threads,
    crew: Crew,
    step: Callable[[int, Crew], T],
    numbers: Sequence[int],
) -> tuple[T, ...]:
    def call(number: int) -> T:
        return step(number, crew)

    call.__name__ = step.__name__
    return all_done(threads.map(call, numbers))
