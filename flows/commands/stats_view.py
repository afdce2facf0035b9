"""Print the figures of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal

from rich.console import Console, Group
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from flows.commands.terminal import printable_line
from flows.commands.values import shown_on_a_line

LISTED = 15  # rows of a list: some screens for all of them. Not tuned.
HEADINGS = {
    "sites": "Sites",
    "languages": "Languages",
    "duplicates": "Duplicates by kind",
    "quarantine": "Quarantine by reason",
    "edits": "Edits by stage",
}
SHARES = ("share", "spun_share")  # that are shown in per cent


def print_figures(figures: Mapping[str, Any]) -> None:
    """Print the figures that are one record as lines, lists as tables."""
    console = Console(highlight=False)
    console.print(Group(*_lines(figures)))
    for name, heading in HEADINGS.items():
        if figures[name]:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(_table(figures[name]))
            more = len(figures[name]) - LISTED
            if more > 0:
                console.print(Text(f"… {more:,} more (--json has all)", style="dim"))


def _lines(figures: Mapping[str, Any]) -> Iterator[Text]:
    kept = figures["snapshots"]
    yield _line("snapshot", f"{figures['snapshot']} ({len(kept)} kept: {_span(kept)})")
    for name, value in figures["tables"].items():
        yield _line(name, f"{value:,}")
    dates = figures["dates"]
    first, last = dates["first_published_on"], dates["last_published_on"]
    yield _line("published", f"{first} to {last}" if first else "no dates")
    spun = figures["spun"]
    yield _line(
        "spun", f"{spun['articles']:,} articles, {spun['duplicates']:,} duplicates"
    )
    missing = [f"{name} {count:,}" for name, count in figures["missing"].items()]
    yield _line("without", ", ".join(missing))
    sizes = [f"{name} {decimal(size)}" for name, size in figures["bytes"].items()]
    yield _line("on disk", ", ".join(sizes))


def _line(name: str, value: str) -> Text:
    return Text.assemble((f"{name:<12}", "bold"), value)


def _span(numbers: Sequence[int]) -> str:
    """Write numbers of snapshots in short."""
    if len(numbers) == 1:
        return str(numbers[0])
    return f"{numbers[0]} to {numbers[-1]}"


def _table(rows: Sequence[Mapping[str, object]]) -> Table:
    table = Table.grid(padding=(0, 2))
    names = list(rows[0])
    for number, name in enumerate(names):
        side: Literal["left", "right"] = "right" if number else "left"
        head = Text(name.replace("_", " "), style="dim")
        table.add_column(head, justify=side, no_wrap=True, overflow="ellipsis")
    table.show_header = True
    for row in islice(rows, LISTED):
        table.add_row(*(_cell(name, value) for name, value in row.items()))
    return table


def _cell(name: str, value: object) -> Text:
    if name in SHARES and isinstance(value, float):
        return Text(f"{value:.0%}")
    if isinstance(value, int):
        return Text(f"{value:,}")
    if value is None:
        return Text("not known", style="dim italic")
    return Text(printable_line(shown_on_a_line(value)))
