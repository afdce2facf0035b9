"""`unspun index`: the index by which a run finds copies among earlier articles."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.ending import Stop, debug_option, told
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
    from flows import deduplication, parquet
    from flows.snapshots import Dataset, DatasetError

    before = newest(dataset)
    with told(DatasetError, ending=Stop):
        deduplication.rebuild(Dataset(dataset))
    after = newest(dataset)
    old, new = (sum(map(parquet.rows, current.parts("duplicates"))) for current in (before, after))
    click.echo(f"{dataset / after.path}: {new:,} duplicates, where there were {old:,}")
