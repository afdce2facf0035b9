"""`unspun clean --dry-run`: print what a run would read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from flows.commands.errors import CliError, UsageError, exit_on
from flows.intake import InputError, LeftAside, no_files
from flows.printable import printable_json, printable_line
from flows.report.preview import Planned, Preview, preview
from flows.settings import Settings
from flows.snapshots import DatasetError

LISTED = 10  # files that are left aside: the rest is counted; --json has all


def show_preview(
    inputs: tuple[str, ...],
    output: Path,
    settings: Settings,
    retried: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Print what a run would read. Raises CliError and UsageError."""
    with exit_on(InputError), exit_on(DatasetError, error=CliError):
        found = preview(inputs, output, settings, retried)
    if not (found.files or found.unlisted):
        is_empty = not found.left_aside
        raise UsageError(no_files(inputs, is_empty=is_empty))
    if as_json:
        record = json.dumps(found.record(), ensure_ascii=False)
        click.echo(printable_json(record))
        return
    _print(found, output)


def _print(found: Preview, output: Path) -> None:
    built_on = f"snapshot {found.snapshot}" if found.snapshot else "nothing yet"
    click.echo(found.line())
    for each in found.planned:
        click.echo(_format_line(each))
    for name in found.unlisted:
        click.echo(printable_line(f"  {name}: not opened by a dry run"))
    _print_files("would be quarantined", found.unreadable)
    _print_files("left aside", found.left_aside)
    click.echo(f"Dataset:  {output} ({built_on})")
    click.echo(f"Settings: {found.settings_digest[:16]}")
    click.echo("Nothing was written.")


def _format_line(each: Planned) -> str:
    records = "as many records as they hold"
    if each.records is not None:
        records = f"{each.records:,} records"
    return f"  {each.files:,} {each.format}: {records}, {each.bytes:,} bytes"


def _print_files(title: str, files: Sequence[LeftAside]) -> None:
    if not files:
        return
    click.echo(f"  {len(files):,} {title}")
    for file in files[:LISTED]:
        line = f"    {file.path}: {file.reason}"
        click.echo(printable_line(line))
    more = len(files) - LISTED
    if more > 0:
        click.echo(f"    {more:,} more")
