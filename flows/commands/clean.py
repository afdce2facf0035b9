"""`unspun clean`: run the pipeline once, show its progress, and sum it up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands import retry
from flows.commands.errors import CliError, Exit, UsageError, debugging, exit_on
from flows.commands.options import FOLDER, load_settings, run_options
from flows.commands.terminal import printable_json

if TYPE_CHECKING:
    from flows.report.summary import Summary
    from flows.run import RunRequest


@click.command(cls=retry.Command)
@click.argument(
    "inputs",
    nargs=-1,
    required=True,
    metavar="INPUT...",
)
@click.option(
    "--output",
    required=True,
    type=FOLDER,
    metavar="DIR",
    help="The dataset to publish in.",
)
@run_options
@click.option("--prefect", is_flag=True, help="Record the run with Prefect.")
@retry.option
@click.option("--strict", is_flag=True, help="Exit with 3 if anything is quarantined.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def clean(  # noqa: PLR0913 - one for each option
    *,
    inputs: tuple[str, ...],
    output: Path,
    workers: int | None,
    settings: Path | None,
    fields: tuple[str, ...],
    prefect: bool,
    retried: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> None:
    """Clean scrapes into a dataset.

    Publishes the articles of INPUT... as the next snapshot in DIR. An INPUT is a folder, a file, a
    pattern in quotes such as 'data/**/*.html', an address such as s3://bucket/folder, or - for
    standard input. Inputs that DIR holds already are not read again. A run that was killed is taken
    up by running the same command again. The run is recorded with Prefect with --prefect, or where
    PREFECT_API_URL or the active Prefect profile names an API.
    """
    chosen = load_settings(settings, fields)
    _check(inputs, output)
    from flows import progress
    from flows.orchestration import local_server
    from flows.run import RunRequest
    from flows.workers.pool import processors

    count = workers or processors()
    request = RunRequest(inputs, output, chosen, count, retried)
    with progress.reporting():
        if prefect or local_server.is_configured():
            summary = _run_with_prefect(request, settings, fields)
        else:
            summary = _run(request)
    _print(summary, as_json=as_json)
    if strict and (summary.quarantined or summary.still_quarantined):
        raise SystemExit(Exit.QUARANTINED)


def _check(inputs: tuple[str, ...], output: Path) -> None:
    """End the command where a run would be refused, before anything slow starts."""
    from flows.intake import InputError, check_inputs

    with exit_on(InputError):
        check_inputs(inputs)
    from flows.snapshots import Dataset, DatasetError

    with exit_on(DatasetError, error=CliError):
        Dataset(output).check_writable()


def _run(request: RunRequest) -> Summary:
    """Run the pipeline in this process."""
    from flows.intake import InputError
    from flows.run import run
    from flows.snapshots import DatasetError
    from flows.stage_errors import StageError

    with exit_on(InputError), exit_on(DatasetError, StageError, error=CliError):
        return run(request)


def _run_with_prefect(
    request: RunRequest, settings: Path | None, fields: tuple[str, ...]
) -> Summary:
    """Run the Prefect flow, recorded by the configured API or by a server of its own."""
    from flows import interrupts, progress
    from flows.orchestration import local_server
    from flows.snapshots import DatasetPaths

    address = local_server.configured_address()
    progress.current().message(
        f"Recording at {address}"
        if address
        else "Starting Prefect, which records the run (about 20 seconds)"
    )
    home = DatasetPaths(request.output).prefect
    failed = exit_on(local_server.ServerError, error=CliError)
    with failed, local_server.recording(home, debug=debugging()):
        from flows.orchestration.flow import unspun

        interrupts.record_end()
        state = unspun(
            inputs=[str(path) for path in request.inputs],
            output=str(request.output),
            settings=str(settings) if settings else None,
            fields=list(fields),
            workers=request.workers,
            retried=list(request.retried),
            return_state=True,
        )
        return _summary_of(state.result(raise_on_failure=False))


def _summary_of(result: object) -> Summary:
    """Return the summary that the flow ended with. Raises CliError or UsageError."""
    from flows.intake import InputError
    from flows.report.summary import Summary
    from flows.settings import SettingsError

    if isinstance(result, Summary):
        return result
    assert isinstance(result, BaseException), "the flow ends with a summary or an error"
    is_usage = isinstance(result, (InputError, SettingsError))
    kind = UsageError if is_usage else CliError
    raise kind(str(result)) from result


def _print(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        record = json.dumps(summary.record(), ensure_ascii=False)
        click.echo(printable_json(record))
        return
    from rich.console import Console

    from flows.commands.summary_view import show

    show(summary, Console())
