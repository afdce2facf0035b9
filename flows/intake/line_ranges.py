"""Cut large files of lines into ranges, so that several workers can share one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.intake.inputs import WHOLE_FILE, InputFile, RecordRange, UnfitError
from flows.intake.streams import utf8_chunks
from flows.settings import Settings


def cut_lines(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    """Cut a file of lines into ranges of about `settings.shard_bytes` bytes.

    A blank file is one range.
    """
    cutter = _LineCutter(settings.shard_bytes)
    for chunk in _readable_chunks(file, settings):
        cutter.add(chunk)
    if cutter.blank:
        yield WHOLE_FILE
    else:
        yield from cutter.ranges()


def _readable_chunks(file: InputFile, settings: Settings) -> Iterator[bytes]:
    """Yield the chunks of a file up to the first that cannot be read.

    The reader of the last range meets the same error, and quarantines the rest.
    """
    try:
        yield from utf8_chunks(file, settings, 0)
    except UnfitError:
        return


@dataclass(frozen=True, slots=True)
class _LineStart:
    """The number of a line, and the byte at which it begins."""

    number: int
    offset: int


@dataclass(slots=True)
class _LineCutter:
    """Finds the lines at which ranges begin, in a file that comes chunk by chunk."""

    range_bytes: int
    starts: list[_LineStart] = field(default_factory=lambda: [_LineStart(0, 0)])
    line_count: int = 0  # newlines so far
    byte_count: int = 0  # bytes in the chunks so far
    blank: bool = True  # whether there was nothing but white space so far

    def add(self, chunk: bytes) -> None:
        """Begin a range after each newline that ends one of `range_bytes` or more."""
        self.blank = self.blank and not chunk.strip()
        counted = 0  # bytes of the chunk in which newlines were counted
        newline = self._next_cut(chunk, counted)
        while newline >= 0:
            line_start = newline + 1
            self.line_count += chunk.count(b"\n", counted, line_start)
            counted = line_start
            offset = self.byte_count + line_start
            self.starts.append(_LineStart(self.line_count, offset))
            newline = self._next_cut(chunk, counted)
        self.line_count += chunk.count(b"\n", counted)
        self.byte_count += len(chunk)

    def ranges(self) -> Iterator[RecordRange]:
        """Yield the ranges, each up to the start of the next one."""
        ends = [start.number for start in self.starts[1:]]
        for start, end in zip(self.starts, [*ends, None], strict=True):
            yield RecordRange(start.number, start.offset, end)

    def _next_cut(self, chunk: bytes, counted: int) -> int:
        """Find the newline in a chunk that ends the present range; -1 if none does."""
        earliest = self.starts[-1].offset + self.range_bytes - self.byte_count
        return chunk.find(b"\n", max(counted, earliest))
