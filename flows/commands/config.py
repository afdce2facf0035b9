"""`unspun config`: the settings in use, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import debug_option, exit_on
from flows.commands.options import settings_option
from flows.printable import printable_json, printable_line

if TYPE_CHECKING:
    from flows.setting_sources import SourcedValue


WIDTH = 44  # columns for most values: with the source, they fit on 80
NAMES = 2  # of a column's names that fit on the line; --json has all


@click.group()
def config() -> None:
    """Show the settings in use."""


@config.command("show")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print the settings as JSON.")
@debug_option
def show(settings: Path | None, *, as_json: bool) -> None:
    """Print each setting and its source.

    A value comes from the environment (UNSPUN_<SETTING>), else from the settings file, else it is
    the default. Options of a command count more than all of them.
    """
    from flows.setting_sources import sourced
    from flows.settings import SettingsError

    with exit_on(SettingsError):
        values = sourced(settings)
    if as_json:
        rows = json.dumps([asdict(each) for each in values], ensure_ascii=False)
        click.echo(printable_json(rows))
    else:
        _print(values)


def _print(values: Sequence[SourcedValue]) -> None:
    """Print a line for each setting, its source after it; long lists are shortened."""
    written = [f"{each.key} = {_shown(each.value)}" for each in values]
    for each, line in zip(values, written, strict=True):
        click.echo(printable_line(f"{line:{WIDTH}}  # {each.source}"))


def _shown(value: object) -> str:
    """Write a value as TOML, which JSON does too; of a list only the first few."""
    if not isinstance(value, list) or len(value) <= NAMES:
        return json.dumps(value, ensure_ascii=False)
    first = json.dumps(value[:NAMES], ensure_ascii=False)
    return f"{first[:-1]}, … {len(value) - NAMES} more]"
