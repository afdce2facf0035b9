"""Gather records in ranges of about one size, so that several workers can share a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.intake.inputs import RecordRange, UnfitError


@dataclass(frozen=True, slots=True)
class RecordStart:
    """Where a reader can begin: the number of a record, and its place in the reader's own unit.

    `position` measures how far into the file that is, in bytes.
    """

    number: int
    offset: int
    position: int


def cut_at(starts: Iterable[RecordStart], range_bytes: int) -> Iterator[RecordRange]:
    """Cut a file before the first record that begins `range_bytes` or more after the last cut.

    A file that breaks is not cut behind that: the reader of the last range meets the same error.
    """
    begin = RecordStart(0, 0, 0)
    for start in _up_to_damage(starts):
        if start.position - begin.position >= range_bytes and start.number:
            yield RecordRange(begin.number, begin.offset, start.number)
            begin = start
    yield RecordRange(begin.number, begin.offset, None)


def _up_to_damage(starts: Iterable[RecordStart]) -> Iterator[RecordStart]:
    try:
        yield from starts
    except UnfitError:
        return
