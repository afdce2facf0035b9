"""Read the records of one input file, or cut it into ranges, with the reader of its format."""

from __future__ import annotations

from collections.abc import Iterator

from flows.intake.formats import ARCHIVES, reader_of
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    LeftAside,
    RecordRange,
    UnfitError,
)
from flows.intake.quarantine import quarantine
from flows.intake.readers.reader import Item
from flows.intake.streams import chunks
from flows.settings import Settings


def read(
    file: InputFile, settings: Settings, records: RecordRange = WHOLE_FILE
) -> Iterator[Item]:
    """Yield the records of a file, and a quarantine row for each that cannot be read."""
    if file.unreadable:
        yield quarantine(file, 0, UnfitError(file.refusal, file.unreadable))
        return
    items = reader_of(file.source_format).read(file, settings, records)
    if records.most is None:
        yield from items
    else:
        yield from _first(items, records.most)


def _first(items: Iterator[Item], most: int) -> Iterator[Item]:
    """Yield items until there are `most` records among them."""
    count = 0
    for item in items:
        yield item
        count += not isinstance(item, LeftAside)
        if count >= most:
            return


def record_ranges(file: InputFile, settings: Settings) -> tuple[RecordRange, ...]:
    """Cut a file into ranges of records; a small or unreadable one is a single range."""
    if file.unreadable:
        return (WHOLE_FILE,)
    reader = reader_of(file.source_format)
    may_grow = file.compression or reader in ARCHIVES
    is_small = file.size <= settings.shard_bytes
    if is_small and not may_grow:
        return (WHOLE_FILE,)
    ranges = reader.cut(file, settings)
    return tuple(ranges)


def unpacked_bytes(file: InputFile, settings: Settings) -> int:
    """Return the size of a file, of a compressed one after decompression.

    What is larger than a shard is not measured further.
    """
    if file.unreadable or not file.compression:
        return file.size
    size = 0
    try:
        for chunk in chunks(file, settings):
            size += len(chunk)
            if size >= settings.shard_bytes:
                break
    except UnfitError:
        return size
    return size
