"""Write the blocks of a page as its raw text, and leave out those that are not its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from cleaners.extraction.block_groups import BlockGroup
from cleaners.extraction.block_measures import Flags
from cleaners.extraction.blocks import HtmlBlock, HtmlContainer, HtmlPage

TABLE_TAG = "table"
ROW_TAG = "tr"
CELL_TAGS = ("td", "th")
ITEM_TAG = "li"
LINE, PARAGRAPH = "\n", "\n\n"
INDENT = "  "  # of an item in a list inside another


class TextUnit(NamedTuple):
    """A block, or the blocks of a row of a data table, at `start` to `end` of the raw text."""

    blocks: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageText:
    """The visible text of a page, and the units that it is made of, with white space between."""

    raw: str
    units: tuple[TextUnit, ...]


class _Written(NamedTuple):
    """The text of a unit before it has a place.

    `is_item` is true for list items and rows, which follow each other line by line.
    """

    blocks: tuple[int, ...]
    text: str
    is_item: bool
    after_break: bool


def write_page(page: HtmlPage, groups: Sequence[BlockGroup]) -> PageText:
    """Write all blocks of a page in order.

    Blank lines separate paragraphs. List items begin with a dash, the cells of a row are divided
    by bars, and both follow each other line by line, as do lines that a break divides.
    """
    parts: list[str] = []
    units: list[TextUnit] = []
    at = 0
    before: _Written | None = None
    for written in _write_units(page, groups):
        separator = _separator(before, written)
        at += len(separator)
        end = at + len(written.text)
        units.append(TextUnit(written.blocks, at, end))
        parts += (separator, written.text)
        at = end
        before = written
    return PageText("".join(parts), tuple(units))


def _separator(before: _Written | None, written: _Written) -> str:
    if before is None:
        return ""
    are_items = before.is_item and written.is_item
    return LINE if are_items or written.after_break else PARAGRAPH


def _write_units(page: HtmlPage, groups: Sequence[BlockGroup]) -> Iterator[_Written]:
    row_of = _rows_of_tables(page, groups)
    numbers = range(len(page.blocks))
    for row, members in groupby(numbers, lambda number: row_of.get(number, -1)):
        if row >= 0:
            yield _write_row(page, tuple(members), row)
            continue
        for number in members:
            yield _write_block(page, number)


def _rows_of_tables(page: HtmlPage, groups: Sequence[BlockGroup]) -> dict[int, int]:
    """Return the row of each block of a data table that is in a row."""
    rows: dict[int, int] = {}
    for group in groups:
        if page.containers[group.container].tag != TABLE_TAG:
            continue
        for number in group.blocks:
            row = _outermost(page, number, group.container)
            if row >= 0:
                rows[number] = row
    return rows


def _outermost(page: HtmlPage, number: int, table: int) -> int:
    """Return the outermost row around a block inside a table, -1 for none."""
    row = -1
    around = page.blocks[number].container
    while around != table:
        container = page.containers[around]
        if container.tag == ROW_TAG:
            row = around
        around = container.parent
    return row


def _write_row(page: HtmlPage, numbers: tuple[int, ...], row: int) -> _Written:
    cells = [_cell_text(page, cell) for cell in _cells(page, row)]
    loose = [page.blocks[number].text for number in numbers]
    text = f"| {' | '.join(cells or loose)} |"
    return _Written(numbers, text, is_item=True, after_break=False)


def _cells(page: HtmlPage, row: int) -> list[HtmlContainer]:
    """List the cells of a row, with the empty ones."""
    cells = []
    end = page.containers[row].end
    for number in range(row + 1, len(page.containers)):
        container = page.containers[number]
        is_child = container.parent == row
        if container.start >= end and not is_child:
            break
        if is_child and container.tag in CELL_TAGS:
            cells.append(container)
    return cells


def _cell_text(page: HtmlPage, cell: HtmlContainer) -> str:
    return " ".join(block.text for block in page.blocks[cell.start : cell.end])


def _write_block(page: HtmlPage, number: int) -> _Written:
    block = page.blocks[number]
    is_item = _starts_item(page, number)
    text = f"{_indent(page, block)}- {block.text}" if is_item else block.text
    after_break = block.breaks == 1
    return _Written((number,), text, is_item=is_item, after_break=after_break)


def _indent(page: HtmlPage, block: HtmlBlock) -> str:
    """Return the white space before an item, which shows how deep its list is inside others."""
    depth = 0
    around = block.container
    while around >= 0:
        container = page.containers[around]
        depth += container.tag == ITEM_TAG
        around = container.parent
    return INDENT * (depth - 1)


def _starts_item(page: HtmlPage, number: int) -> bool:
    """Return whether a block is the first of a list item, or of an element that begins one."""
    own = page.containers[page.blocks[number].container]
    if _is_item_from(own, number):
        return True
    if own.parent < 0:
        return False
    return _is_item_from(page.containers[own.parent], number)


def _is_item_from(container: HtmlContainer, number: int) -> bool:
    return container.tag == ITEM_TAG and container.start == number


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Units in a row that are left out, and the range of the raw text that goes with them."""

    units: tuple[TextUnit, ...]
    start: int
    end: int


def leave_out(text: PageText, chosen: Flags) -> Iterator[LeftOut]:
    """Yield the runs of units that are not chosen, each with white space on one side.

    The wider of the two separators around a run stays, so that paragraphs stay apart.
    """
    flags = [bool(chosen[unit.blocks[0]]) for unit in text.units]
    at = 0
    for is_chosen, members in groupby(flags):
        size = len(list(members))
        if not is_chosen:
            yield _run(text, at, at + size)
        at += size


def _run(text: PageText, first: int, last: int) -> LeftOut:
    """Return the units from `first` up to `last` with the separator that goes with them."""
    units = text.units[first:last]
    start = units[0].start
    end = units[-1].end
    above = _end_above(text, first, start)
    below = _start_below(text, last, end)
    gap_above = start - above
    gap_below = below - end
    is_last = last == len(text.units)
    if first and (is_last or gap_below > gap_above):
        return LeftOut(units, above, end)
    return LeftOut(units, start, below)


def _end_above(text: PageText, first: int, start: int) -> int:
    return text.units[first - 1].end if first else start


def _start_below(text: PageText, last: int, end: int) -> int:
    return text.units[last].start if last < len(text.units) else end


def _boundaries(run: LeftOut) -> list[int]:
    """Return the offsets that divide a run into its units, with the run's own ends."""
    inner = [unit.start for unit in run.units[1:]]
    return [run.start, *inner, run.end]


RangedUnit = tuple[TextUnit, int, int]
"""A unit, and the start and the end of the range that goes with it."""


def unit_ranges(run: LeftOut) -> Iterator[RangedUnit]:
    """Yield each unit of a run with the range that goes with it; together they tile the run."""
    ranges = pairwise(_boundaries(run))
    for unit, (start, end) in zip(run.units, ranges, strict=True):
        yield unit, start, end
