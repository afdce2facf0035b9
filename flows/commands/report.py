"""`unspun report`: the report of a snapshot, as a page that opens without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, exit_on
from flows.commands.path import DATASET, newest, numbered, require_sound

if TYPE_CHECKING:
    from flows.snapshots import Current

OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a report to this file.",
)
SNAPSHOT = click.option(
    "--snapshot",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of this snapshot; default: the newest.",
)


@click.command()
@DATASET
@SNAPSHOT
@OUTPUT
@click.option("--open", "opens", is_flag=True, help="Open it in your browser.")
def report(
    dataset: Path, snapshot: int | None, output: Path | None, *, opens: bool
) -> None:
    """Show a snapshot's report, a page.

    Prints the path of the one in the snapshot, or writes one to ./report-N.html where it has none.
    Can I trust this batch, what went, what is missing, what changed, and the articles before and
    after, in one HTML file that needs no server.
    """
    current = numbered(dataset, snapshot) if snapshot else newest(dataset)
    path = (_written(current, output) if output else _found(current)).resolve()
    click.echo(path)
    if opens:
        _open(path)


def _open(path: Path) -> None:
    """Show a page in the user's browser. Raises CliError where there is none."""
    import webbrowser

    if not webbrowser.open(path.as_uri()):
        raise CliError(f"no browser could be started; open {path} yourself")


def _found(current: Current) -> Path:
    """Return the report in a snapshot, or write one into the working folder."""
    from flows.snapshots import sealing

    own = current.folder / current.path / sealing.REPORT
    if own.exists():
        return own
    return _written(current, Path(f"report-{current.snapshot}.html"))


def _written(current: Current, path: Path) -> Path:
    from flows.report import document
    from flows.snapshots import DatasetError

    require_sound(current, current.tables)
    with exit_on(OSError, DatasetError, error=CliError):
        document.write(current, path)
    return path
