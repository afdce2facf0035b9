"""Shards: pieces of a run's work, and the files in which a worker leaves what it made of one.

A shard is cleaned by one worker alone. Its output is complete or absent, and is never made twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from flows.intake import InputFile, RecordRange, record_ranges, unpacked_bytes
from flows.settings import Settings
from flows.storage import open_articles, tables
from flows.storage.limiting import is_whole, limited_ranges

OPEN = "open_articles"
ARTICLE_TABLES = ("articles", OPEN)  # each article of a shard has a row in one of them
TABLES = ("edits", "quarantine", OPEN, "articles")  # in the order of writing
SORTED_BY = {
    "articles": ("article_id",),
    "edits": ("article_id", "start", "end"),
    OPEN: ("article_id",),
    "quarantine": ("source_path", "record_number"),
}
# A megabyte of plain text takes a second or two. An inbox of a few should keep all processors busy.
ENOUGH = 64  # shards, so that the last ones hardly leave a processor idle
HALVINGS = 3  # to 750 KB at the default; smaller shards cost more than they spread
Slice = tuple[InputFile, RecordRange]
SCHEMAS = {**tables.SCHEMAS, OPEN: open_articles.SCHEMA}


@dataclass(frozen=True, slots=True)
class Shard:
    """Ranges of input files. `key`: 64 hex digits from their content and the settings."""

    number: int
    key: str
    slices: tuple[Slice, ...]

    def output(self, folder: Path, table: str) -> Path:
        """Return the path of the shard's rows of a table."""
        return folder / f"{self.key[:32]}-{table}.parquet"

    def seal(self, folder: Path) -> Path:
        """Return the path of the file that says that the shard's output is complete."""
        return folder / f"{self.key[:32]}.json"

    def marker(self, folder: Path) -> Path:
        """Return the path of the file in which a worker notes its present record."""
        return folder / f"{self.key[:32]}.on"


@dataclass(frozen=True, slots=True)
class ShardStats:
    """Figures of a cleaned shard, without any text.

    `quarantined` counts by reason, `seconds` by stage. `left_aside` lists path and reason of
    members of archives. `skipped`: a complete output existed already.
    """

    key: str
    records: int
    articles: int
    quarantined: Mapping[str, int]
    seconds: Mapping[str, float]
    left_aside: Sequence[Sequence[str]] = ()
    skipped: bool = False


def plan(
    files: Sequence[InputFile],
    settings: Settings,
    digest: str,
    limit: int | None = None,
) -> tuple[Shard, ...]:
    """Divide files into shards, the same way for any number of workers.

    With a `limit` they hold the first records alone.
    """
    few = replace(settings, shard_bytes=_shard_bytes(files, settings))
    groups = _grouped(files, few, limit)
    return tuple(
        Shard(number, _key(group, digest), tuple(group))
        for number, group in enumerate(groups)
    )


def _shard_bytes(files: Iterable[InputFile], settings: Settings) -> int:
    """Return the most bytes of a shard: fewer than allowed where that would make few shards."""
    total = sum(file.size for file in files)
    size = settings.shard_bytes
    for _ in range(HALVINGS):
        if total >= size * ENOUGH:
            break
        size = max(1, size // 2)
    return size


def _grouped(
    files: Sequence[InputFile], settings: Settings, limit: int | None
) -> list[list[Slice]]:
    """Gather slices in groups, each as large as a shard may be."""
    groups: list[list[Slice]] = []
    size = 0
    for weight, piece in _weighed_slices(files, settings, limit):
        is_full = size + weight > settings.shard_bytes
        if not groups or is_full or len(groups[-1]) >= settings.shard_files:
            groups.append([])
            size = 0
        groups[-1].append(piece)
        size += weight
    return groups


def _weighed_slices(
    files: Iterable[InputFile], settings: Settings, limit: int | None
) -> Iterator[tuple[int, Slice]]:
    """Yield the slices of files in the order of their paths, each with its size in bytes."""
    for file, ranges in _ranges(files, settings, limit):
        is_cut = len(ranges) > 1  # then each range is as large as a shard
        weight = settings.shard_bytes if is_cut else unpacked_bytes(file, settings)
        for record_range in ranges:
            yield weight, (file, record_range)


def _ranges(
    files: Iterable[InputFile], settings: Settings, limit: int | None
) -> Iterator[tuple[InputFile, Sequence[RecordRange]]]:
    """Yield the files in the order of their paths, each with its ranges of records."""
    if limit is not None:
        yield from limited_ranges(files, settings, limit).items()
        return
    for file in sorted(files, key=lambda file: file.source_path):
        yield file, record_ranges(file, settings)


def cut_files(shards: Iterable[Shard]) -> set[str]:
    """Return the source paths of the files that the shards do not read to their end."""
    by_file: dict[str, list[RecordRange]] = {}
    for shard in shards:
        for file, record_range in shard.slices:
            by_file.setdefault(file.source_path, []).append(record_range)
    return {path for path, ranges in by_file.items() if not is_whole(ranges)}


def in_order(table: str, rows: pa.Table) -> pa.Table:
    """Sort rows as the rows of their table are sorted in a shard's output."""
    return rows.sort_by([(column, "ascending") for column in SORTED_BY[table]])


def _key(group: Sequence[Slice], digest: str) -> str:
    content = [
        (
            file.source_path,
            file.sha256,
            file.unreadable,
            record_range.first,
            record_range.end,
            *([] if record_range.most is None else [record_range.most]),
        )
        for file, record_range in group
    ]
    return hashlib.sha256(json.dumps([digest, content]).encode()).hexdigest()
