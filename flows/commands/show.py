"""`unspun show`: an article of a dataset, before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, UsageError, debug_option, exit_on
from flows.commands.options import in_full_option
from flows.commands.path import DATASET, newest, numbered
from flows.printable import printable, printable_line

if TYPE_CHECKING:
    from rich.console import Console

    from flows.account import Account, Match
    from flows.snapshots import Current


@click.command()
@DATASET
@click.argument("wanted", metavar="ID|URL|FILE:N")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page for the browser instead.",
)
@click.option("--raw", "form", flag_value="raw", help="Print the raw text alone.")
@click.option("--clean", "form", flag_value="clean", help="Print the clean text alone.")
@click.option("--edits", "form", flag_value="edits", help="List the edits alone.")
@click.option(
    "--snapshot", type=click.IntRange(min=1), metavar="N", help="An older one."
)
@in_full_option
@debug_option
def show(  # noqa: PLR0913 - one for each option
    *,
    dataset: Path,
    wanted: str,
    page: Path | None,
    form: str | None,
    snapshot: int | None,
    in_full: bool,
) -> None:
    """Show an article of DIR before and after.

    The second argument names any article, kept, copy or quarantined: its id or how that begins, its
    address in any spelling, or its file and number in it (FILE:N, counted from 0). What was
    removed is struck through, with its rule; a copy is shown beside the article that is kept.
    """
    current = numbered(dataset, snapshot) if snapshot else newest(dataset)
    account = _account(current, wanted)
    if page:
        _write_page(current, account, page)
    elif form:
        FORMS[form](account)
    else:
        _print(current, account, in_full=in_full)


def show_account(dataset: Path, wanted: str, *, in_full: bool) -> None:
    """Print an article of the newest snapshot."""
    current = newest(dataset)
    account = _account(current, wanted)
    _print(current, account, in_full=in_full)


def _account(current: Current, wanted: str) -> Account:
    """Read what is asked for, or end the command; several matches are listed."""
    from flows.account import SeveralArticlesError, UnknownArticleError, account_of
    from flows.snapshots import DatasetError

    try:
        with exit_on(UnknownArticleError), exit_on(DatasetError, error=CliError):
            return account_of(current, wanted)
    except SeveralArticlesError as error:
        for match in error.matches[:LISTED]:
            click.echo(_line(match))
        more = len(error.matches) - LISTED
        if more > 0:
            click.echo(f"and {more:,} more")
        raise UsageError(str(error)) from error


LISTED = 50  # matches; a screenful


def _line(match: Match) -> str:
    """Name a row so that one can choose it."""
    place = f"{match.source_path}:{match.record_number}"
    parts = [
        match.article_id or "quarantined",
        place,
        match.title or "",
        match.url or "",
    ]
    return "  ".join(printable_line(part) for part in parts if part)


def _print(current: Current, account: Account, *, in_full: bool) -> None:
    from flows.commands.account_view import AccountView
    from flows.commands.consoles import page_console

    console = page_console()
    AccountView(console, in_full=in_full).print(account)
    if account.copy_of:
        _print_comparison(console, current, account)
    elif account.article_id:
        _print_copies(console, current, account.article_id)
        _print_related(console, current, account.article_id)


def _print_comparison(console: Console, current: Current, copy: Account) -> None:
    from flows.account import accounts
    from flows.commands.comparison_view import print_comparison

    assert copy.copy_of, "a duplicate is a copy of something"
    for kept in accounts(current, [copy.copy_of.canonical_id]):
        print_comparison(console, copy, kept)


def _print_copies(console: Console, current: Current, article_id: str) -> None:
    from flows.account.matches import copies_of

    copies = copies_of(current, article_id)
    if copies:
        console.print("Its copies:", style="bold")
    for match in copies[:LISTED]:
        console.print(_line(match), markup=False)
    if len(copies) > LISTED:
        console.print(f"and {len(copies) - LISTED:,} more")


def _print_related(console: Console, current: Current, article_id: str) -> None:
    from flows.commands.related_view import print_related
    from flows.related import related_to

    print_related(console, related_to(current, article_id))


def _write_page(current: Current, account: Account, page: Path) -> None:
    """Write the account as a page that opens without a server."""
    from flows.account import accounts
    from flows.account.html_page import html_page

    kept = None
    if account.copy_of:
        kept = next(iter(accounts(current, [account.copy_of.canonical_id])), None)
    with exit_on(OSError, error=CliError):
        page.write_text(html_page(account, kept), encoding="utf-8")
    click.echo(page)


def _print_raw(account: Account) -> None:
    """Print the text as it was."""
    if account.refusal:
        click.echo(printable(account.refusal.excerpt))
        return
    if account.unkept:
        raise UsageError(
            f"the raw text of {account.article_id} was not stored: the dataset was made with"
            " keep_before = false; --edits lists what is known"
        )
    click.echo(printable(account.raw))


def _print_clean(account: Account) -> None:
    _require_article(account)
    click.echo(printable(account.text))


def _print_edits(account: Account) -> None:
    """Print one line for each edit: its place, its rule, its confidence, both texts."""
    from flows.account.page import unkept_words

    _require_article(account)
    at = 0
    for piece in account.pieces:
        end = at + piece.length
        if piece.rule:
            before = f"[{unkept_words(piece)}]" if piece.unkept else piece.before
            cells = [f"{at}-{end}", piece.stage, piece.rule, f"{piece.confidence:.2f}"]
            line = "\t".join([*cells, before, piece.after])
            click.echo(printable_line(line))
        at = end


def _require_article(account: Account) -> None:
    """End the command for a record that is in quarantine."""
    if account.refusal:
        raise UsageError(
            f"{account.source_path}:{account.record_number} has no clean text and no edits:"
            f" it is in quarantine ({account.refusal.reason})"
        )


FORMS: dict[str, Callable[[Account], None]] = {
    "raw": _print_raw,
    "clean": _print_clean,
    "edits": _print_edits,
}
