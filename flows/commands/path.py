"""`unspun path`: where the newest snapshot is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.addresses import addressed
from flows.commands.errors import CliError, UsageError, exit_on
from flows.commands.options import EXISTING_FOLDER

if TYPE_CHECKING:
    from flows.snapshots import Current

DATASET = click.argument(
    "dataset",
    metavar="DIR",
    type=EXISTING_FOLDER,
)


@click.command()
@DATASET
def path(dataset: Path) -> None:
    """Print the path of the newest snapshot.

    Compares its files with the manifest first.
    """
    current = newest(dataset)
    require_sound(current, current.tables)
    place = (current.folder / current.path).resolve()
    click.echo(addressed(str(place)))


def newest(dataset: Path) -> Current:
    """Read which snapshot is the newest, or end the command."""
    from flows.snapshots import Current, DatasetError

    with exit_on(DatasetError):
        current = Current.read(dataset)
    if not current:
        raise UsageError(
            f"{dataset} holds no snapshot yet;"
            f" make one: unspun clean INPUT --output {dataset}"
        )
    return current


def numbered(dataset: Path, snapshot: int) -> Current:
    """Read a snapshot by its number, or end the command."""
    from flows.snapshots import DatasetError
    from flows.snapshots.history import read_snapshot

    with exit_on(DatasetError):
        return read_snapshot(dataset, snapshot)


def require_sound(current: Current, tables: Iterable[str]) -> None:
    """Compare the files of some tables with the manifest, or end the command."""
    from flows.snapshots import DatasetError, integrity

    with exit_on(DatasetError, error=CliError):
        integrity.require_sound(current, tables)
