"""Write blocks of a page as lines, the way trafilatura writes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import numpy as np

from cleaners.extraction.block_measures import Flags
from cleaners.extraction.blocks import HtmlContainer, HtmlPage

CELL_TAGS = ("td", "th")
NO_ROW = -1  # of a block outside tables


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and the index of the block at which it is on the page, -1 before the first."""

    place: int
    text: str


def write_blocks(page: HtmlPage, chosen: Flags) -> list[PlacedLine]:
    """Write the chosen blocks: items with a dash, the cells of a row together.

    A row is placed at its last cell.
    """
    numbers = np.flatnonzero(chosen).tolist()
    row_of = partial(_table_row, page)
    lines: list[PlacedLine] = []
    for row, group in groupby(numbers, row_of):
        cells = list(group)
        if row == NO_ROW:
            lines += [_write_block(page, number) for number in cells]
        else:
            line = _write_row(page, cells)
            lines.append(line)
    return lines


def _write_row(page: HtmlPage, numbers: Sequence[int]) -> PlacedLine:
    cells = [page.blocks[number].text for number in numbers]
    return PlacedLine(numbers[-1], f"| {' | '.join(cells)} |")


def _write_block(page: HtmlPage, number: int) -> PlacedLine:
    text = page.blocks[number].text
    if _starts_item(page, number):
        text = f"- {text}"
    return PlacedLine(number, text)


def _table_row(page: HtmlPage, number: int) -> int:
    """Return the index of the row of which a block fills a cell, NO_ROW for none."""
    container = page.container_of(number)
    if container.tag not in CELL_TAGS:
        return NO_ROW
    fills_cell = container.end - container.start == 1
    return container.parent if fills_cell else NO_ROW


def _starts_item(page: HtmlPage, number: int) -> bool:
    """Return whether a block is the first of a list item, or of an element that begins one."""
    own = page.container_of(number)
    if _is_item_from(own, number):
        return True
    if own.parent < 0:
        return False
    return _is_item_from(page.containers[own.parent], number)


def _is_item_from(container: HtmlContainer, number: int) -> bool:
    return container.tag == "li" and container.start == number


def _new_lines(
    kept: Sequence[PlacedLine], added: Sequence[PlacedLine]
) -> deque[PlacedLine]:
    texts = {line.text for line in kept}
    return deque(line for line in added if line.text not in texts)


def merge_lines(kept: Sequence[PlacedLine], added: Sequence[PlacedLine]) -> list[str]:
    """Insert the added lines at their places on the page; the kept lines stay in their order.

    A line that is kept already is not added.
    """
    waiting = _new_lines(kept, added)
    merged: list[PlacedLine] = []
    for line in kept:
        while waiting:
            earliest = waiting[0]
            if earliest.place >= line.place:
                break
            merged.append(earliest)
            waiting.popleft()
        merged.append(line)
    merged += waiting
    return [line.text for line in merged]
