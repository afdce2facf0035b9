"""Cut a table in CSV into rows, each with its bytes, and find the next row after a broken one."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from flows.intake.readers.csv_header import Header

# Times in a row that reading goes on inside of a row that does not end. A guard: each time
# may read line_bytes again.
MAX_RESUMED = 20


class RowKind(Enum):
    """What a row is; the value says what is wrong with it."""

    WHOLE = ""
    RAGGED = "more or fewer cells than the header"
    TOO_LONG = "longer than line_bytes; check its quotes"
    UNBALANCED = "a quote is missing: the next row begins before this one ends"
    CUT_OFF = "the file ends inside of a quoted cell"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its first byte, its bytes, and its cells with each byte as a character."""

    kind: RowKind
    offset: int
    data: bytes
    cells: list[str]
    parsed_alone: bool  # whether a reader that begins here meets the same rows


class _RowTooLongError(Exception):
    """The lines of a row go beyond the limit."""


@dataclass(slots=True)
class RowFramer:
    """Takes rows from the lines of a table; the first line begins at byte `offset`."""

    header: Header
    limit: int
    lines: Iterator[bytes]
    offset: int
    again: deque[bytes] = field(default_factory=deque)  # lines to be read once more
    taken: list[bytes] = field(default_factory=list)  # the lines of the present row
    resumed: int = 0  # times in a row

    def rows(self) -> Iterator[Row]:
        """Yield the rows, without blank lines."""
        csv.field_size_limit(max(self.limit, csv.field_size_limit()))
        while True:
            self.taken = []
            kind, cells = self._next_cells()
            if not self.taken:
                return
            if cells != []:
                yield self._row(kind, cells)
            self.offset += sum(map(len, self.taken))

    def _next_cells(self) -> tuple[RowKind, list[str]]:
        try:
            cells = self.header.cells(self._feed())
        except StopIteration:
            return RowKind.WHOLE, []
        except csv.Error:
            return RowKind.RAGGED, [""]
        except _RowTooLongError:
            return RowKind.TOO_LONG, [""]
        return self._judged(cells)

    def _judged(self, cells: list[str]) -> tuple[RowKind, list[str]]:
        """Tell whether a row has as many cells as the header; surplus empty ones are let pass."""
        count = len(self.header.names)
        surplus = "".join(cells[count:])
        if len(cells) >= count and not surplus.strip():
            return RowKind.WHOLE, cells[:count]
        return RowKind.RAGGED, cells

    def _feed(self) -> Iterator[str]:
        """Yield the lines of one row, each byte as a character."""
        size = 0
        while True:
            line = self.again.popleft() if self.again else next(self.lines, b"")
            if not line:
                return
            self.taken.append(line)
            size += len(line)
            if size > self.limit:
                raise _RowTooLongError
            yield line.decode("latin-1")

    def _row(self, kind: RowKind, cells: list[str]) -> Row:
        """Make a row of the lines taken; of a bad one, up to the line that is one by itself."""
        fault = self._fault() if len(self.taken) > 1 or self._is_last() else ""
        if "unexpected end" in fault:
            kind = RowKind.CUT_OFF
        was_resumed = self.resumed
        if kind is not RowKind.WHOLE:
            self._put_back()
        elif fault and self._put_back():
            kind = RowKind.UNBALANCED
        else:
            self.resumed = 0
        data = b"".join(self.taken)
        alone = kind is RowKind.WHOLE and not was_resumed
        return Row(kind, self.offset, data, cells, alone)

    def _fault(self) -> str:
        """Return what a strict reader says about the row."""
        joined = b"".join(self.taken).decode("latin-1")
        try:
            self.header.cells(io.StringIO(joined, "\n"), strict=True)
        except csv.Error as error:
            return str(error)
        except StopIteration:
            pass
        return ""

    def _is_last(self) -> bool:
        if self.again:
            return False
        following = next(self.lines, b"")
        if following:
            self.again.append(following)
        return not following

    def _put_back(self) -> bool:
        """Give back the lines of a bad row from the first that is a row by itself, if one is."""
        if self.resumed >= MAX_RESUMED:
            return False
        for number in range(1, len(self.taken)):
            if self._is_row(self.taken[number]):
                self.again.extendleft(reversed(self.taken[number:]))
                del self.taken[number:]
                self.resumed += 1
                return True
        return False

    def _is_row(self, line: bytes) -> bool:
        """Return whether a line has all the cells of a row, and ends no quoted one."""
        try:
            cells = self.header.cells(iter([line.decode("latin-1")]))
        except (csv.Error, StopIteration):
            return False
        return len(cells) == len(self.header.names) and len(cells) > 1
