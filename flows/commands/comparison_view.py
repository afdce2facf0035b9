"""A copy beside the article that is kept in its stead, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from flows.account import Account
from flows.account.comparison import Row, Run, compare
from flows.account.page import split_space
from flows.commands.account_view import RULE_STYLE, heading_lines
from flows.printable import printable

TWO_COLUMNS = (
    80  # characters of a terminal that has room for two columns; chosen, not tuned
)
LEFT_STYLE, RIGHT_STYLE = "red", "green"  # of words that the other text lacks


def print_comparison(console: Console, copy: Account, kept: Account) -> None:
    """Print a copy and what it is a copy of, with the words that differ marked."""
    assert copy.copy_of, "only copies are compared"
    console.print(Rule(f"{copy.copy_of.kind} copy of", style=RULE_STYLE))
    for line in heading_lines(kept):
        console.print(Text(line))
    similarity = copy.copy_of.similarity
    if similarity is not None:
        console.print(Text(f"similarity {similarity:.2f}", RULE_STYLE))
    rows = compare(copy.text, kept.text)
    console.print()
    console.print(_texts(rows, console))
    console.print()


def _texts(rows: Sequence[Row], console: Console) -> Text | Table:
    """Write two texts: side by side where there is room."""
    if _are_same(rows):
        return Text("The clean texts are the same, word for word.")
    is_coloured = bool(console.color_system)
    if console.width >= TWO_COLUMNS:
        return _two_columns(rows, coloured=is_coloured)
    return _one_column(rows, coloured=is_coloured)


def _are_same(rows: Iterable[Row]) -> bool:
    return all(run.is_shared for row in rows for run in (*row.left, *row.right))


def _two_columns(rows: Sequence[Row], *, coloured: bool) -> Table:
    table = Table(box=None, expand=True, padding=(0, 2, 1, 0), pad_edge=False)
    for title in ("this copy", "the kept article"):
        heading = Text(title, RULE_STYLE)
        table.add_column(heading, ratio=1, overflow="fold")
    for row in rows:
        left, right = _cells(row, coloured=coloured)
        table.add_row(left, right)
    return table


def _one_column(rows: Sequence[Row], *, coloured: bool) -> Text:
    """Write each paragraph of both texts, one below the other where they differ."""
    text = Text()
    for row in rows:
        left, right = _cells(row, coloured=coloured)
        if left.plain:
            text.append("copy  ", RULE_STYLE).append(left).append("\n")
        if right.plain and right.plain != left.plain:
            text.append("kept  ", RULE_STYLE).append(right).append("\n")
        text.append("\n")
    text.rstrip()
    return text


def _cells(row: Row, *, coloured: bool) -> tuple[Text, Text]:
    """Write both sides of a row."""
    left = _cell(row.left, "[-{}-]", LEFT_STYLE, coloured=coloured)
    right = _cell(row.right, "{{+{}+}}", RIGHT_STYLE, coloured=coloured)
    return left, right


def _cell(runs: Iterable[Run], signs: str, style: str, *, coloured: bool) -> Text:
    """Write a part of a text; words that the other text lacks are marked."""
    text = Text()
    for run in runs:
        words = printable(run.text)
        lead, inner, trail = split_space(words)
        if run.is_shared or not inner:
            text.append(words)
            continue
        text.append(lead)
        text.append(inner if coloured else signs.format(inner), f"bold {style}")
        text.append(trail)
    return text
