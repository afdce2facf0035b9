"""`unspun sql`: a question to the newest snapshot, answered as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import exit_on
from flows.commands.path import DATASET, newest

if TYPE_CHECKING:
    from flows.sql import Answer

FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # how a cell starts that a spreadsheet would run
SHOWN_ROWS = 200
SHOWN_CHARACTERS = 160
FILE_WIDTH = 200


@click.command()
@DATASET
@click.argument("query", metavar='"SELECT ..."')
@click.option(
    "--csv",
    "form",
    flag_value="csv",
    help="Print CSV; text that a spreadsheet would run gets a ' before it.",
)
@click.option("--json", "form", flag_value="json", help="Print one JSON object a row.")
def sql(dataset: Path, query: str, form: str | None) -> None:
    """Ask the newest snapshot in DIR: articles, duplicates, edits, quarantine and runs are its tables."""
    from flows.sql import QueryError, ask

    with exit_on(QueryError):
        answer = ask(newest(dataset), query)
        {"csv": _print_csv, "json": _print_json, None: _print_table}[form](answer)


def _print_csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([_defused(name) for name in answer.columns])
    writer.writerows([_defused(_plain(value)) for value in row] for row in answer.rows)


def _print_json(answer: Answer) -> None:
    for row in answer.rows:
        click.echo(
            json.dumps(
                dict(zip(answer.columns, row, strict=True)),
                ensure_ascii=False,
                default=str,
            )
        )


def _print_table(answer: Answer) -> None:
    """Print the first rows, with long texts cut short."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*answer.columns)
    for number, row in enumerate(answer.rows):
        if number == SHOWN_ROWS:
            click.echo(
                f"the first {SHOWN_ROWS} rows; --csv and --json print all", err=True
            )
            break
        table.add_row(*(Text(_shown(_plain(value))) for value in row))
    Console(width=None if sys.stdout.isatty() else FILE_WIDTH).print(table)


def _plain(value: object) -> object:
    """Write lists and records as JSON; the rest stays what it is."""
    return (
        json.dumps(value, ensure_ascii=False, default=str)
        if isinstance(value, (list, dict))
        else value
    )


def _defused(value: object) -> object:
    return (
        f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
    )


def _shown(value: object) -> str:
    """Write a value on one line, without what would steer the terminal."""
    text = "" if value is None else " ".join(str(value).split())
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
