"""The option --snapshot of the commands that read a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import exit_on
from flows.commands.path import newest

if TYPE_CHECKING:
    from flows.snapshots import Current

SNAPSHOT = click.option(
    "--snapshot",
    "number",
    type=click.IntRange(min=1),
    metavar="N",
    help="Read this one; default: the newest.",
)


def chosen(dataset: Path, number: int | None) -> Current:
    """Read the newest snapshot or the one of that number, or end the command."""
    if number is None:
        return newest(dataset)
    from flows.snapshots import DatasetError
    from flows.snapshots.kept import open_kept

    with exit_on(DatasetError):
        return open_kept(dataset, number)
