"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from flows.commands.errors import debug_option, exit_on

if TYPE_CHECKING:
    from flows.settings import Settings

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
    help="A column's name in your JSONL; repeatable.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker processes; default: one a processor.",
)


def run_options(command: F) -> F:
    """Add the options of a run."""
    for option in (debug_option, field_option, settings_option, workers_option):
        command = option(command)
    return command


def load_settings(path: Path | None, fields: tuple[str, ...]) -> Settings:
    """Read the settings, or end the command where they are wrong."""
    from flows.settings import Settings, SettingsError

    with exit_on(SettingsError):
        settings = Settings.load(path) if path else Settings()
        return settings.with_fields(fields)
