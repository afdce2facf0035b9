"""`unspun serve`: a Prefect deployment whose scheduled runs take in what is new in an inbox."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    StateType,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.logging.handlers import APILogHandler
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed
from pydantic import ValidationError

from flows.orchestration import local_server
from flows.orchestration.flow import unspun

# A run that finds the one before it still at work is cancelled, and not kept in a queue.
ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


class ScheduleError(ValueError):
    """A schedule that Prefect cannot read."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is served: the parameters of every run, and when they start: by `cron` or `every` so often."""

    dataset: Path
    inbox: Path
    cron: str | None = None
    every: timedelta | None = None
    settings: Path | None = None
    fields: tuple[str, ...] = ()
    workers: int | None = None

    @property
    def name(self) -> str:
        """The name of the deployment: that of the dataset."""
        return self.dataset.resolve().name

    def parameters(self) -> dict[str, object]:
        """Name the flow's parameters, with paths that hold in any working directory."""
        return {
            "inputs": [str(self.inbox.resolve())],
            "output": str(self.dataset.resolve()),
            "settings": str(self.settings.resolve()) if self.settings else None,
            "fields": list(self.fields),
            "workers": self.workers,
        }


def serve(service: Service, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until the process is asked to end. Raises ScheduleError, ServerError.

    Without an address of a Prefect API in its settings, it runs a server of its own.
    """
    if service.cron:
        _check(service.cron)
    own = not PREFECT_API_URL.value()
    with _api(service.dataset, port, say) as address:
        say(f"Prefect: {address}")
        when = f"by cron {service.cron}" if service.cron else f"every {service.every}"
        say(
            f"Taking in what is new in {service.inbox} {when}; the dataset is {service.dataset}. Ctrl-C ends it."
        )
        _run(service, own=own)
    say("Stopped.")


def _run(service: Service, *, own: bool) -> None:
    """Do what `flow.serve` does, with a runner that ends in order; `own` says that the server is ours alone."""
    runner = _Runner(name=service.name)
    deployment = runner.add_flow(
        unspun,
        name=service.name,
        cron=service.cron,
        interval=service.every,
        parameters=service.parameters(),
        concurrency_limit=ONE_AT_A_TIME,
    )
    assert isinstance(deployment, UUID), (
        "outside a loop the call is done when it returns"
    )
    if own:
        _forget_killed_runs(deployment)
    signal.signal(signal.SIGINT, runner.handle_sigterm)
    asyncio.run(runner.start())
    APILogHandler().flush()


def _forget_killed_runs(deployment: UUID) -> None:
    """Give back the places of runs that were killed together with their server, which else stay taken for good."""
    of_this = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    at_work = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    unfinished = FlowRunFilter(state=FlowRunFilterState(type=at_work))
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(
            deployment_filter=of_this, flow_run_filter=unfinished
        ):
            client.set_flow_run_state(
                run.id, Crashed(message="killed together with its server"), force=True
            )
        if limit := client.read_deployment(deployment).global_concurrency_limit:
            client.update_global_concurrency_limit(
                limit.name, GlobalConcurrencyLimitUpdate(active_slots=0)
            )


class _Runner(Runner):
    """A runner that SIGTERM and Ctrl-C end in order: Prefect's own forgets to stop before it leaves."""

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Stop the runs and the loop; what a run has finished is not done again."""
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: loop.create_task(self.astop()))


def _check(cron: str) -> None:
    try:
        CronSchedule(cron=cron)
    except ValidationError as error:
        raise ScheduleError(
            f"--cron {cron!r} is no cron expression; write five fields, as in '*/15 * * * *'"
        ) from error


@contextmanager
def _api(dataset: Path, port: int | None, say: Callable[[str], None]) -> Iterator[str]:
    """Yield the address of the API in the settings, or of a server that runs for as long as this."""
    if address := PREFECT_API_URL.value():
        yield address
        return
    say("Starting a Prefect server (some 20 seconds)")
    with local_server.running(dataset / "state" / "prefect", port) as address:
        os.environ["PREFECT_API_URL"] = (
            f"{address}/api"  # for the runs, which are processes of their own
        )
        with temporary_settings({PREFECT_API_URL: f"{address}/api"}):
            yield address
