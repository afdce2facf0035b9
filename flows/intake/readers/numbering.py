"""Number the records of a file, and end with a row for what stopped the reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from cleaners.article import Reason
from flows.intake.inputs import InputFile, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.reader import Row

Unit = TypeVar("Unit")


def number_records(
    units: Iterable[Unit],
    rows_of: Callable[[Unit, int], Iterable[Row]],
    file: InputFile,
    records: RecordRange,
    *,
    nothing: str,
) -> Iterator[Row]:
    """Yield the records of a range, numbered from its first on, in the order of their units.

    `rows_of` makes the records of a unit, the first with the number that it is given. `nothing`
    says what a file without any unit lacks. What `units` raises becomes the last row.
    """
    number = records.first
    try:
        for unit in units:
            if records.end is not None and number >= records.end:
                return
            for row in rows_of(unit, number):
                yield row
                number += 1
    except UnfitError as error:
        yield quarantine(file, number, error, digest=None if number else file.sha256)
        return
    if not number:
        empty = UnfitError(Reason.EMPTY, nothing)
        yield quarantine(file, 0, empty, digest=file.sha256)
