"""`unspun sql`: query a snapshot; print a table, lines, CSV or JSON, or write Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, UsageError, debug_option, exit_on
from flows.commands.path import DATASET
from flows.commands.snapshots import SNAPSHOT, chosen

if TYPE_CHECKING:
    from flows.snapshots import Current
    from flows.sql import QueryResult

STDIN = "-"
SHOW_TABLES = "SHOW TABLES"  # what is run where no query is given
FORMS = ("line", "csv", "json", "parquet")  # of which one can be asked for


@click.command()
@DATASET
@click.argument("query", metavar='["SELECT ..."|FILE.sql|-]', required=False)
@click.option("--all", "every", is_flag=True, help="Show all columns and rows.")
@click.option("--line", is_flag=True, help="Print a value a line.")
@click.option("--csv", is_flag=True, help="Print CSV, safe to open as a sheet.")
@click.option("--json", is_flag=True, help="Print one JSON object a row.")
@click.option(
    "--parquet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a Parquet FILE.",
)
@click.option("--force", is_flag=True, help="Replace the Parquet file.")
@SNAPSHOT
@debug_option
def sql(
    dataset: Path,
    query: str | None,
    number: int | None,
    *,
    every: bool,
    force: bool,
    **forms: bool | Path | None,
) -> None:
    """Query a snapshot in DIR.

    Its tables are articles, duplicates, edits, quarantine, relations and runs, and the views
    all_articles (articles and duplicates) and stories. Without a query, the tables are listed;
    "DESCRIBE articles" lists columns with their meaning.

    On a terminal the answer is a table that fits; into a pipe go lines with tabs between cells. In
    CSV, cells that look like formulas are prefixed with '.
    """
    form = _form(forms)
    if every and form:
        raise UsageError(f"--all belongs to a table: leave it out, or --{form}")
    if force and form != "parquet":
        raise UsageError("--force replaces the file of --parquet: leave it out")
    statement = _statement(query)
    current = chosen(dataset, number)
    from flows.snapshots import DatasetError
    from flows.sql import QueryError

    with exit_on(DatasetError, error=CliError), exit_on(QueryError):
        if isinstance(forms["parquet"], Path):
            _require_free(current, forms["parquet"], force=force)
            _write_parquet(current, statement, forms["parquet"])
        else:
            _print(current, statement, form, every=every)


def _form(forms: dict[str, bool | Path | None]) -> str | None:
    """Return the one form that was asked for, or end the command."""
    asked = [form for form in FORMS if forms[form]]
    if len(asked) > 1:
        named = " and ".join(f"--{form}" for form in asked)
        raise UsageError(f"give one of {named}")
    return asked[0] if asked else None


def _statement(query: str | None) -> str:
    """Return the SQL of the argument, of a file, or of standard input."""
    if query is None:
        return SHOW_TABLES
    if query == STDIN:
        return sys.stdin.read()
    if query.endswith(".sql") and " " not in query.strip():
        return _read(Path(query))
    return query


def _read(file: Path) -> str:
    """Return the SQL of a file, or end the command."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{file}: cannot be read: {error.strerror}"
        raise UsageError(message) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: not UTF-8; save it as UTF-8") from error


def _print(current: Current, statement: str, form: str | None, *, every: bool) -> None:
    from flows.commands.query_lines import print_lines
    from flows.commands.query_table import print_table
    from flows.sql import run_query

    answer = run_query(current, statement)
    if form == "line":
        print_lines(answer)
    elif form or not sys.stdout.isatty():
        _print_plain(answer, form)
    else:
        print_table(answer, every=every)


def _print_plain(answer: QueryResult, form: str | None) -> None:
    """Print a line a row, for programs; text without a form has tabs between its cells."""
    from flows.commands.values import csv_line, json_line, tsv_line

    if form == "json":
        for row in answer.rows:
            click.echo(json_line(answer.columns, row))
        return
    write = csv_line if form == "csv" else tsv_line
    click.echo(write(answer.columns))
    for row in answer.rows:
        click.echo(write(row))


def _require_free(current: Current, file: Path, *, force: bool) -> None:
    """End the command where a file may not be written."""
    if file.resolve().is_relative_to(current.folder.resolve()):
        raise UsageError(f"{file}: inside the dataset; choose a file outside of it")
    if file.exists() and not force:
        raise UsageError(f"{file}: exists; --force replaces it")
    if not file.absolute().parent.is_dir():
        raise UsageError(f"{file}: in no folder that exists; make {file.parent}")


def _write_parquet(current: Current, statement: str, file: Path) -> None:
    """Write the rows to a file, in one step."""
    from flows.sql.parquet_file import write

    with exit_on(OSError, error=CliError):
        rows = write(current, statement, file)
    click.echo(f"{file}: {rows:,} rows", err=True)
