"""Tell whether a table has its quotes as text: programs that set cells apart by tabs need none.

In such a table `"We shut it": a keeper speaks` is a cell, and no quoted one that goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

TAB = b"\t"
QUOTE = b'"'
DOUBLED = b'""'  # as a quote inside of a quoted cell is written
QUOTED = re.compile(rb'"(?:[^"]|"")*"\s*', re.DOTALL)


def has_bare_quotes(rows: bytes, columns: int) -> bool:
    """Return whether the first rows of a table with tabs show that its quotes are text.

    Each line has all the cells of a row, so that no cell is quoted for a break in it. One begins
    with a quote and is not quoted to its end, and none has a quote that is written twice.
    """
    *lines, _ = rows.split(b"\n")
    filled = [line.split(TAB) for line in lines if line.strip()]
    are_rows = all(len(cells) == columns for cells in filled)
    return are_rows and _are_bare(chain.from_iterable(filled))


def _are_bare(cells: Iterable[bytes]) -> bool:
    quoted = [cell for cell in cells if cell.startswith(QUOTE)]
    if any(DOUBLED in cell for cell in quoted):
        return False
    return not all(map(QUOTED.fullmatch, quoted))
