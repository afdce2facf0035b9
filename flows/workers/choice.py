"""Read which cluster does the work of a run, from the words of a user."""

from __future__ import annotations

from importlib.util import find_spec

from flows.settings import SettingsError
from flows.workers.cluster import Cluster
from flows.workers.pool import processors

PROCESS, DASK = "process", "dask"  # runners


def chosen_cluster(
    runner: str, address: str | None, workers: int | None
) -> Cluster | None:
    """Return the cluster that was chosen; None for processes of this machine.

    Raises SettingsError.
    """
    if runner not in (PROCESS, DASK):
        raise SettingsError(f"runner is {runner!r}; it must be {PROCESS} or {DASK}")
    if runner == PROCESS and address:
        raise SettingsError("--dask-address needs --runner dask")
    if runner == PROCESS:
        return None
    if find_spec("distributed") is None:
        raise SettingsError("--runner dask needs a package: pip install 'unspun[dask]'")
    if address and workers:
        raise SettingsError(
            "--workers is for one machine; a cluster has the threads of its workers:"
            " dask worker --nthreads N"
        )
    return Cluster(address, workers or processors())
