"""The summary of a run as a page for the terminal."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.intake import LeftAside
from flows.printable import printable_line
from flows.report.summary import Summary

LISTED = (
    8  # names in a list before the rest is only counted: about a line of the terminal
)


LEFT_ASIDE_LISTED = 3  # names for each reason, so that many reasons fit on the terminal


def show(summary: Summary, console: Console) -> None:
    """Print the page."""
    console.print(summary.line(), style="bold", highlight=False)
    if not summary.nothing_new:
        console.print(_figures(summary))
    _show_left_aside(summary.left_aside, console)
    if summary.report:
        shown = Text.assemble("\nReport:  ", (summary.report, "bold"))
        console.print(shown, soft_wrap=True)
    if summary.path:
        _show_path(summary.path, console)


def _names_by_reason(files: Iterable[LeftAside]) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for file in files:
        names = by_reason.setdefault(file.reason, [])
        names.append(_printable(file.path))
    return by_reason


def _show_left_aside(files: Sequence[LeftAside], console: Console) -> None:
    """Print a line for each reason, with the number of files and the first of their names."""
    if not files:
        return
    by_reason = _names_by_reason(files)
    console.print(f"Left aside: {len(files):,}", highlight=False)
    for reason in sorted(by_reason):
        names = by_reason[reason]
        shown = _first(names, LEFT_ASIDE_LISTED)
        line = f"  {len(names):,} {reason}: {shown}"
        console.print(Text(line))


def _printable(name: str) -> str:
    """Escape what a terminal would act on."""
    if name.isprintable():
        return name
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in name
    )


def _show_path(path: str, console: Console) -> None:
    """Print where the Parquet files are, and lines that open them."""
    shown = Text.assemble("\nParquet: ", (path, "bold"))
    console.print(shown, soft_wrap=True)
    lines = open_lines(path)
    for tool, line in lines.items():
        text = Text.assemble((f"{tool:8} ", "dim"), line)
        console.print(text, soft_wrap=True)


def open_lines(path: str) -> dict[str, str]:
    """Return the line of Python that opens the articles of a snapshot, by tool."""
    folder = f"{path}/articles"
    pattern = f"{glob.escape(folder)}/*.parquet"
    quoted = pattern.replace("'", "''")
    query = f"SELECT title, text FROM '{quoted}'"  # noqa: S608 - for the user to paste
    columns = "[['title', 'text']]"
    return {
        "DuckDB": f"import duckdb; duckdb.sql({query!r}).show()",
        "pandas": f"import pandas; print(pandas.read_parquet({folder!r}){columns})",
        "polars": f"import polars; print(polars.read_parquet({pattern!r}){columns})",
    }


def _figures(summary: Summary) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(justify="right")
    table.add_row(f"{summary.articles:,}", "articles")
    _add_counts(table, "duplicates", summary.duplicates)
    _add_counts(table, "quarantined", summary.quarantined)
    _add_seen_again(table, summary)
    if summary.spun:
        table.add_row(f"{summary.spun:,}", "spun", "among articles and duplicates")
    table.add_row(f"{summary.edits:,}", "edits", f"{summary.repairs:,} repairs")
    _add_counts(table, "characters removed", summary.removed_chars)
    if summary.unread:
        _add_counts(table, "notes on", summary.unread)
    _add_counts(table, "seconds", summary.seconds, ".1f")
    _add_counts(table, "seconds of cleaning", summary.cleaning_seconds, ".1f")
    return table


def _add_seen_again(table: Table, summary: Summary) -> None:
    """Add what was read before, as far as there is any."""
    still = f"{summary.still_quarantined:,} still in quarantine"
    rows = (
        (summary.already_known, "already known", "the same record, its row stays"),
        (summary.replaced, "replaced", still if summary.still_quarantined else ""),
        (summary.suppressed, "suppressed", "left out, as unspun forget was told"),
    )
    for count, name, note in rows:
        if count:
            table.add_row(f"{count:,}", name, note)


def _add_counts(
    table: Table, name: str, numbers: Mapping[str, float], form: str = ""
) -> None:
    """Add a row with the sum of some numbers, and the numbers themselves."""
    total = sum(numbers.values())
    table.add_row(f"{total:,{form}}", name, _by_size(numbers, form))


def _first(names: Sequence[str], most: int = LISTED) -> str:
    """Return the first few names, and the number of the others."""
    listed = [printable_line(name) for name in names[:most]]
    if len(names) > most:
        listed.append(f"{len(names) - most:,} more")
    return ", ".join(listed)


def _by_size(numbers: Mapping[str, float], form: str = "") -> str:
    """Write the numbers with their names, the largest first."""
    present = [(name, number) for name, number in numbers.items() if number]
    present.sort(key=lambda item: (-item[1], item[0]))
    return _first([f"{number:,{form}} {name}" for name, number in present])
