"""Print the rows of a query as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Literal

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.commands.values import shown_on_a_line
from flows.printable import printable_line

if TYPE_CHECKING:
    from flows.sql import QueryResult

SHOWN_ROWS = 100  # of a table: some screens. Not tuned.
COUNTED_ROWS = 100_000  # rows counted beyond those: a second of work. Not tuned.
ALL_CELL = 160  # characters of a cell with --all: a title fits. Not tuned.
NARROW = 16  # characters that a long column has at least: some words
GAP = 2  # characters between columns: the box's padding
WRAPPED = "meaning"  # of SHOW TABLES and DESCRIBE: a sentence, to be read to its end
# Columns that are shown where not all fit, most telling first.
TELLING = (
    "title",
    "site",
    "published_on",
    "language",
    "spun",
    "copies",
    "kind",
    "reason",
    "detail",
    "stage",
    "rule",
    "before",
    "after",
    "source_path",
    "started_at",
    "inputs",
    "articles",
    "duplicates",
    "quarantined",
    "article_id",
)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the rows that are printed."""

    name: str
    values: tuple[object, ...]
    cells: tuple[str, ...]
    natural: int  # characters of the widest cell

    @classmethod
    def of(cls, name: str, values: Sequence[object]) -> _Column:
        cells = tuple(shown_on_a_line(value) for value in values)
        head = printable_line(name)
        widest = max(cell_len(cell) for cell in (head, *cells))
        return cls(head, tuple(values), cells, widest)

    @property
    def least(self) -> int:
        """The width below which it is not shown."""
        return min(self.natural, NARROW)

    @property
    def is_number(self) -> bool:
        """Whether all of its values are numbers, or null."""
        known = [value for value in self.values if value is not None]
        return bool(known) and all(_is_number(value) for value in known)


def print_table(answer: QueryResult, *, every: bool) -> None:
    """Print the first rows in columns that fit; with `every`, all, as wide as they are."""
    rows = _first_rows(answer, every=every)
    columns = list(_columns(answer.columns, rows))
    room = _room(columns, every=every)
    fitting = _chosen(columns, room)
    footer = _footer(len(rows), _count(answer), hidden=len(columns) - len(fitting))
    _print(room, _table(fitting, room, len(rows)), footer)


def _print(width: int, table: Table, footer: Iterable[str]) -> None:
    console = Console(highlight=False, width=width)
    console.print(table, end="")
    console.print(Text(", ".join(footer), style="dim"))


def _first_rows(answer: QueryResult, *, every: bool) -> list[tuple[object, ...]]:
    limit = None if every else SHOWN_ROWS
    return list(islice(answer.rows, limit))


def _room(columns: Sequence[_Column], *, every: bool) -> int:
    """Return how wide a table may be: as the terminal, or enough for all columns."""
    if every:
        return len(columns) * (ALL_CELL + GAP)
    return Console().width


def _columns(
    names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> Iterator[_Column]:
    for number, name in enumerate(names):
        yield _Column.of(name, [row[number] for row in rows])


def _count(answer: QueryResult) -> int:
    """Count the rows that are left, up to a limit."""
    return sum(1 for _ in islice(answer.rows, COUNTED_ROWS))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _chosen(columns: Sequence[_Column], room: int) -> list[_Column]:
    """Choose the columns that fit, the most telling first; keep their order."""
    order = sorted(columns, key=_rank)
    if len(columns) * (NARROW + GAP) <= room:
        return list(columns)
    chosen: list[_Column] = []
    for column in order:
        room -= column.least + GAP
        if room < 0 and chosen:
            break
        chosen.append(column)
    return [column for column in columns if column in chosen]


def _rank(column: _Column) -> int:
    """Return the place of a column among the telling ones; others come after them."""
    return TELLING.index(column.name) if column.name in TELLING else len(TELLING)


def _table(columns: Sequence[_Column], room: int, rows: int) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    share = _share(columns, room)
    for column in columns:
        _add_column(table, column, min(column.natural, share))
    for row in range(rows):
        cells = [_cell(column, row) for column in columns]
        table.add_row(*cells)
    return table


def _add_column(table: Table, column: _Column, width: int) -> None:
    side: Literal["left", "right"] = "right" if column.is_number else "left"
    head = Text(column.name, no_wrap=True, overflow="ellipsis")
    table.add_column(head, width=width, justify=side)


def _share(columns: Sequence[_Column], room: int) -> int:
    """Return the width that long columns get: what short ones leave, the same for each."""
    left = room - GAP * len(columns)
    lengths = sorted(column.natural for column in columns)
    while lengths and lengths[0] * len(lengths) <= left:
        left -= lengths.pop(0)
    return max(1, left // len(lengths)) if lengths else room


def _cell(column: _Column, row: int) -> Text:
    style = "dim italic" if column.values[row] is None else ""
    if column.name == WRAPPED:
        return Text(column.cells[row], style=style)
    return Text(column.cells[row], style=style, no_wrap=True, overflow="ellipsis")


def _footer(rows: int, more: int, hidden: int) -> Iterator[str]:
    """Say how many rows there are, and how to see what is not shown."""
    if more:
        exactly = "" if more < COUNTED_ROWS else "at least "
        yield f"… {exactly}{more:,} more rows (--all shows them)"
    else:
        yield f"{rows:,} row" if rows == 1 else f"{rows:,} rows"
    if hidden:
        yield f"{hidden} more columns (--all, or --line for a value a line)"
