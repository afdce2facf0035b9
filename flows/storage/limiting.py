"""Cut the inputs of a run after its first records, for `unspun clean --limit`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from flows.intake import InputFile, LeftAside, RecordRange, read, record_ranges
from flows.settings import Settings


def limited_ranges(
    files: Iterable[InputFile], settings: Settings, limit: int
) -> dict[InputFile, tuple[RecordRange, ...]]:
    """Return the ranges that hold the first `limit` records, files in the order of their paths.

    The last range is cut where it holds more.
    """
    found: dict[InputFile, tuple[RecordRange, ...]] = {}
    left = limit
    for file in sorted(files, key=lambda file: file.source_path):
        if left <= 0:
            break
        ranges = []
        for each in record_ranges(file, settings):
            if left <= 0:
                break
            # One more than wanted, to see whether there is more.
            count = sum(1 for _ in islice(_records(file, settings, each), left + 1))
            is_cut = count > left
            ranges.append(replace(each, most=left) if is_cut else each)
            left -= count
        found[file] = tuple(ranges)
    return found


def _records(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[object]:
    """Yield what is counted as an input: not the members of archives that are left aside."""
    for item in read(file, settings, records):
        if not isinstance(item, LeftAside):
            yield item


def is_whole(ranges: Sequence[RecordRange]) -> bool:
    """Whether the ranges of a file reach its end."""
    return any(each.end is None and each.most is None for each in ranges)
