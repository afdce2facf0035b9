"""`unspun index`: manage the index by which a run finds copies among earlier articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.path import DATASET, newest

if TYPE_CHECKING:
    from flows.snapshots import Current


@click.group()
def index() -> None:
    """Manage the duplicate index."""


@index.command("rebuild")
@DATASET
@debug_option
def rebuild(dataset: Path) -> None:
    """Rebuild the index after an upgrade.

    Reads the texts of the newest snapshot in DIR, and publishes what it finds as the next one.
    """
    from flows.rebuild import rebuild_index
    from flows.snapshots import Dataset, DatasetError

    with exit_on(DatasetError, error=CliError):
        Dataset(dataset).check_writable()  # which restores a damaged CURRENT.json
        before = newest(dataset)
        rebuild_index(Dataset(dataset))
    after = newest(dataset)
    snapshot = dataset / after.path
    duplicates = _count_duplicates(after)
    earlier = _count_duplicates(before)
    click.echo(f"{snapshot}: {duplicates:,} duplicates, before {earlier:,}")


def _count_duplicates(current: Current) -> int:
    from flows.storage import parquet

    return sum(parquet.rows(path) for path in current.parts("duplicates"))
