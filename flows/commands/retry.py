"""The option --retry-quarantined, which any number of reasons may follow."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import takewhile

import click

from cleaners.article import Reason
from flows.near_names import meant

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
    _refuse_mistyped(following[len(reasons) :][:1])
    chosen = ",".join(reasons or REASONS)
    return [f"{NAME}={chosen}", *following[len(reasons) :]]


def _refuse_mistyped(following: Sequence[str]) -> None:
    """Raise BadParameter for a word after the reasons that is none, and no input either."""
    for word in following:
        is_word = word.replace("_", "").isalpha()
        if is_word and not os.path.lexists(word):
            _refuse_unknown([word])


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
            listed = f"there are {', '.join(REASONS)}"
            near = meant(reason, REASONS, "")
            remedy = f"{near} {listed}" if near else listed
            raise click.BadParameter(f"{reason} is no reason; {remedy}")


option = click.option(
    NAME,
    "retried",
    callback=_read,
    metavar="[REASON...]",
    help="Try quarantine again.",
)
