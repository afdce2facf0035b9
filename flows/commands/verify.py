"""`unspun verify`: compare every file of a dataset with its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.addresses import addressed
from flows.commands.errors import Exit, debug_option, exit_on
from flows.commands.path import DATASET

if TYPE_CHECKING:
    from flows.snapshots.verification import Advance, Fault, Verification


@click.command()
@DATASET
@click.option(
    "--snapshot",
    "numbers",
    type=int,
    multiple=True,
    metavar="N",
    help="Compare this one only; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@debug_option
def verify(dataset: Path, *, numbers: tuple[int, ...], as_json: bool) -> None:
    """Compare every file in DIR with its manifest.

    Names each file that is missing, damaged or strange, with what to do, and exits with 1 if there
    is any. Changes nothing.
    """
    from flows.snapshots import DatasetError, verification

    with exit_on(DatasetError):
        found = verification.begin(dataset, numbers or None)
    with _showing_progress(found.bytes()) as advance:
        faults = found.run(advance)
    if as_json:
        _print_json(found, faults)
    else:
        _print(found, faults)
    if faults:
        raise SystemExit(Exit.FAILED)


def _print_json(found: Verification, faults: Sequence[Fault]) -> None:
    rows = []
    for fault in faults:
        row = {
            "path": addressed(str(fault.path)),
            "problem": fault.problem,
            "remedy": addressed(fault.remedy),
        }
        rows.append(row)
    result = {
        "snapshots": found.snapshots,
        "files": len(found.files),
        "bytes": found.bytes(),
        "faults": rows,
    }
    click.echo(json.dumps(result))


def _print(found: Verification, faults: Sequence[Fault]) -> None:
    for fault in faults:
        _print_line(f"{fault.path}: {fault.problem}; {fault.remedy}")
    files = f"{len(found.files):,} files of {len(found.snapshots):,} snapshots"
    outcome = f"{len(faults):,} faults" if faults else "all as their manifests say"
    _print_line(f"{found.paths.folder}: {files}, {found.bytes():,} bytes: {outcome}")


def _print_line(line: str) -> None:
    click.echo(addressed(line))


@contextmanager
def _showing_progress(size: int) -> Iterator[Advance]:
    """Show a bar of the bytes on a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=size)
        yield lambda more: bar.advance(task, more)
