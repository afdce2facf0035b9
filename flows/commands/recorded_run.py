"""Run the Prefect flow from the command line, recorded by an API or by a server of its own."""

from __future__ import annotations

from pathlib import Path

from flows import interrupts, progress
from flows.addresses import addressed
from flows.commands.errors import CliError, UsageError, debugging, exit_on
from flows.intake import InputError
from flows.orchestration import local_server
from flows.report.allowance import Allowance
from flows.report.summary import Summary
from flows.run import RunRequest
from flows.settings import SettingsError
from flows.snapshots import DatasetPaths
from flows.workers.choice import DASK, PROCESS


def run_with_prefect(
    request: RunRequest,
    settings: Path | None,
    fields: tuple[str, ...],
    allowed: Allowance,
) -> Summary:
    """Run the flow and return its summary. Raises CliError and UsageError.

    Where more is quarantined than is `allowed`, the run is recorded as Failed.
    """
    address = local_server.configured_address()
    progress.current().message(
        f"Recording at {address}"
        if address
        else "Starting Prefect, which records the run (about 20 seconds)"
    )
    home = DatasetPaths(request.output).prefect
    failed = exit_on(local_server.ServerError, error=CliError)
    with failed, local_server.recording(home, debug=debugging()):
        from prefect import tags
        from prefect.logging.handlers import APILogHandler

        from flows.orchestration.flow import unspun
        from flows.orchestration.run_names import tags_of

        interrupts.record_end()
        with tags(*tags_of(addressed(str(request.output)))):
            state = unspun(
                inputs=[str(path) for path in request.inputs],
                output=addressed(str(request.output)),
                settings=str(settings) if settings else None,
                fields=list(fields),
                workers=None if _is_elsewhere(request) else request.workers,
                retried=list(request.retried),
                fail_over=allowed.share,
                limit=request.limit,
                only_stage=request.settings.only_stage or None,
                runner=DASK if request.cluster else PROCESS,
                dask_address=request.cluster.address if request.cluster else None,
                return_state=True,
            )
        APILogHandler().flush()  # before a server of ours ends
        return _summary_of(state.result(raise_on_failure=False))


def _is_elsewhere(request: RunRequest) -> bool:
    """Whether the workers of a cluster do the work, whose threads count."""
    return bool(request.cluster and request.cluster.address)


def _summary_of(result: object) -> Summary:
    """Return the summary that the flow ended with. Raises CliError or UsageError."""
    from flows.orchestration.recording import QuarantinedError

    if isinstance(result, Summary):
        return result
    if isinstance(result, QuarantinedError):
        return result.summary
    assert isinstance(result, BaseException), "the flow ends with a summary or an error"
    is_usage = isinstance(result, (InputError, SettingsError))
    kind = UsageError if is_usage else CliError
    raise kind(str(result)) from result
