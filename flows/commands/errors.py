"""How a command ends that cannot go on: with one line and an exit code, or with --debug the whole trace."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from types import TracebackType
from typing import IO, Any

import click

DEBUG = "UNSPUN_DEBUG"  # in the environment, so that scheduled runs know too


class Exit(IntEnum):
    """What the exit code tells a script."""

    DONE = 0
    FAILED = 1  # a stage of the run failed
    WRONG = 2  # wrong usage, or an input that cannot be read
    QUARANTINED = 3  # with --strict: the run put something in quarantine


class CliError(click.ClickException):
    """The end of a command whose run failed; the message says why and what to do."""

    exit_code = Exit.FAILED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print one line, after the trace of what went wrong if that is wanted."""
        if debugging() and self.__cause__:
            traceback.print_exception(self.__cause__)
        click.echo(f"unspun: {self.message}", file=file or sys.stderr)


class UsageError(CliError):
    """The end of a command that was given something wrong or unreadable."""

    exit_code = Exit.WRONG


@contextmanager
def exit_on(
    *errors: type[Exception], ending: type[CliError] = UsageError
) -> Iterator[None]:
    """End the command with the message of any of `errors`."""
    try:
        yield
    except errors as error:
        raise ending(str(error)) from error


def debugging() -> bool:
    """Whether the user asked for whole traces."""
    return os.environ.get(DEBUG) == "1"


def _switch(_: click.Context, __: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    if value:
        os.environ[DEBUG] = "1"


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_switch,
    help="Show whole traces and Prefect's own messages.",
)


def print_one_line(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say in one line what nobody expected; Python then ends with code 1. To be `sys.excepthook`."""
    if debugging():
        sys.__excepthook__(kind, error, trace)
        return
    said = " ".join(str(error).split())
    click.echo(
        f"unspun: {kind.__name__}: {said} (the whole trace: --debug)", file=sys.stderr
    )
