"""`unspun index`: the index by which a run finds copies among earlier articles."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.path import DATASET, newest


@click.group()
def index() -> None:
    """Look after the index by which a run finds copies among earlier articles."""


@index.command("rebuild")
@DATASET
@debug_option
def rebuild(dataset: Path) -> None:
    """Build the index of DIR anew from its newest snapshot, and publish what it finds as the next one.

    Needed when a new version looks for copies in another way.
    """
    from flows.snapshots import Dataset, DatasetError
    from flows.stages import deduplicate
    from flows.storage import parquet

    before = newest(dataset)
    with exit_on(DatasetError, ending=CliError):
        deduplicate.rebuild(Dataset(dataset))
    after = newest(dataset)
    old, new = (
        sum(map(parquet.rows, current.parts("duplicates")))
        for current in (before, after)
    )
    click.echo(f"{dataset / after.path}: {new:,} duplicates, where there were {old:,}")
