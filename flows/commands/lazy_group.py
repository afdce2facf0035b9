"""A group of commands that imports a command only when it is run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands, each in a module of its name, and the line that lists each of them."""

    def __init__(self, *, package: str, lines: Mapping[str, str], **rest: Any) -> None:  # noqa: ANN401 - what click.Group takes
        super().__init__(**rest)
        self._package = package
        for name, line in lines.items():
            self.add_command(click.Command(name, short_help=line))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, and those that are left for it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, self.load(name) if name else command, rest

    def load(self, name: str) -> click.Command:
        """Import a command."""
        command = getattr(import_module(f"{self._package}.{name}"), name)
        assert isinstance(command, click.Command)
        return command
