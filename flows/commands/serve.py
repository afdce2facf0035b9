"""`unspun serve`: clean what is new in an inbox, on a schedule."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import click

from flows.commands.errors import CliError, debugging, exit_on
from flows.commands.options import FOLDER, load_settings, run_options
from flows.commands.outcome import outcome_options

UNITS = {"": "seconds", "s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
EVERY = re.compile(r"(\d+)\s*([smhd]?)")


class Interval(click.ParamType[timedelta]):
    """A time between runs: seconds, or a number with s, m, h or d behind it."""

    name = "interval"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Read `10m`."""
        if isinstance(value, timedelta):
            return value
        found = EVERY.fullmatch(str(value).strip())
        if not found or int(found[1]) == 0:
            message = (
                f"{value!r} is no time between runs; write seconds, or 10m, 2h, 1d"
            )
            self.fail(message, param, ctx)
        number, unit = found.groups()
        return timedelta(**{UNITS[unit]: int(number)})


@click.command()
@click.argument("dataset", metavar="DIR", type=FOLDER)
@click.option(
    "--inbox",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The folder for new files; made if missing.",
)
@click.option("--cron", metavar="EXPR", help="When to run, such as '*/15 * * * *'.")
@click.option(
    "--every",
    type=Interval(),
    metavar="TIME",
    help="Time between runs: seconds, 10m, 2h, 1d.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="Port of the Prefect server; default: free.",
)
@run_options
@outcome_options
def serve(  # noqa: PLR0913 - one for each option
    *,
    dataset: Path,
    inbox: Path,
    cron: str | None,
    every: timedelta | None,
    port: int | None,
    workers: int | None,
    settings: Path | None,
    fields: tuple[str, ...],
    strict: bool,
    fail_over: float | None,
    notify: str | None,
) -> None:
    """Clean new files of an inbox on a schedule.

    Publishes them in DIR, until Ctrl-C. Every run is a run of a Prefect deployment. Without
    PREFECT_API_URL it starts a Prefect server of its own, whose web pages show the runs.
    """
    if (cron is None) == (every is None):
        raise click.UsageError("Give one of --cron and --every.")
    load_settings(settings, fields)
    with exit_on(OSError):
        if not inbox.exists():
            inbox.mkdir(parents=True)
    from flows.orchestration import local_server
    from flows.snapshots import DatasetError

    local_server.prepare(debug=debugging())
    from flows.orchestration.deployment import ScheduleError, Service
    from flows.orchestration.deployment import serve as run

    service = Service(
        dataset,
        inbox,
        cron,
        every,
        settings,
        fields,
        workers,
        strict=strict,
        fail_over=fail_over,
        notify=notify,
    )
    failed = exit_on(local_server.ServerError, DatasetError, error=CliError)
    with failed, exit_on(ScheduleError):
        run(service, port, lambda line: click.echo(line, err=True))
