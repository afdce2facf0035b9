"""`unspun learn`: what spun copies and their originals teach about a spinner's words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import UsageError, debug_option, exit_on
from flows.commands.options import settings_option
from flows.commands.path import DATASET, newest

if TYPE_CHECKING:
    from flows.learning import Lesson

SHOWN = 10  # pairs that are printed


@click.command()
@DATASET
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("lexicon-proposals.tsv"),
    show_default=True,
    help="Where to write the proposals; a file that is there already is left alone.",
)
@settings_option
@debug_option
def learn(dataset: Path, output: Path, settings: Path | None) -> None:
    """Propose entries for your own lexicon, from spun copies in DIR whose originals are there too.

    Nothing is accepted by itself: every pair in the file is noted out until a person says otherwise.
    """
    from flows import learning
    from flows.settings import Settings, SettingsError

    with exit_on(SettingsError):
        own = Settings.load(settings).own_lexicon.pairs if settings else ()
    lesson = learning.learn(
        newest(dataset), ((pair.original, pair.spun) for pair in own)
    )
    if not lesson.proposals:
        click.echo(_compared(lesson) + ": nothing new to propose")
        return
    try:
        learning.keep(output, learning.written(lesson, output.name))
    except FileExistsError as error:
        raise UsageError(
            f"{output}: is there already; name another with --output, so that nothing accepted is lost"
        ) from error
    for proposal in lesson.proposals[:SHOWN]:
        click.echo(f"{proposal.copies:>4}  {proposal.original}  <-  {proposal.spun}")
    click.echo(
        f"{_compared(lesson)}: {len(lesson.proposals):,} pairs proposed in {output}"
    )


def _compared(lesson: Lesson) -> str:
    left = f"; {lesson.unreadable:,} left out, as keep_before = false kept no record of their words"
    return f"{lesson.compared:,} spun copies compared" + (
        left if lesson.unreadable else ""
    )
