"""`unspun export`: a snapshot for Hugging Face, CSV, JSONL, SQLite or DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.path import DATASET
from flows.commands.snapshots import SNAPSHOT, chosen

if TYPE_CHECKING:
    from flows.export import Exported

FORMATS = ("hf", "csv", "jsonl", "sqlite", "duckdb")


@click.command()
@DATASET
@click.option(
    "--to",
    "form",
    type=click.Choice(FORMATS),
    required=True,
    help="The format.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PATH",
    help="The file or folder to write.",
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="NAME",
    help="Export this one only; repeatable.",
)
@click.option("--force", is_flag=True, help="Replace an earlier export.")
@SNAPSHOT
@debug_option
def export(  # noqa: PLR0913 - its options
    dataset: Path,
    form: str,
    output: Path,
    number: int | None,
    *,
    tables: tuple[str, ...],
    force: bool,
) -> None:
    """Export a snapshot in DIR.

    hf is a folder of Parquet with a dataset card, csv and jsonl a folder with a file for each
    table, or one file where PATH ends in .csv or .jsonl: that of --table, or else of articles.
    sqlite and duckdb are one file with all tables.
    """
    from flows.export import ExportError, begin, write
    from flows.snapshots import DatasetError

    current = chosen(dataset, number)
    with exit_on(ExportError), exit_on(DatasetError, error=CliError):
        planned = begin(current, form, output, tables, force=force)
        with _showing_progress(planned) as advance:
            write(current, form, planned, advance)
    _print(planned, current.snapshot)


def _print(exported: Exported, snapshot: int) -> None:
    click.echo(f"{exported.path}: {_counts(exported)}, of snapshot {snapshot}")


def _counts(planned: Exported) -> str:
    return ", ".join(f"{rows:,} {table}" for table, rows in planned.rows.items())


@contextmanager
def _showing_progress(planned: Exported) -> Iterator[Callable[[int], object]]:
    """Show a bar of the rows on a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TimeRemainingColumn,
    )

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    hidden = not console.is_terminal
    total = sum(planned.rows.values())
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total)
        yield lambda rows: bar.advance(task, rows)
