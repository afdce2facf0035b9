"""`unspun clean`: run the pipeline once, show its progress, and sum it up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flows import garbage
from flows.commands import retry
from flows.commands.options import FOLDER, cluster_options, run_options
from flows.commands.outcome import outcome_options

STAGES = ("extraction", "encoding", "boilerplate", "paraphrase")


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
@cluster_options
@click.option("--prefect", is_flag=True, help="Record the run with Prefect.")
@retry.option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Clean the first N new records only.",
)
@click.option(
    "--only-stage",
    type=click.Choice(STAGES),
    metavar="STAGE",
    help="Let one stage alone edit: see the docs.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be read, write nothing.")
@outcome_options
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="Print errors only.")
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add a log of the run to FILE.",
)
@click.option("--log-json", is_flag=True, help="Log JSON lines, to stderr or FILE.")
def clean(**given: Any) -> None:  # noqa: ANN401  # the fields of Arguments, one for each option
    """Clean scrapes into a dataset.

    Publishes the articles of INPUT... as the next snapshot in DIR. An INPUT is a folder, a file, a
    pattern in quotes such as 'data/**/*.html', an address such as s3://bucket/folder, or - for
    standard input. Inputs that DIR holds already are not read again. A run that was killed is taken
    up by running the same command again. The run is recorded with Prefect with --prefect, or where
    PREFECT_API_URL or the active Prefect profile names an API.

    With --strict or --fail-over a run still publishes; its exit code says that too much was
    quarantined. --only-stage takes extraction, encoding, boilerplate or paraphrase, and a DIR of
    its own.
    """
    with garbage.uncollected():
        from flows.commands.cleaning import Arguments, run

    run(Arguments(**given))
