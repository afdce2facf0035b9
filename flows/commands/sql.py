"""`unspun sql`: query the newest snapshot; print a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, exit_on
from flows.commands.path import DATASET, newest
from flows.commands.terminal import printable, printable_json

if TYPE_CHECKING:
    from flows.sql import QueryResult

# Of cells that a spreadsheet would run, also in full width, as Japanese ones read them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SHOWN_ROWS = 200  # of a printed table; --csv and --json print all
SHOWN_CHARACTERS = 160  # of a printed cell
FILE_WIDTH = 200  # columns of a table that goes to a file or a pipe


@click.command()
@DATASET
@click.argument("query", metavar='"SELECT ..."')
@click.option(
    "--csv", "form", flag_value="csv", help="Print CSV, safe to open as a sheet."
)
@click.option("--json", "form", flag_value="json", help="Print one JSON object a row.")
def sql(dataset: Path, query: str, form: str | None) -> None:
    """Query the newest snapshot in DIR.

    Its tables are articles, duplicates, edits, quarantine and runs. In CSV, cells that look like
    formulas are prefixed with '.
    """
    from flows.snapshots import DatasetError
    from flows.sql import QueryError, run_query

    print_answer = {"csv": _print_csv, "json": _print_json, None: _print_table}[form]
    with exit_on(DatasetError, error=CliError), exit_on(QueryError):
        print_answer(run_query(newest(dataset), query))


def _print_csv(answer: QueryResult) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([_defused(name) for name in answer.columns])
    for row in answer.rows:
        writer.writerow([_defused(_plain(value)) for value in row])


def _print_json(answer: QueryResult) -> None:
    for row in answer.rows:
        record = dict(zip(answer.columns, row, strict=True))
        line = json.dumps(record, ensure_ascii=False, default=str)
        click.echo(printable_json(line))


def _print_table(answer: QueryResult) -> None:
    """Print the first rows, with long texts cut short."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*answer.columns)
    for number, row in enumerate(answer.rows):
        if number == SHOWN_ROWS:
            message = f"the first {SHOWN_ROWS} rows; --csv and --json print all"
            click.echo(message, err=True)
            break
        table.add_row(*(Text(_shown(_plain(value))) for value in row))
    width = None if sys.stdout.isatty() else FILE_WIDTH
    Console(width=width).print(table)


def _plain(value: object) -> object:
    """Write lists and records as JSON; leave other values."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _defused(value: object) -> object:
    """Prefix a cell that looks like a formula, and escape what steers a terminal."""
    if not isinstance(value, str):
        return value
    shown = printable(value)
    return f"'{shown}" if value.startswith(FORMULA_STARTS) else shown


def _shown(value: object) -> str:
    """Write a value on one line, without characters that steer the terminal."""
    text = "" if value is None else printable(" ".join(str(value).split()))
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return text[: SHOWN_CHARACTERS - 1] + "…"
