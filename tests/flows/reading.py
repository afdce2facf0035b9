"""Read made-up files through the whole of intake, and state what every reader must keep."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from cleaners.article import Record
from flows.intake import InputFile, Quarantined, discover, read, record_ranges
from flows.settings import Settings

SETTINGS = Settings()
Rows = list[Record | Quarantined]


def found(folder: Path, name: str, data: bytes) -> InputFile:
    """Write a file and discover it."""
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (1, 1))
    (file,) = discover([path]).files
    return file


def rows_of(
    folder: Path, name: str, data: bytes, settings: Settings = SETTINGS
) -> Rows:
    """Write a file and read it."""
    return list(read(found(folder, name, data), settings))


def texts_of(rows: Rows) -> list[str]:
    """Return the text of each record, and the reason of each row that is none."""
    return [
        row.content if isinstance(row, Record) else f"({row.reason})" for row in rows
    ]


def keep_the_laws(folder: Path, name: str, data: bytes, range_bytes: int) -> Rows:
    """Read a file whole and in ranges, and hold what comes out against the laws of readers."""
    file = found(folder, name, data)
    whole = list(read(file, SETTINGS))
    assert whole, "no row for a file"
    numbers = [row.record_number for row in whole]
    assert numbers == sorted(set(numbers)), "numbers do not rise"
    for row in whole:
        shown = row.content if isinstance(row, Record) else row.detail
        shown.encode()  # raises on what no file can hold
        assert row.source_path.removeprefix(name)[:1] in ("", "/")
    small = replace(SETTINGS, shard_bytes=range_bytes)
    parts = [
        row
        for records in record_ranges(file, small)
        for row in read(file, small, records)
    ]
    assert parts == whole, "ranges do not tile the file"
    assert list(read(file, SETTINGS)) == whole, "a second reading differs"
    return whole
