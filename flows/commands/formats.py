"""`unspun formats`: what can be read, and by what it is recognised."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flows.commands.errors import debug_option

if TYPE_CHECKING:
    from rich.console import Console

    from flows.report.format_list import FormatList


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@debug_option
def formats(*, as_json: bool) -> None:
    """List the input formats and field names.

    A file is recognised by its content; the suffix counts where the content says nothing. The field
    names are those that records may give to the columns of an article; --field adds others.
    """
    from flows.report.format_list import list_formats

    listed = list_formats()
    if as_json:
        click.echo(json.dumps(listed.record(), ensure_ascii=False))
        return
    from rich.console import Console

    _show(listed, Console(highlight=False))


def _show(listed: FormatList, console: Console) -> None:
    """Print two tables: the formats, and the field names by column."""
    from rich.table import Table

    table = Table("format", "suffixes", "recognised by", title="Formats")
    for row in listed.formats:
        suffixes = " ".join(row.suffixes)
        table.add_row(row.name, suffixes, row.recognised_by)
    console.print(table)
    compressions = " ".join(listed.compressions)
    console.print(f"Each also compressed: {compressions}")
    names = Table("column", "field names", title="Fields of records")
    for column, fields in listed.fields.items():
        joined = ", ".join(fields)
        names.add_row(column, joined)
    console.print(names)
