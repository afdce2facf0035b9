"""`unspun diff`: articles that are new, gone or changed between two snapshots."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import CliError, UsageError, debug_option, exit_on
from flows.commands.path import DATASET, newest
from flows.commands.snapshots import chosen
from flows.printable import printable_json

if TYPE_CHECKING:
    from flows.differences import Comparison, Entry
    from flows.snapshots import Current

LISTED = 20  # entries of a list without --all: a screen. Not tuned.
TEXT = "text"  # the column whose values are too long for a list


@click.command()
@DATASET
@click.argument("before", metavar="[N", type=click.IntRange(min=1), required=False)
@click.argument("after", metavar="M]", type=click.IntRange(min=1), required=False)
@click.option("--all", "every", is_flag=True, help="List all, not the first 20.")
@click.option("--text", is_flag=True, help="Show the words that changed.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@debug_option
def diff(  # noqa: PLR0913 - its options
    dataset: Path,
    before: int | None,
    after: int | None,
    *,
    every: bool,
    text: bool,
    as_json: bool,
) -> None:
    """Compare two snapshots in DIR.

    Lists the articles that are new in snapshot M, gone since N, or changed, with what changed in
    them. Without N and M, the last two snapshots are compared; without M, N and the newest.
    """
    pair = _snapshots(dataset, before, after)
    from flows.differences import compare
    from flows.snapshots import DatasetError

    with exit_on(DatasetError, error=CliError):
        compared = compare(*pair)
    if as_json:
        click.echo(_json(compared, text=text))
        return
    from flows.commands.diff_view import print_comparison

    print_comparison(compared, limit=None if every else LISTED, text=text)


def _snapshots(
    dataset: Path, before: int | None, after: int | None
) -> tuple[Current, Current]:
    """Open the two snapshots, or end the command."""
    from flows.snapshots.kept import numbers

    later = chosen(dataset, after) if after else newest(dataset)
    if before:
        return chosen(dataset, before), later
    earlier = [number for number in numbers(dataset) if number < later.snapshot]
    if not earlier:
        raise UsageError(
            f"{dataset} keeps no snapshot before {later.snapshot}: nothing to compare it with"
        )
    return chosen(dataset, earlier[-1]), later


def _json(compared: Comparison, *, text: bool) -> str:
    from flows.differences import Status

    record: dict[str, object] = {
        "before": compared.before,
        "after": compared.after,
        "articles": asdict(compared.articles),
        "duplicates": asdict(compared.duplicates),
    }
    for status in Status:
        entries = compared.entries(status)
        record[status.value] = [_entry(entry, text=text) for entry in entries]
    return printable_json(json.dumps(record, ensure_ascii=False))


def _entry(entry: Entry, *, text: bool) -> dict[str, object]:
    from flows.sql.values import json_value

    record: dict[str, object] = {
        "article_id": entry.article_id,
        "earlier_id": entry.earlier_id,
        "title": entry.title,
        "site": entry.site,
        "published_on": json_value(entry.published_on),
    }
    if entry.changes:
        record["columns"] = list(entry.columns)
        record["changes"] = dict(_changes(entry, text=text))
    return record


def _changes(entry: Entry, *, text: bool) -> Iterator[tuple[str, object]]:
    """Yield the values of the columns that changed; those of texts on request."""
    from flows.sql.values import json_value

    for change in entry.changes:
        if text or change.column != TEXT:
            values = {"before": change.before, "after": change.after}
            yield change.column, json_value(values)
