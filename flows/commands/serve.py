"""`unspun serve`: take in what is new in an inbox, on a schedule."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import click

from flows.commands.errors import CliError, debugging, exit_on
from flows.commands.options import FOLDER, check_settings, run_options

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
        if not found or not int(found[1]):
            self.fail(
                f"{value!r} is no time between runs; write seconds, or 10m, 2h, 1d",
                param,
                ctx,
            )
        return timedelta(**{UNITS[found[2]]: int(found[1])})


@click.command()
@click.argument("dataset", metavar="DIR", type=FOLDER)
@click.option(
    "--inbox",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="The folder that new files are dropped in.",
)
@click.option("--cron", metavar="EXPR", help="When to run, for example '*/15 * * * *'.")
@click.option(
    "--every", type=Interval(), help="The time between runs: seconds, or 10m, 2h, 1d."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The port of the Prefect server; a free one if left out.",
)
@run_options
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
) -> None:
    """Take in what is new in an inbox on a schedule, and publish it in DIR, until Ctrl-C.

    Every run is a run of a Prefect deployment. Without PREFECT_API_URL it comes with a Prefect server
    of its own, whose web pages show the runs.
    """
    if (cron is None) == (every is None):
        raise click.UsageError("Give one of --cron and --every.")
    check_settings(settings, fields)
    from flows.orchestration import local_server

    local_server.prepare(debug=debugging())
    from flows.orchestration.deployment import ScheduleError, Service
    from flows.orchestration.deployment import serve as run

    service = Service(dataset, inbox, cron, every, settings, fields, workers)
    with exit_on(local_server.ServerError, ending=CliError), exit_on(ScheduleError):
        run(service, port, lambda line: click.echo(line, err=True))
