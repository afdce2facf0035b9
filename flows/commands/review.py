"""`unspun review`: decide about doubtful articles, in the browser or the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.options import FOLDER, load_settings, settings_option
from flows.commands.path import DATASET, newest
from flows.printable import printable_line

if TYPE_CHECKING:
    from flows.review.session import Session


@click.command()
@DATASET
@click.option("--terminal", is_flag=True, help="Review in the terminal.")
@click.option(
    "--answers",
    type=FOLDER,
    metavar="FOLDER",
    help="Where answers go; default: DIR/../review.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@settings_option
@debug_option
def review(
    *,
    dataset: Path,
    terminal: bool,
    answers: Path | None,
    no_browser: bool,
    settings: Path | None,
) -> None:
    """Review articles, the most doubtful first.

    Keep or remove lines, mark repairs as wrong, set values, drop articles, judge the pairs that
    spun copies propose. Answers are files in a folder that can be committed; the next run uses
    them. The page is for this machine alone, and every key is shown on it.
    """
    folder = answers or _folder(dataset, settings)
    session = _session(dataset, folder)
    if terminal:
        from flows.review.terminal import review_in_terminal

        review_in_terminal(session)
    else:
        _serve(session, opens=not no_browser)
    changed = f"{session.decided:,} decisions in {printable_line(str(folder))}"
    click.echo(f"{changed}; the next unspun clean uses them")


def _folder(dataset: Path, settings: Path | None) -> Path:
    """Return the folder that the settings name, or the one next to the dataset."""
    from flows.own_files import beside

    chosen = load_settings(settings, ())
    if not chosen.review:
        return beside(dataset)
    base = settings.parent if settings else Path()
    return base / chosen.review


def _session(dataset: Path, folder: Path) -> Session:
    from cleaners.answer_files import AnswerError
    from cleaners.paraphrase import LexiconError
    from cleaners.rule import RuleError
    from flows.own_files import OwnFileError
    from flows.review.session import Session
    from flows.snapshots import DatasetError

    current = newest(dataset)
    wrong = exit_on(AnswerError, RuleError, LexiconError, OwnFileError)
    with exit_on(DatasetError, OSError, error=CliError), wrong:
        return Session(current, folder)


def _serve(session: Session, *, opens: bool) -> None:
    """Serve the page until it is finished, or Ctrl-C."""
    from flows.review.server import ReviewServer

    with exit_on(OSError, error=CliError):
        server = ReviewServer(session)
    click.echo(f"Review at {server.address}")
    click.echo("Finish there, or with Ctrl-C: answers are written as they are given.")
    if opens:
        click.launch(server.address)
    server.serve_forever()
    server.server_close()
