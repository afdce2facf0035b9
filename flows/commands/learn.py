"""`unspun learn`: propose entries of a lexicon, from spun copies and their originals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import UsageError, debug_option
from flows.commands.options import load_settings, settings_option
from flows.commands.path import DATASET, newest

if TYPE_CHECKING:
    from flows.learning import LearnedPairs

SHOWN = 10  # printed pairs: a screen; the file has all


@click.command()
@DATASET
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    default=Path("lexicon-proposals.tsv"),
    show_default=False,
    help="Default: lexicon-proposals.tsv.",
)
@settings_option
@debug_option
def learn(dataset: Path, output: Path, settings: Path | None) -> None:
    """Propose entries for your own lexicon.

    They come from spun copies in DIR whose originals are there too. Every pair in the file is
    commented out until you uncomment it. A file that exists is never overwritten.
    """
    from flows import learning

    known = _known_pairs(settings)
    learned = learning.learn(newest(dataset), known)
    if learned.proposals:
        _write(output, learning.format_lexicon(learned, output.name))
    _print(learned, output)


def _known_pairs(settings: Path | None) -> list[tuple[str, str]]:
    """Return the pairs of the lexicon that the settings name."""
    chosen = load_settings(settings, ())
    return [(pair.original, pair.spun) for pair in chosen.own.lexicon.pairs]


def _print(learned: LearnedPairs, output: Path) -> None:
    """Print the first proposals, and what was compared."""
    for proposal in learned.proposals[:SHOWN]:
        click.echo(f"{proposal.copies:>4}  {proposal.original}  <-  {proposal.spun}")
    click.echo(f"{_compared(learned)}: {_outcome(learned, output)}")


def _outcome(learned: LearnedPairs, output: Path) -> str:
    count = len(learned.proposals)
    if not count:
        return "nothing new to propose"
    return f"{count:,} pairs proposed in {output}"


def _write(output: Path, text: str) -> None:
    """Write a new file. Raises UsageError where it exists."""
    from flows.learning import write_new_file

    try:
        write_new_file(output, text)
    except FileExistsError as error:
        message = f"{output} exists; name another file with --output"
        raise UsageError(message) from error


def _compared(lesson: LearnedPairs) -> str:
    compared = f"{lesson.compared:,} spun copies compared"
    if not lesson.unreadable:
        return compared
    return (
        f"{compared}; {lesson.unreadable:,} left out,"
        " as keep_before = false kept no record of their words"
    )
