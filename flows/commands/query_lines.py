"""Print the rows of a query with a value a line, each after the name of its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from flows.printable import printable
from flows.sql.values import shown

if TYPE_CHECKING:
    from flows.sql import QueryResult

GAP = "  "  # between a name and its value
LEAST = 20  # characters of a line of text, however narrow the terminal is: some words


def print_lines(answer: QueryResult) -> None:
    """Print all values; on a terminal, long texts wrap at words."""
    console = Console(highlight=False, soft_wrap=True)
    labels = _labels([printable(name) for name in answer.columns])
    for number, row in enumerate(answer.rows, 1):
        console.print(Text(f"-[ {number} ]-", style="dim"))
        _print_row(console, labels, row)


def _print_row(console: Console, labels: list[Text], row: tuple[object, ...]) -> None:
    for label, value in zip(labels, row, strict=True):
        _print_value(console, label, value)


def _labels(names: list[str]) -> list[Text]:
    """Write names on the right, all as wide as the widest."""
    widest = max(map(cell_len, names))
    padded = [" " * (widest - cell_len(name)) + name + GAP for name in names]
    return [Text(label, style="bold") for label in padded]


def _print_value(console: Console, label: Text, value: object) -> None:
    """Print a value after its label, further lines below the first."""
    indent = " " * label.cell_len
    for line in _lines(console, value, label.cell_len):
        console.print(label + line)
        label = Text(indent)


def _lines(console: Console, value: object, indent: int) -> Iterator[Text]:
    """Yield the lines of a value; one for an empty text."""
    style = "dim" if value is None else ""
    width = max(console.width - indent, LEAST)
    for line in printable(shown(value)).replace("\r\n", "\n").split("\n"):
        text = Text(line, style=style)
        if console.is_terminal and line:
            yield from text.wrap(console, width)
        else:
            yield text
