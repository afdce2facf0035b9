"""Let the workers of a Dask cluster do the work of a run; Dask decides which, and when again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Protocol, TypeVar

from distributed import Client, Future, LocalCluster
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker, Scheduler

from flows import progress
from flows.settings import Settings
from flows.storage.shards import Shard
from flows.storage.shared import (
    Mark,
    SharedFolder,
    changed_files,
    files_of,
    marks_of,
)
from flows.workers import dask_worker
from flows.workers.cluster import Cluster, ClusterError, Terms
from flows.workers.crew import Work
from flows.workers.dask_worker import Done, Helper, Piece

T = TypeVar("T")
HELPER = "unspun-"  # of the name of a run's helpers and of their resource; then its client's id
CONNECT_SECONDS = (
    10  # for the scheduler, and then for a first worker, to be there: a guard
)
LOST = (CancelledError, CommClosedError, TimeoutError)  # of a scheduler that is gone


class Submit(Protocol):
    """How a piece of work is given to a client: as it is, or as a task run of Prefect."""

    def __call__(self, client: Client, piece: Piece[Any], **how: object) -> Future:
        """Give a piece of work to the cluster."""


@dataclass(frozen=True, slots=True)
class DaskCrew:
    """The workers of a cluster that keep the terms of a run.

    `stored` has how the files of a shard in a folder are on the shared storage too.
    """

    client: Client
    terms: Terms
    name: str
    submit: Submit
    result: Callable[[Future], Any]
    is_here: bool
    lost: Event = field(default_factory=Event)
    stored: dict[tuple[str, Path], dict[str, Mark]] = field(default_factory=dict)

    def do(self, work: Work[T], shard: Shard, settings: Settings, folder: Path) -> T:  # noqa: ARG002  # the terms have them
        """Do some work on a shard on any worker. Raises ClusterError, and what the work raises."""
        if self.is_here:
            return self._wait(Piece(self.name, work, shard, folder)).result
        place = self.terms.shared.at(folder)
        if place.is_at(folder):
            return self._give(work, shard, folder, place).result
        return self._do_elsewhere(work, shard, folder, place)

    def _do_elsewhere(
        self, work: Work[T], shard: Shard, folder: Path, place: SharedFolder
    ) -> T:
        """Let a worker that does not see the folder do some work; fetch what it made."""
        self._store(shard, folder, place)
        done = self._give(work, shard, folder, place)
        place.fetch(done.stored, folder)
        self.stored[shard.key, folder] = marks_of(shard, folder)
        return done.result

    def _give(
        self, work: Work[T], shard: Shard, folder: Path, place: SharedFolder
    ) -> Done[T]:
        """Let a worker do some work on the files that a shard has in a folder."""
        files = files_of(shard, folder)
        return self._wait(Piece(self.name, work, shard, folder, place, files))

    def _store(self, shard: Shard, folder: Path, place: SharedFolder) -> None:
        """Bring the shared storage up to date with a folder of this machine."""
        there = (shard.key, folder)
        if there not in self.stored:
            self.stored[there] = _fetch_left(shard, folder, place)
        changed = changed_files(shard, folder, self.stored[there])
        place.store(changed, folder)

    def _wait(self, piece: Piece[T]) -> Done[T]:
        """Give a piece of work to the cluster, and wait for its result."""
        if self.lost.is_set():
            raise ClusterError("the scheduler was lost")
        try:
            how: Mapping[str, Any] = {"resources": {self.name: 1}, "pure": False}
            future = self.submit(self.client, piece, **how)
            done: Done[T] = self.result(future)
        except KilledWorker as error:
            raise ClusterError(
                f"shard {piece.shard.number}: {error.allowed_failures + 1} workers died on it,"
                f" the last was {error.last_worker.name}; look at its log"
            ) from error
        except LOST as error:
            self.lost.set()
            raise ClusterError(
                "the Dask scheduler was lost; start it and its workers again"
            ) from error
        return done


def _fetch_left(shard: Shard, folder: Path, place: SharedFolder) -> dict[str, Mark]:
    """Fetch what a run that was lost left of a shard, unless it is here; return its marks."""
    here = files_of(shard, folder)
    left = [name for name in place.names(shard) if name not in here]
    place.fetch(left, folder)
    marks = marks_of(shard, folder)
    return {name: marks[name] for name in left}


@contextmanager
def direct(cluster: Cluster, terms: Terms) -> Iterator[DaskCrew]:
    """Connect to a cluster whose work nothing records. Raises ClusterError."""
    with opened(cluster, terms, Client, _submit, Future.result) as crew:
        yield crew


def _submit(client: Client, piece: Piece[Any], **how: object) -> Future:
    return client.submit(dask_worker.perform, piece, **how)


@contextmanager
def opened(
    cluster: Cluster,
    terms: Terms,
    connect: Callable[..., Client],
    submit: Submit,
    result: Callable[[Future], Any],
) -> Iterator[DaskCrew]:
    """Connect to a cluster, or start one, and check its workers. Raises ClusterError."""
    logging.getLogger("distributed").setLevel(
        logging.CRITICAL
    )  # errors are raised here
    with _scheduler(cluster) as scheduler, _connected(connect, scheduler) as client:
        name = f"{HELPER}{client.id}"
        _require_workers(client, terms, cluster)
        for left in client.run_on_scheduler(_left_behind):
            _release(client, left)
        _enlist(client, Helper(name, terms))
        try:
            is_here = cluster.address is None
            yield DaskCrew(client, terms, name, submit, result, is_here)
        finally:
            _release(client, name)


@contextmanager
def _scheduler(cluster: Cluster) -> Iterator[Any]:
    """Yield the address of a scheduler, or a cluster in this process."""
    if cluster.address:
        yield cluster.address
        return
    with LocalCluster(
        n_workers=1,
        threads_per_worker=cluster.workers,
        processes=False,
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address=None,
        silence_logs=logging.CRITICAL,
    ) as local:
        yield local


@contextmanager
def _connected(connect: Callable[..., Client], scheduler: Any) -> Iterator[Client]:  # noqa: ANN401  # an address or a cluster
    try:
        client = connect(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{scheduler}: no Dask scheduler answers ({error}); start one: dask scheduler"
        ) from error
    with client:
        yield client


def _require_workers(client: Client, terms: Terms, cluster: Cluster) -> None:
    """Name the workers that can't take part. Raises ClusterError where none can."""
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        raise ClusterError(
            f"{cluster.address}: no worker is there; start some:"
            f" dask worker {cluster.address} --no-nanny"
        ) from error
    found = client.run(dask_worker.refusal, terms, on_error="return")
    refused = sorted((worker, why) for worker, why in found.items() if why)
    named = [_named(client, worker, why) for worker, why in refused]
    if len(refused) == len(found):
        raise ClusterError(f"{'; '.join(named)}; no worker is left")
    for each in named:
        progress.current().message(f"{each}; it gets no work")


def _enlist(client: Client, helper: Helper) -> None:
    """Let all workers that keep the terms take part, and those that join later."""
    try:
        client.register_plugin(helper, name=helper.name)
    except Exception:
        # Raised for a worker without this package, which was named already. The others have it.
        if not client.run_on_scheduler(_has_helpers, helper.name):
            raise


def _left_behind(dask_scheduler: Scheduler | None = None) -> list[str]:
    """Name the helpers of runs that were killed."""
    assert dask_scheduler, "Dask fills it in"
    names = [name for name in dask_scheduler.worker_plugins if name.startswith(HELPER)]
    clients = dask_scheduler.clients
    return [name for name in names if name.removeprefix(HELPER) not in clients]


def _has_helpers(name: str, dask_scheduler: Scheduler | None = None) -> bool:
    """Whether any worker of a scheduler has a resource."""
    assert dask_scheduler, "Dask fills it in"
    return bool(dask_scheduler.resources.get(name))


def _named(client: Client, address: str, why: object) -> str:
    """Name a worker, and why it is refused."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    name = workers.get(address, {}).get("name", address)
    if isinstance(why, BaseException):
        why = f"lacks Unspun, or has another version ({why})"
    return f"worker {name} ({address}) {why}"


def _release(client: Client, name: str) -> None:
    """End the pools of all workers, unless the scheduler is gone with them."""
    try:
        client.unregister_worker_plugin(name)
    except (*LOST, OSError, ValueError, KeyError):
        return  # KeyError comes from a worker that never had it
