"""Print the figures of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from flows.commands.values import shown_on_a_line
from flows.printable import printable_line

LISTED = 15  # rows of a list: some screens for all of them. Not tuned.
HEADINGS = {
    "sites": "Sites",
    "languages": "Languages",
    "duplicates": "Duplicates by kind",
    "quarantine": "Quarantine by reason",
    "edits": "Edits by stage",
}
SHARES = ("share", "spun_share")  # that are shown in per cent
SEVERAL = "stories_of_several"  # a count that is shown beside the one of all stories


def print_figures(figures: Mapping[str, Any]) -> None:
    """Print the figures that are one record as lines, lists as tables."""
    console = Console(highlight=False)
    for name, value in _facts(figures):
        console.print(Text.assemble((f"{name:<12}", "bold"), value))
    for name, heading in HEADINGS.items():
        _print_list(console, heading, figures[name])


def _print_list(
    console: Console, heading: str, rows: Sequence[Mapping[str, object]]
) -> None:
    """Print the first rows of a list; nothing where it is empty."""
    if not rows:
        return
    console.print(Text(f"\n{heading}", style="bold"))
    console.print(_table(rows))
    more = len(rows) - LISTED
    if more > 0:
        console.print(Text(f"… {more:,} more (--json has all)", style="dim"))


def _facts(figures: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each line."""
    yield "snapshot", f"{figures['snapshot']} ({_kept(figures['snapshots'])})"
    yield from _counts(figures["tables"])
    yield "published", _dates(figures["dates"])
    yield "spun", ", ".join(_named(figures["spun"], ("articles", "duplicates")))
    yield "without", ", ".join(_named(figures["missing"], figures["missing"]))
    yield "on disk", ", ".join(_sizes(figures["bytes"]))


def _counts(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    several = f" ({counts[SEVERAL]:,} of several articles)"
    for name, count in counts.items():
        if name != SEVERAL:
            yield name, f"{count:,}{several if name == 'stories' else ''}"


def _dates(dates: Mapping[str, object]) -> str:
    first = dates["first_published_on"]
    last = dates["last_published_on"]
    return f"{first} to {last}" if first else "no dates"


def _named(counts: Mapping[str, int], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield f"{name} {counts[name]:,}"


def _sizes(sizes: Mapping[str, int]) -> Iterator[str]:
    for name, size in sizes.items():
        yield f"{name} {decimal(size)}"


def _kept(numbers: Sequence[int]) -> str:
    """Write numbers of snapshots in short."""
    if len(numbers) == 1:
        return "the only one"
    return f"{len(numbers)} kept, {numbers[0]} to {numbers[-1]}"


def _table(rows: Sequence[Mapping[str, object]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.show_header = True
    for name in rows[0]:
        _add_column(table, name)
    for row in islice(rows, LISTED):
        cells = [_cell(name, value) for name, value in row.items()]
        table.add_row(*cells)
    return table


def _add_column(table: Table, name: str) -> None:
    """Add a column; the first names what the figures on the right are of."""
    side: Literal["left", "right"] = "right" if table.columns else "left"
    head = Text(name.replace("_", " "), style="dim")
    table.add_column(head, justify=side, no_wrap=True, overflow="ellipsis")


def _cell(name: str, value: object) -> Text:
    if name in SHARES and isinstance(value, float):
        return Text(f"{value:.0%}")
    if isinstance(value, int):
        return Text(f"{value:,}")
    if value is None:
        return Text("not known", style="dim italic")
    return Text(printable_line(shown_on_a_line(value)))
