"""`unspun stats`: what is in a dataset, in figures."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.path import DATASET
from flows.commands.snapshots import SNAPSHOT, chosen
from flows.printable import printable_json

if TYPE_CHECKING:
    from flows.snapshots import Current


@click.command()
@DATASET
@SNAPSHOT
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@debug_option
def stats(dataset: Path, number: int | None, *, as_json: bool) -> None:
    """Show what is in a snapshot of DIR.

    Articles by site and language, dates, missing values, spun articles, duplicates by kind,
    quarantine by reason, edits by stage, and sizes on disk.
    """
    from flows.snapshots import DatasetError

    current = chosen(dataset, number)
    with exit_on(DatasetError, error=CliError):
        figures = _figures(current)
    if as_json:
        from flows.sql.values import json_value

        text = json.dumps(json_value(figures), ensure_ascii=False, indent=1)
        click.echo(printable_json(text))
        return
    from flows.commands.stats_view import print_figures

    print_figures(figures)


def _figures(current: Current) -> dict[str, object]:
    """Collect all figures by their names; those that are no list are one record."""
    from flows.report import statistics
    from flows.snapshots.kept import numbers

    found: dict[str, object] = {
        "snapshot": current.snapshot,
        "snapshots": list(numbers(current.folder)),
    }
    for name, rows in statistics.figures(current).items():
        found[name] = rows[0] if name in statistics.ONE_ROW else rows
    found["bytes"] = asdict(statistics.sizes(current))
    return found
