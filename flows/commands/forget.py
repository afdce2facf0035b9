"""`unspun forget`: take articles down, from every snapshot and for good."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, UsageError, debug_option, exit_on
from flows.commands.path import DATASET

if TYPE_CHECKING:
    from flows.forget import Forgotten

LISTED = 20  # articles that are named before the rest is only counted: a page of the terminal


@click.command()
@DATASET
@click.option("--url", "urls", multiple=True, metavar="URL", help="A page; repeatable.")
@click.option("--id", "ids", multiple=True, metavar="ID", help="An article_id.")
@click.option("--site", "sites", multiple=True, metavar="HOST", help="With subdomains.")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@debug_option
def forget(
    *,
    dataset: Path,
    urls: tuple[str, ...],
    ids: tuple[str, ...],
    sites: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Take down pages, articles or sites.

    All fetches of a page go with it, from the tables, the indexes and every snapshot of DIR, and
    are not taken in again. The files in the inbox stay: remove them yourself.
    """
    if not (urls or ids or sites):
        raise UsageError("name what to forget: --url, --id or --site")
    from flows import forget as takedowns
    from flows.snapshots import Dataset, DatasetError
    from flows.snapshots.takedown import Target

    target = Target(urls, ids, sites)
    act = takedowns.preview if dry_run else takedowns.forget
    with exit_on(DatasetError, error=CliError):
        found = act(Dataset(dataset), target)
    _show(found, "would go" if dry_run else "forgotten")


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
