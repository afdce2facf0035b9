"""`unspun forget`: take articles down, from every snapshot and for good."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.addresses import addressed
from flows.commands.errors import CliError, UsageError, debug_option, exit_on
from flows.commands.options import FOLDER
from flows.commands.path import DATASET

if TYPE_CHECKING:
    from flows.forget import Forgotten
    from flows.review.forgetting import Mentions
    from flows.snapshots import Dataset
    from flows.snapshots.takedown import Target
    from flows.snapshots.unmatched import Unmatched

LISTED = 20  # articles that are named before the rest is only counted: a page of the terminal


@click.command()
@DATASET
@click.option("--url", "urls", multiple=True, metavar="URL", help="A page; repeatable.")
@click.option(
    "--id", "ids", multiple=True, metavar="ID", help="An article_id, or how it begins."
)
@click.option("--site", "sites", multiple=True, metavar="HOST", help="With subdomains.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@click.option("--undo", is_flag=True, help="Let names in again that kept things out.")
@click.option(
    "--answers",
    type=FOLDER,
    metavar="FOLDER",
    help="Answers; default: DIR/../review.",
)
@debug_option
def forget(  # noqa: PLR0913 - one for each option
    *,
    dataset: Path,
    urls: tuple[str, ...],
    ids: tuple[str, ...],
    sites: tuple[str, ...],
    dry_run: bool,
    undo: bool,
    answers: Path | None,
) -> None:
    """Take down pages, articles or sites.

    All fetches of a page go with it, from the tables, the indexes and every snapshot of DIR, and
    are not taken in again. So do the answers of a review that name it. The files in the inbox stay:
    remove them yourself.

    A name of which DIR has nothing is kept all the same, so that nothing of it comes in. --undo
    lets a page or site of that name in again; what was taken down stays away.
    """
    if not (urls or ids or sites):
        raise UsageError("name what to forget: --url, --id or --site")
    _require_addresses(urls)
    from flows import forget as takedowns
    from flows.own_files import beside
    from flows.snapshots import Dataset, DatasetError
    from flows.snapshots.short_ids import AmbiguousIdError
    from flows.snapshots.takedown import Target

    target = Target(urls, ids, sites)
    held = Dataset(dataset)
    if undo:
        _undo(held, target, dry_run=dry_run)
        return
    answered = answers or beside(dataset)
    with exit_on(DatasetError, error=CliError), exit_on(AmbiguousIdError):
        target = takedowns.with_whole_ids(held, target)
        meant = takedowns.preview(held, target)
        unmatched = takedowns.unmatched(held, target, meant)
        mentions = _mentions(held, answered, target, meant)
        found = meant if dry_run else takedowns.forget(held, target)
    _show(found, "would go" if dry_run else "forgotten")
    _show_mentions(mentions, answered, dry_run=dry_run)
    for each in unmatched:
        _show_unmatched(each, dataset, dry_run=dry_run)


def _require_addresses(urls: Iterable[str]) -> None:
    """End the command where a page is named by what no page can have."""
    from flows.snapshots.takedown import is_address

    for url in urls:
        if not is_address(url):
            raise UsageError(
                f"--url {_printable(url)}: no address; write https://example.org/page"
            )


def _undo(dataset: Dataset, target: Target, *, dry_run: bool) -> None:
    """Let names in again, and say which of them kept anything out."""
    from flows import forget as takedowns
    from flows.snapshots import DatasetError

    if dry_run:
        raise UsageError("give one of --dry-run and --undo")
    with exit_on(DatasetError, error=CliError):
        allowed = takedowns.allow_again(dataset, target)
    for each in target.each():
        _, name = _named(each)
        did = "may come in again" if each in allowed else "kept nothing out"
        click.echo(f"{_printable(name)}: {did}")


def _named(target: Target) -> tuple[str, str]:
    """Return the option and the one name of a target."""
    for option, names in (("url", target.urls), ("site", target.sites)):
        if names:
            return option, names[0]
    return "id", target.ids[0]


def _show_unmatched(each: Unmatched, folder: Path, *, dry_run: bool) -> None:
    """Say that the dataset has nothing of a name, what was meant, and how to undo it."""
    option, name = map(_printable, _named(each.target))
    near = f"; did you mean {' or '.join(each.near)}?" if each.near else ""
    click.echo(f"{name}: the newest snapshot has nothing of this {option}{near}")
    if each.is_kept and not dry_run:
        undo = _undo_command(folder, option, name)
        click.echo(f"{name}: is kept, so that nothing of it comes in; to undo: {undo}")


def _undo_command(folder: Path, option: str, name: str) -> str:
    """Return the command that lets a name in again, to be pasted into a shell."""
    place = addressed(str(folder))
    return shlex.join(("unspun", "forget", place, f"--{option}", name, "--undo"))


def _mentions(
    dataset: Dataset, folder: Path, target: Target, meant: Forgotten
) -> Mentions:
    """Find what answers of a review hold of what is meant."""
    from cleaners.answer_files import AnswerError
    from cleaners.paraphrase import LexiconError
    from cleaners.rule import RuleError
    from flows.own_files import OwnFileError
    from flows.review import forgetting

    if not folder.exists():
        return forgetting.Mentions()
    rows = (*meant.articles, *meant.quarantine)
    with exit_on(AnswerError, RuleError, LexiconError, OwnFileError):
        return forgetting.find(folder, dataset.current(), target, rows)


def _show_mentions(mentions: Mentions, folder: Path, *, dry_run: bool) -> None:
    """Remove the answers that name what goes, and say which lines of others it has."""
    from flows.review import forgetting
    from flows.review.describing import describe

    if mentions.named and not dry_run:
        forgetting.remove(folder, mentions.named)
    verb = "would go" if dry_run else "removed"
    if mentions.named:
        click.echo(
            f"{len(mentions.named):,} answers of the review that name it: {verb}"
        )
    for answer in mentions.quoted[:LISTED]:
        line = _printable(describe(answer))
        click.echo(f"stays in {folder}, though its text has the line: {line}")


def _show(found: Forgotten, verb: str) -> None:
    """Print what went, or would go."""
    _show_articles(found)
    counts = (
        f"{len(found.articles):,} articles and duplicates",
        f"{len(found.quarantine):,} rows of quarantine",
        f"{len(found.snapshots):,} older snapshots",
    )
    click.echo(f"{verb}: {', '.join(counts)}")


def _show_articles(found: Forgotten) -> None:
    """Name the first articles, and count the others."""
    for row in found.articles[:LISTED]:
        place = row["url"] or row["source_path"]
        click.echo(f"{row['article_id']} {_printable(place)}")
    if len(found.articles) > LISTED:
        click.echo(f"... and {len(found.articles) - LISTED:,} more")


def _printable(text: str) -> str:
    """Escape what a terminal would obey."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
