"""The options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from flows.addresses import is_url
from flows.commands.errors import debug_option, exit_on
from flows.utf8_paths import utf8_path

if TYPE_CHECKING:
    from flows.settings import Settings

F = TypeVar("F", bound=Callable[..., object])


class Folder(click.Path):
    """A folder, whose name need not be UTF-8."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Check the folder and return a path of it; of an address, the folder to work in."""
        name = os.fspath(value)
        if not name:
            self.fail("the folder has no name; write . for the current one", param, ctx)
        if is_url(name):
            return self._mirror(name, param, ctx)
        path = super().convert(value, param, ctx)
        assert isinstance(path, Path)
        try:
            return utf8_path(path)
        except OSError as error:
            self.fail(f"{path}: {error.strerror}", param, ctx)

    def _mirror(
        self, url: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the folder of this machine for an address; for readers, as it is now."""
        from flows.snapshots import DatasetError, mirrors

        mirror = mirrors.reading if self.exists else mirrors.writing
        try:
            return mirror(url)
        except (mirrors.AddressError, DatasetError) as error:
            self.fail(str(error), param, ctx)


FOLDER = Folder(file_okay=False, path_type=Path)
EXISTING_FOLDER = Folder(exists=True, file_okay=False, path_type=Path)

settings_option = click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    envvar="UNSPUN_SETTINGS",
    help="A TOML file with settings.",
)
field_option = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="COLUMN=NAME",
    help="A column's name in your JSONL; repeatable.",
)
in_full_option = click.option(
    "--all",
    "in_full",
    is_flag=True,
    help="Fold nothing: show all that was left out.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker processes; default: one a processor.",
)

runner_option = click.option(
    "--runner",
    type=click.Choice(["process", "dask"]),
    default="process",
    help="Who cleans: processes, or a Dask cluster.",
)
address_option = click.option(
    "--dask-address",
    metavar="URL",
    help="Its scheduler, such as tcp://host:8786.",
)


def cluster_options(command: F) -> F:
    """Add the options of a run on several machines."""
    return runner_option(address_option(command))


def run_options(command: F) -> F:
    """Add the options of a run."""
    for option in (debug_option, field_option, settings_option, workers_option):
        command = option(command)
    return command


def load_settings(path: Path | None, fields: tuple[str, ...]) -> Settings:
    """Read the settings, or end the command where they are wrong."""
    from flows.setting_sources import load_settings as load
    from flows.settings import SettingsError

    with exit_on(SettingsError):
        return load(path).with_fields(fields)
