"""How a command ends that can't go on: with one line and an exit code, or a full traceback."""

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

from flows.addresses import addressed
from flows.printable import printable

DEBUG = "UNSPUN_DEBUG"  # in the environment, so that scheduled runs have it too


class Exit(IntEnum):
    """What the exit code tells a script."""

    DONE = 0
    FAILED = 1  # a stage of the run failed
    USAGE = 2  # wrong usage, or an input that can't be read
    QUARANTINED = 3  # with --strict: the run put something in quarantine


class CliError(click.ClickException):
    """A command whose run failed; the message says why and what to do."""

    exit_code = Exit.FAILED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print one line, after the traceback of its cause with --debug."""
        if debugging() and self.__cause__:
            traceback.print_exception(self.__cause__)
        message = printable(addressed(self.message))
        click.echo(f"unspun: {message}", file=file or sys.stderr)


class UsageError(CliError):
    """A command that was given something wrong or unreadable."""

    exit_code = Exit.USAGE


@contextmanager
def exit_on(
    *errors: type[Exception], error: type[CliError] = UsageError
) -> Iterator[None]:
    """End the command with the message of any of `errors`."""
    try:
        yield
    except errors as cause:
        raise error(_said_by(cause)) from cause


def _said_by(error: BaseException) -> str:
    """Return what an error says; of a file its name, and what is wrong with it."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    return str(error)


def debugging() -> bool:
    """Return whether the user asked for full tracebacks."""
    return os.environ.get(DEBUG) == "1"


def _set_debug(_: click.Context, __: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    if value:
        os.environ[DEBUG] = "1"


debug_option = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_set_debug,
    help="Show full tracebacks and Prefect's log.",
)


def print_one_line(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print an unexpected error in one line; Python then exits with 1. A `sys.excepthook`."""
    if debugging():
        sys.__excepthook__(kind, error, trace)
        return
    message = " ".join(_said_by(error).split())
    click.echo(
        f"unspun: {kind.__name__}: {message} (full traceback: --debug)", file=sys.stderr
    )
