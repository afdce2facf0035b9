"""Print the rows of a query with a value a line, each after the name of its column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from flows.commands.terminal import printable
from flows.sql.values import shown

if TYPE_CHECKING:
    from flows.sql import QueryResult

GAP = "  "  # between a name and its value
LEAST = 20  # characters of a line of text, however narrow the terminal is: some words


def print_lines(answer: QueryResult) -> None:
    """Print all values; on a terminal, long texts wrap at words."""
    console = Console(highlight=False, soft_wrap=True)
    names = [printable(name) for name in answer.columns]
    indent = max(cell_len(name) for name in names) + len(GAP)
    for number, row in enumerate(answer.rows, 1):
        console.print(Text(f"-[ {number} ]-", style="dim"))
        for name, value in zip(names, row, strict=True):
            padding = " " * (indent - len(GAP) - cell_len(name))
            label = Text(f"{padding}{name}{GAP}", style="bold")
            for line in _lines(console, value, indent):
                console.print(label + line)
                label = Text(" " * indent)


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
