"""What a run would read: for `unspun clean --dry-run`, which writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq

from flows.intake import Input, InputFile, LeftAside, reader_of
from flows.intake.discovery import inspect_here
from flows.settings import Settings
from flows.snapshots import Dataset

LINES = "jsonl"  # the format whose records are its lines
TABLE = "parquet"  # the format that says how many rows it has


@dataclass(frozen=True, slots=True)
class Planned:
    """Files of one format that would be read: how many, and what is known of their records."""

    format: str
    files: int
    bytes: int
    records: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would read. `unlisted` are standard input and addresses, which are not opened.

    `snapshot` is the one that the run would build upon, None for a new dataset. `records` is None
    where the files have to be read to count them.
    """

    snapshot: int | None
    settings_digest: str
    files: int
    already_taken_in: int
    planned: tuple[Planned, ...]
    unreadable: tuple[LeftAside, ...]
    left_aside: tuple[LeftAside, ...]
    unlisted: tuple[str, ...]

    def record(self) -> dict[str, object]:
        """Return the preview for JSON."""
        return asdict(self)

    def line(self) -> str:
        """Return the preview in one line."""
        new = sum(each.files for each in self.planned)
        return (
            f"Dry run: {new:,} of {self.files:,} files would be read,"
            f" {self.already_taken_in:,} are taken in already"
        )


def preview(
    inputs: Sequence[Input],
    folder: Path,
    settings: Settings,
    retried: Sequence[str] = (),
) -> Preview:
    """List what a run would read. Raises InputError and DatasetError."""
    dataset = Dataset(folder)
    found = inspect_here(inputs, settings, dataset.paths.state)
    unseen = dataset.unseen(found.files, settings, retried)
    current = dataset.current()
    return Preview(
        snapshot=current.snapshot if current else None,
        settings_digest=settings.digest(),
        files=len(found.files),
        already_taken_in=len(found.files) - len(unseen),
        planned=_planned(unseen),
        unreadable=_unreadable(unseen),
        left_aside=found.left_aside,
        unlisted=found.unlisted,
    )


def _planned(files: Sequence[InputFile]) -> tuple[Planned, ...]:
    """Sum up files by their format."""
    by_format: dict[str, list[InputFile]] = {}
    for file in files:
        by_format.setdefault(file.source_format, []).append(file)
    return tuple(_sum_up(name, by_format[name]) for name in sorted(by_format))


def _sum_up(name: str, files: Sequence[InputFile]) -> Planned:
    size = sum(file.size for file in files)
    records = _count_records(files)
    return Planned(name, len(files), size, records)


def _unreadable(files: Sequence[InputFile]) -> tuple[LeftAside, ...]:
    """List the files that would be quarantined unread."""
    return tuple(
        LeftAside(file.source_path, file.unreadable)
        for file in files
        if file.unreadable
    )


def _count_records(files: Sequence[InputFile]) -> int | None:
    """Count the records of files where that is cheap; None where it is not for one of them."""
    total = 0
    for file in files:
        count = _records_of(file)
        if count is None:
            return None
        total += count
    return total


def _records_of(file: InputFile) -> int | None:
    if file.unreadable:
        return 1
    if file.compression:
        return None
    if file.source_format == LINES:
        with file.path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    if file.source_format == TABLE:
        return _rows_of(file.path)
    return None if reader_of(file.source_format).holds_many else 1


def _rows_of(path: Path) -> int | None:
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, ValueError):  # a broken table: the run will say what is wrong
        return None
