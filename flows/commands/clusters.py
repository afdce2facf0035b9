"""`unspun clusters`: which articles are copies of which, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, debug_option, exit_on
from flows.commands.options import in_full_option
from flows.commands.path import DATASET
from flows.commands.snapshots import SNAPSHOT, chosen
from flows.printable import printable_json

if TYPE_CHECKING:
    from flows.clusters import LargeCluster, ProvenCluster
    from flows.snapshots import Current

LISTED = 20  # clusters: a screen. Not tuned.


@click.command()
@DATASET
@click.argument("wanted", metavar="[ID|URL|FILE:N]", required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=LISTED,
    metavar="N",
    show_default=True,
    help="List this many.",
)
@SNAPSHOT
@in_full_option
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@debug_option
def clusters(  # noqa: PLR0913 - one for each option
    dataset: Path,
    wanted: str | None,
    limit: int,
    number: int | None,
    *,
    in_full: bool,
    as_json: bool,
) -> None:
    """List the copies in DIR, or prove one cluster.

    Without an article, the largest clusters are listed. With one, kept or copy, its cluster is
    shown: what each copy shares with the article that is kept, and which figures and names differ.
    """
    current = chosen(dataset, number)
    found = _cluster(current, wanted) if wanted else _largest(current, limit)
    if as_json:
        _print_json(found)
        return
    from flows.commands import clusters_view

    if isinstance(found, list):
        clusters_view.print_list(found)
    else:
        clusters_view.print_cluster(found, in_full=in_full)


def _largest(current: Current, limit: int) -> list[LargeCluster]:
    from flows.clusters import largest
    from flows.snapshots import DatasetError

    with exit_on(DatasetError, error=CliError):
        return largest(current, limit)


def _cluster(current: Current, wanted: str) -> ProvenCluster:
    """Read the cluster of the article that is named, or end the command."""
    from flows.account import SeveralArticlesError, UnknownArticleError, account_of
    from flows.clusters import cluster_of
    from flows.snapshots import DatasetError

    with (
        exit_on(UnknownArticleError),
        exit_on(SeveralArticlesError),
        exit_on(DatasetError, error=CliError),
    ):
        account = account_of(current, wanted)
        if account.article_id is None:
            raise UnknownArticleError(f"{wanted} is in quarantine: it has no cluster")
        return cluster_of(current, account.article_id)


def _print_json(found: list[LargeCluster] | ProvenCluster) -> None:
    from flows.sql.values import json_value

    rows = [asdict(row) for row in found] if isinstance(found, list) else asdict(found)
    text = json.dumps(json_value(rows), ensure_ascii=False, indent=1)
    click.echo(printable_json(text))
