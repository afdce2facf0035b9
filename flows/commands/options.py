"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from flows.commands.errors import debug_option, exit_on

F = TypeVar("F", bound=Callable[..., object])
FOLDER = click.Path(file_okay=False, path_type=Path)

settings_option = click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A TOML file with settings.",
)
field_option = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="COLUMN=NAME",
    help="The name that a column has in your JSONL, for example text=story. May be given again.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes that clean at once; one for each processor if left out.",
)


def run_options(command: F) -> F:
    """Add the options that say how a run works."""
    for option in (debug_option, field_option, settings_option, workers_option):
        command = option(command)
    return command


def check_settings(settings: Path | None, fields: tuple[str, ...]) -> None:
    """End the command now if the settings are wrong, and not after Prefect has started."""
    from flows.settings import Settings, SettingsError

    with exit_on(SettingsError):
        (Settings.load(settings) if settings else Settings()).with_fields(fields)
