"""Read the records of one input file with the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.article import Reason, Record
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    LineRange,
    Quarantined,
    UnfitError,
)
from flows.intake.quarantine import quarantine
from flows.intake.readers import reader_of
from flows.settings import Settings


def read(
    file: InputFile, settings: Settings, lines: LineRange = WHOLE_FILE
) -> Iterator[Record | Quarantined]:
    """Yield the records of a file, and a quarantine row for each that cannot be read."""
    if file.unreadable:
        yield quarantine(file, 0, UnfitError(Reason.UNREADABLE, file.unreadable))
    else:
        yield from reader_of(file.source_format).read(file, settings, lines)
