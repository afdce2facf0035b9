"""The options that decide when a run counts as failed, and who is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])
PERCENT = 100  # hundredths of a whole
SHARE = re.compile(r"(?P<number>\d+(\.\d+)?) *(?P<percent>%?)")


class Share(click.ParamType[float]):
    """A share of the inputs: 20%, or 0.2."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read `20%`."""
        if isinstance(value, float):
            return value
        found = SHARE.fullmatch(str(value).strip())
        share = float(found["number"]) if found else -1.0
        if found and found["percent"]:
            share /= PERCENT
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share; write 20%, or 0.2", param, ctx)
        return share


def outcome_options(command: F) -> F:
    """Add --strict, --fail-over and --notify-command."""
    options = (
        click.option(
            "--notify-command",
            "notify",
            metavar="CMD",
            envvar="UNSPUN_NOTIFY_COMMAND",
            help="A shell command to run after each run.",
        ),
        click.option(
            "--fail-over",
            type=Share(),
            metavar="SHARE",
            help="Exit with 3 if more is quarantined: 20%.",
        ),
        click.option(
            "--strict", is_flag=True, help="Exit with 3 if anything is quarantined."
        ),
    )
    for option in options:
        command = option(command)
    return command
