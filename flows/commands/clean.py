"""`unspun clean`: run the flow once, show how far it is, and sum it up."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, Exit, UsageError, debugging
from flows.commands.options import FOLDER, check_settings, run_options

if TYPE_CHECKING:
    from flows.report.summary import Summary


@click.command()
@click.argument(
    "inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path(exists=True)
)
@click.option(
    "--output",
    required=True,
    type=FOLDER,
    metavar="DIR",
    help="The dataset that the snapshot goes into.",
)
@run_options
@click.option(
    "--strict",
    is_flag=True,
    help="End with code 3 when this run put anything in quarantine.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the summary as one JSON object on stdout.",
)
def clean(  # noqa: PLR0913 - one for each option
    *,
    inputs: tuple[str, ...],
    output: Path,
    workers: int | None,
    settings: Path | None,
    fields: tuple[str, ...],
    strict: bool,
    as_json: bool,
) -> None:
    """Clean the articles in INPUT... (files and folders) and publish them as the next snapshot in DIR.

    What DIR holds already is not read again. A run that was killed is taken up by running it again.
    """
    check_settings(settings, fields)
    summary = _run(
        inputs=list(inputs),
        output=str(output),
        workers=workers,
        settings=str(settings) if settings else None,
        fields=list(fields),
    )
    if not summary.files:
        raise UsageError(summary.line())
    _print(summary, as_json=as_json)
    if strict and summary.quarantined:
        raise SystemExit(Exit.QUARANTINED)


def _run(**parameters: object) -> Summary:
    """Run the flow. Importing it starts Prefect, and calling it the API that records it."""
    from flows import progress
    from flows.orchestration import local_server

    with progress.shown() as shown:
        address = os.environ.get("PREFECT_API_URL")
        shown.say(
            f"Recording at {address}"
            if address
            else "Starting Prefect, which records the run (some 20 seconds)"
        )
        local_server.prepare(debug=debugging())
        from flows.orchestration.flow import unspun

        state = unspun(**parameters, return_state=True)
    return _outcome(state.result(raise_on_failure=False))


def _outcome(result: object) -> Summary:
    """Return the summary that the flow ended with, or end the command as the flow ended."""
    from flows.intake import InputError
    from flows.report.summary import Summary
    from flows.settings import SettingsError

    if isinstance(result, Summary):
        return result
    assert isinstance(result, BaseException), "the flow ends with a summary or an error"
    wrong = isinstance(result, (InputError, SettingsError))
    raise (UsageError if wrong else CliError)(str(result)) from result


def _print(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(summary.record(), ensure_ascii=False))
        return
    from rich.console import Console

    from flows.report.summary import show

    show(summary, Console())
