"""Work on a Dask cluster as task runs of Prefect, through prefect-dask.

The workers report the states of their task runs themselves, so they must reach the API.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, Future
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL
from prefect_dask.client import PrefectDaskClient

from flows.orchestration.tasks import Opaque, task
from flows.stage_errors import StageError
from flows.workers import dask_crew, dask_worker
from flows.workers.cluster import Cluster, ClusterError, Terms
from flows.workers.dask_crew import DaskCrew
from flows.workers.dask_worker import Piece

HERE = ("localhost", "127.0.0.1", "::1")  # hosts that no other machine reaches


@contextmanager
def recorded(cluster: Cluster, terms: Terms) -> Iterator[DaskCrew]:
    """Connect to a cluster. Raises ClusterError."""
    _require_reachable_api(cluster)
    given = cluster, terms, PrefectDaskClient, _submit, _result
    with dask_crew.opened(*given) as crew:
        yield crew


def _require_reachable_api(cluster: Cluster) -> None:
    """Raise ClusterError where workers elsewhere can't report to the API of this machine."""
    host = urlsplit(cluster.address or "").hostname
    api = urlsplit(PREFECT_API_URL.value() or "").hostname
    if api in HERE and host and host not in HERE:
        raise ClusterError(
            f"the workers of {cluster.address} cannot report to {PREFECT_API_URL.value()}; set"
            " PREFECT_API_URL to an address that they reach, or run without --prefect"
        )


def _submit(client: Client, piece: Piece[Any], **how: object) -> Future:
    """Give a piece of work to the cluster as a task run."""
    name = piece.work.__name__
    made = task(_perform, name, task_run_name=f"{name}-{piece.shard.number}")
    given = {"piece": Opaque(piece)}
    return client.submit(made, parameters=given, return_type="state", **how)


def _perform(piece: Opaque[Piece[Any]]) -> Opaque[Any]:
    """Do a piece of work, on a worker."""
    return Opaque(dask_worker.perform(piece.value))


def _result(future: Future) -> Any:  # noqa: ANN401  # what the work returns
    """Wait for the state of a task run; return its value. Raises what the work raised."""
    state: State[Any] = future.result()
    value = state.result(raise_on_failure=False)
    if isinstance(value, Opaque):
        return value.value
    if isinstance(value, BaseException):
        raise value
    raise StageError(state.message or state.name)
