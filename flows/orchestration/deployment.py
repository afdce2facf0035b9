"""A Prefect deployment whose scheduled runs clean what is new in an inbox."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
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
    State,
    StateType,
)
from prefect.client.schemas.schedules import CronSchedule
from prefect.logging.handlers import APILogHandler
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from flows import interrupts
from flows.notification import COMMAND
from flows.orchestration import local_server, recording
from flows.orchestration.flow import unspun
from flows.orchestration.parameters import PINNED, Parameters
from flows.orchestration.run_names import tags_of
from flows.snapshots import Dataset, DatasetBusy, DatasetPaths

# A run that finds the one before it still at work is cancelled, not queued.
ONE_AT_A_TIME = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


class ScheduleError(ValueError):
    """A schedule that Prefect can't read."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parameters of every run, and when runs start: by `cron`, or once in the time `every`."""

    dataset: Path
    inbox: Path
    cron: str | None = None
    every: timedelta | None = None
    settings: Path | None = None
    fields: tuple[str, ...] = ()
    workers: int | None = None
    strict: bool = False
    fail_over: float | None = None
    notify: str | None = None

    @property
    def name(self) -> str:
        """The name of the deployment: the name of the dataset."""
        return self.dataset.resolve().name

    def description(self) -> str:
        """Return what the runs do and when, for people."""
        when = f"every {self.every}"
        if self.cron:
            when = f"by cron {self.cron}"
        return f"Cleaning what is new in {self.inbox} {when}, into {self.dataset}."

    def parameters(self) -> Parameters:
        """Return the flow's parameters, with absolute paths."""
        return Parameters(
            inputs=[str(self.inbox.resolve())],
            output=str(self.dataset.resolve()),
            settings=str(self.settings.resolve()) if self.settings else None,
            fields=list(self.fields),
            workers=self.workers,
            strict=self.strict,
            fail_over=self.fail_over,
        )


def serve(service: Service, port: int | None, say: Callable[[str], None]) -> None:
    """Serve until the process is asked to end.

    Runs a Prefect server of its own where Prefect's settings name no API. Raises ScheduleError,
    DatasetError, ServerError.
    """
    if service.cron:
        _check_cron(service.cron)
    _check_dataset(service.dataset)
    own = not PREFECT_API_URL.value()
    with _api(service.dataset, port, say) as address:
        say(f"Prefect: {address}")
        say(service.description())
        say("Ctrl-C ends it.")
        _run(service, own=own)
    say("Stopped.")


def _run(service: Service, *, own: bool) -> None:
    """Do what `flow.serve` does, with a runner that stops in order.

    `own`: the server is ours alone.
    """
    runner = _Runner(name=service.name)
    deployment = runner.add_flow(
        unspun,
        name=service.name,
        cron=service.cron,
        interval=service.every,
        parameters=asdict(service.parameters()),
        description=service.description(),
        tags=tags_of(str(service.dataset.resolve())),
        concurrency_limit=ONE_AT_A_TIME,
        # Runs import the flow by its name, whatever the working folder holds.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    assert isinstance(deployment, UUID), "outside a loop, the call has ended"
    if own:
        _forget_killed_runs(deployment)
    os.environ[PINNED] = service.parameters().pinned()
    if service.notify:
        os.environ[COMMAND] = service.notify
    interrupts.expect_children()
    signal.signal(signal.SIGINT, runner.handle_sigterm)
    asyncio.run(runner.start())
    APILogHandler().flush()


def _forget_killed_runs(deployment: UUID) -> None:
    """Free the slots of runs that were killed together with their server."""
    of_this = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    at_work = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    unfinished = FlowRunFilter(state=FlowRunFilterState(type=at_work))
    with get_client(sync_client=True) as client:
        killed = client.read_flow_runs(
            deployment_filter=of_this, flow_run_filter=unfinished
        )
        for run in killed:
            crashed: State[None] = Crashed(message="killed together with its server")
            client.set_flow_run_state(run.id, crashed, force=True)
        limit = client.read_deployment(deployment).global_concurrency_limit
        if limit:
            freed = GlobalConcurrencyLimitUpdate(active_slots=0)
            client.update_global_concurrency_limit(limit.name, freed)


class _Runner(Runner):
    """A runner that stops in order on SIGTERM and Ctrl-C; Prefect's own leaves without stopping."""

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Stop the runs and the loop."""
        recording.say_no_more()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # it has not begun
            sys.exit(interrupts.OFFSET + signal.SIGINT)
        loop.call_soon_threadsafe(lambda: loop.create_task(self.astop()))


def _check_dataset(folder: Path) -> None:
    """Raise DatasetError where the dataset can't be written. A run may be at work in it."""
    with suppress(DatasetBusy):
        Dataset(folder).check_writable()


def _check_cron(cron: str) -> None:
    try:
        CronSchedule(cron=cron)
    except ValidationError as error:
        raise ScheduleError(
            f"--cron {cron!r} is no cron expression; write five fields, as in '*/15 * * * *'"
        ) from error


@contextmanager
def _api(dataset: Path, port: int | None, say: Callable[[str], None]) -> Iterator[str]:
    """Yield the address of the configured API, or of a server that runs for as long as this."""
    if address := PREFECT_API_URL.value():
        yield address
        return
    say("Starting a Prefect server (about 20 seconds)")
    with local_server.running(DatasetPaths(dataset).prefect, port) as address:
        # The runs are processes of their own, and read the environment.
        os.environ["PREFECT_API_URL"] = f"{address}/api"
        with temporary_settings({PREFECT_API_URL: f"{address}/api"}):
            yield address
