"""`unspun explain`: what cleaning does to a text, or did to an article of a dataset."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows import garbage
from flows.commands.errors import Exit, UsageError, debug_option, exit_on
from flows.commands.options import (
    field_option,
    in_full_option,
    load_settings,
    settings_option,
)
from flows.commands.show import show_account

if TYPE_CHECKING:
    from flows.commands.explained_records import Cleaning, Place

IS_PAGE = {None: None, "html": True, "text": False}
FIRST_RECORDS = 3  # of a file with many, each a page long


@click.command()
@click.argument("source", metavar="FILE|-|FILE:N|DIR")
@click.argument("wanted", metavar="[ID|URL]", required=False)
@click.option("--url", help="The address of the scrape.")
@click.option("--html", "form", flag_value="html", help="Read all of it as a page.")
@click.option("--text", "form", flag_value="text", help="Read all of it as plain text.")
@settings_option
@field_option
@in_full_option
@debug_option
def explain(  # noqa: PLR0913 - one for each option
    *,
    source: str,
    wanted: str | None,
    url: str | None,
    form: str | None,
    settings: Path | None,
    fields: tuple[str, ...],
    in_full: bool,
) -> None:
    """Show what cleaning does to a text.

    Reads FILE, standard input (-), or one record of a file of many (FILE:N, numbered from 0 as in
    record_number); or shows an article of the dataset DIR by its id or address, as unspun show
    does. Marks what is removed, repaired and lifted into a column, each with its rule. Exits with 2
    when nothing of the input could become an article.
    """
    if wanted is not None:
        _show(Path(source), wanted, in_full=in_full)
        return
    if Path(source).is_dir():
        raise UsageError(
            f"{source} is a folder: name one of its files, or for a dataset an article:"
            f" unspun explain {source} ID"
        )
    resting = nullcontext() if in_full else garbage.uncollected()
    with resting:
        from flows.commands.explained_records import Cleaning, Place

        cleaning = Cleaning(load_settings(settings, fields), url, IS_PAGE[form])
        is_article = _explain(Place.of(source), cleaning, in_full=in_full)
    if not is_article:
        raise SystemExit(Exit.USAGE)


def _show(dataset: Path, wanted: str, *, in_full: bool) -> None:
    """Show an article of a dataset."""
    if not dataset.is_dir():
        raise UsageError(
            f"{dataset} is no folder: name a dataset before an id, or a file alone"
        )
    show_account(dataset, wanted, in_full=in_full)


def _explain(place: Place, cleaning: Cleaning, *, in_full: bool) -> bool:
    """Print the accounts of some records; return whether any of them is an article."""
    from flows.commands.account_view import AccountView
    from flows.commands.consoles import page_console
    from flows.commands.explained_records import NothingToExplainError, explained
    from flows.intake import InputError

    view = AccountView(page_console(), in_full=in_full)
    limit = None if in_full or place.number is not None else FIRST_RECORDS
    is_article = False
    with exit_on(InputError, NothingToExplainError):
        accounts = explained(place, cleaning)
        for account in islice(accounts, limit):
            view.print(account)
            is_article = is_article or not account.refusal
        if limit and next(accounts, None):
            message = (
                f"the first {limit} records; one of them: {place.path}:N, all: --all"
            )
            click.echo(message, err=True)
    return is_article
