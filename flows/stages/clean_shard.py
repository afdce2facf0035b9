"""Shards: pieces of work that one worker does alone, leaves complete or not at all, and never does twice."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from cleaners import pipeline
from cleaners.article import Article, Reason, Record, Rejection
from cleaners.paraphrase import OperatingPoint
from flows.intake import InputFile, Quarantined, Span, read, spans
from flows.settings import Settings
from flows.storage import drafts, parquet, tables

TABLES = (
    "edits",
    "quarantine",
    "drafts",
    "articles",
)  # in the order of writing: the last one says that all are there
SORTED_BY = {
    "articles": ["article_id"],
    "edits": ["article_id", "start", "end"],
    "drafts": ["article_id"],
    "quarantine": ["source_path", "record_number"],
}
SCHEMAS = {**tables.SCHEMAS, "drafts": drafts.SCHEMA}
KEY = "unspun.shard"
STATS = "unspun.stats"

BLAMED = {
    Reason.TIMED_OUT: "stopped at the time limit for a record",
    Reason.FAILED: "its process ended while on it",
}

Poison = tuple[
    str, int, str
]  # source_path, record_number, reason: "timed_out" or "failed"


@dataclass(frozen=True, slots=True)
class Shard:
    """Some stretches of the input files. `key` names their content and the settings, by 64 hex digits."""

    number: int
    key: str
    slices: tuple[tuple[InputFile, Span], ...]

    def output(self, folder: Path, table: str) -> Path:
        """Name the file that holds its rows of a table."""
        return folder / f"{self.key[:32]}-{table}.parquet"

    def marker(self, folder: Path) -> Path:
        """Name the file in which a worker notes the record that it is on."""
        return folder / f"{self.key[:32]}.on"


@dataclass(frozen=True, slots=True)
class ShardStats:
    """What cleaning a shard came to: small, without any text. `repeated` counts articles met twice in it."""

    key: str
    records: int
    articles: int
    repeated: int
    quarantined: Mapping[str, int]  # by reason
    seconds: Mapping[str, float]  # by stage
    skipped: bool = False  # whether a complete output was there already


def plan(
    files: Sequence[InputFile], settings: Settings, digest: str
) -> tuple[Shard, ...]:
    """Divide the files into shards, the same way whatever the number of workers."""
    groups: list[list[tuple[InputFile, Span]]] = [[]]
    size = 0
    for file in sorted(files, key=lambda file: file.source_path):
        parts = spans(file, settings)
        for part in parts:
            weight = file.size // len(parts)
            if groups[-1] and (
                len(groups[-1]) >= settings.shard_files
                or size + weight > settings.shard_bytes
            ):
                groups.append([])
                size = 0
            groups[-1].append((file, part))
            size += weight
    return tuple(
        Shard(number, _key(group, digest), tuple(group))
        for number, group in enumerate(groups)
        if group
    )


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard into `folder`, unless its complete output is there already.

    Runs in a worker process. `poisoned` records go to quarantine untouched.
    """
    if done := _finished(shard, folder):
        return done
    folder.mkdir(parents=True, exist_ok=True)
    harvest = ShardBuilder(settings)
    with _marking(shard.marker(folder)) as marker:
        poison = {(path, number): Reason(reason) for path, number, reason in poisoned}
        for item in _items(shard, settings, marker, poison):
            harvest.add(item)
    shard.marker(folder).unlink(missing_ok=True)
    stats = harvest.stats(shard.key)
    marks = {KEY: shard.key, STATS: json.dumps(asdict(stats), sort_keys=True)}
    for table in TABLES:
        parquet.write(shard.output(folder, table), harvest.table(table), marks)
    return stats


def in_order(table: str, rows: pa.Table) -> pa.Table:
    """Sort rows as those of their table are in the output of a shard."""
    return rows.sort_by([(column, "ascending") for column in SORTED_BY[table]])


def blame(shard: Shard, folder: Path) -> tuple[str, int] | None:
    """Name the record (source_path, record_number) that a dead or stopped worker was on, and forget the note."""
    try:
        noted = shard.marker(folder).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    shard.marker(folder).unlink(missing_ok=True)
    return (
        (shard.slices[int(noted[0])][0].source_path, int(noted[1])) if noted else None
    )


def seconds_on_record(shard: Shard, folder: Path) -> float | None:
    """Tell for how long a worker has been on its present record; None where it is on none."""
    try:
        return max(0.0, time.time() - shard.marker(folder).stat().st_mtime)
    except FileNotFoundError:
        return None


@dataclass(slots=True)
class ShardBuilder:
    """The rows of a shard while it is being cleaned, and the counts."""

    settings: Settings
    rows: dict[str, list[tables.Row]] = field(
        default_factory=lambda: {table: [] for table in TABLES}
    )
    ids: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, item: Record | Quarantined | Rejection) -> None:
        """Clean what can be cleaned, and keep its rows."""
        self.counts["records"] += 1
        result = self._clean(item) if isinstance(item, Record) else item
        if isinstance(result, Article):
            self._keep(result)
        else:
            self.quarantined[result.reason.value] += 1
            self.rows["quarantine"].append(tables.quarantine_row(result))

    def table(self, name: str) -> pa.Table:
        """Make the table of the rows, in their order."""
        return in_order(
            name, pa.Table.from_pylist(self.rows[name], schema=SCHEMAS[name])
        )

    def stats(self, key: str) -> ShardStats:
        """Sum up."""
        return ShardStats(
            key=key,
            records=self.counts["records"],
            articles=len(self.rows["articles"]),
            repeated=self.counts["repeated"],
            quarantined=dict(sorted(self.quarantined.items())),
            seconds=dict(sorted(self.seconds.items())),
        )

    def _clean(self, record: Record) -> Article | Rejection:
        try:
            point = OperatingPoint(self.settings.operating_point)
            result = pipeline.clean(
                record, point, self._watch, self.settings.own_lexicon
            )
            if isinstance(result, Article):
                result.text.encode()  # what no file can hold must not come up when the whole shard is written
            return result  # noqa: TRY300  # the failure of either line is the same
        except Exception as error:  # noqa: BLE001  # the one place where any failure becomes a quarantine row
            return Rejection(
                record, Reason.FAILED, f"{type(error).__name__}: {error}"[:1_000]
            )

    def _keep(self, article: Article) -> None:
        if article.article_id in self.ids:
            self.counts["repeated"] += 1
            return
        self.ids.add(article.article_id)
        row = tables.article_row(article)
        self.rows["articles"].append(row)
        self.rows["edits"] += tables.edit_rows(
            article.article_id, article.ledger, keep_before=self.settings.keep_before
        )
        if drafts.is_open(article):
            self.rows["drafts"].append(drafts.row(article))

    @contextmanager
    def _watch(self, stage: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - begun


def _key(group: list[tuple[InputFile, Span]], digest: str) -> str:
    content = [
        (file.source_path, file.sha256, file.unreadable, *_ends(span))
        for file, span in group
    ]
    return hashlib.sha256(json.dumps([digest, content]).encode()).hexdigest()


def _ends(span: Span) -> tuple[int, int | None]:
    return span.first, span.end


def _finished(shard: Shard, folder: Path) -> ShardStats | None:
    """Read the stats of a complete output; None where a file is missing, damaged or of another shard."""
    paths = [shard.output(folder, table) for table in TABLES]
    if any(parquet.mark(path, KEY) != shard.key for path in paths):
        return None
    held = parquet.mark(paths[-1], STATS)
    return replace(ShardStats(**json.loads(held)), skipped=True) if held else None


@contextmanager
def _marking(path: Path) -> Iterator[int]:
    """Open the file in which the present record is noted."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _items(
    shard: Shard,
    settings: Settings,
    marker: int,
    poison: Mapping[tuple[str, int], Reason],
) -> Iterator[Record | Quarantined | Rejection]:
    """Yield what every slice holds, noting each record before it is handed on, with the poisoned ones set aside."""
    for index, (file, span) in enumerate(shard.slices):
        _note(marker, index, span.first)
        reason = poison.get((file.source_path, 0))
        if (
            reason and file.source_format != "jsonl"
        ):  # it may be the reading that does the harm
            yield Quarantined(
                file.source_path,
                0,
                file.source_format,
                reason,
                BLAMED[reason],
                file.sha256,
            )
            continue
        for item in read(file, settings, span):
            _note(marker, index, item.record_number)
            reason = poison.get((item.source_path, item.record_number))
            yield (
                Rejection(item, reason, BLAMED[reason])
                if reason and isinstance(item, Record)
                else item
            )


def _note(marker: int, index: int, number: int) -> None:
    os.pwrite(marker, f"{index:>10} {number:>20}\n".encode(), 0)
