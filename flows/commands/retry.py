"""The option --retry-quarantined, which any number of reasons may follow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import click

from cleaners.article import Reason

NAME = "--retry-quarantined"
REASONS = tuple(reason.value for reason in Reason)


class Command(click.Command):
    """A command in which the reasons after the option belong to it, and what follows does not."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Join the reasons to the option, so that it has exactly one value."""
        if NAME in args:
            at = args.index(NAME)
            args = [*args[:at], *_joined(args[at + 1 :])]
        return super().parse_args(ctx, args)


def _joined(following: Sequence[str]) -> list[str]:
    """Join the option and the reasons among the arguments that follow it; any reason if none."""
    reasons = list(takewhile(_is_reason, following))
    chosen = ",".join(reasons or REASONS)
    return [f"{NAME}={chosen}", *following[len(reasons) :]]


def _is_reason(argument: str) -> bool:
    return argument in REASONS


def _read(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Split the reasons. Raises BadParameter for one that is not on the list."""
    reasons = value.split(",") if value else []
    _refuse_unknown(reasons)
    return tuple(reasons)


def _refuse_unknown(reasons: Sequence[str]) -> None:
    for reason in reasons:
        if not _is_reason(reason):
            listed = ", ".join(REASONS)
            raise click.BadParameter(f"{reason} is no reason; there are {listed}")


option = click.option(
    NAME,
    "retried",
    callback=_read,
    metavar="[REASON...]",
    help="Try quarantine again.",
)
