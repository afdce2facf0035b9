"""Read the records of one input file, or cut it into ranges, with the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator

from cleaners.article import Record
from flows.intake.formats import reader_of
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    Quarantined,
    RecordRange,
    UnfitError,
)
from flows.intake.quarantine import quarantine
from flows.settings import Settings


def read(
    file: InputFile, settings: Settings, records: RecordRange = WHOLE_FILE
) -> Iterator[Record | Quarantined]:
    """Yield the records of a file, and a quarantine row for each that cannot be read."""
    if file.unreadable:
        yield quarantine(file, 0, UnfitError(file.refusal, file.unreadable))
    else:
        yield from reader_of(file.source_format).read(file, settings, records)


def record_ranges(file: InputFile, settings: Settings) -> tuple[RecordRange, ...]:
    """Cut a file into ranges of records; a small or unreadable one is a single range."""
    is_small = not file.compression and file.size <= settings.shard_bytes
    if file.unreadable or is_small:
        return (WHOLE_FILE,)
    return tuple(reader_of(file.source_format).cut(file, settings))
