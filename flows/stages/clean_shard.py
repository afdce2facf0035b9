"""Clean one shard in a worker process: records in, the rows of its articles out.

Its seal is written last, so that a complete output can be told from a broken-off one.
"""

from __future__ import annotations

import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from cleaners import pipeline
from cleaners.article import Article, Reason, Record, Rejection
from cleaners.article_ids import id_of_repeat
from cleaners.paraphrase import OperatingPoint
from flows.intake import InputFile, LeftAside, Quarantined, read, reader_of
from flows.settings import Settings
from flows.storage import open_articles, parquet, shard_seals, tables
from flows.storage.shards import OPEN, SCHEMAS, TABLES, Shard, ShardStats, in_order

DETAIL_CHARACTERS = 1_000  # of an unforeseen error: a guard, its first lines say enough

BLAMED = {
    Reason.TIMED_OUT: "stopped at the time limit for a record",
    Reason.FAILED: "its process ended while on it",
}

Poison = tuple[str, int, str]
"""source_path, record_number and reason ("timed_out" or "failed") of a harmful record."""

Poisoned = Mapping[tuple[str, int], Reason]


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard into `folder`, unless its complete output is there already.

    `poisoned` records go to quarantine unread.
    """
    if finished := shard_seals.read(shard, folder):
        return finished
    folder.mkdir(parents=True, exist_ok=True)
    reasons = {}
    for source_path, record_number, reason in poisoned:
        reasons[source_path, record_number] = Reason(reason)
    builder = ShardBuilder(settings)
    marker_path = shard.marker(folder)
    with _open_marker(marker_path) as marker:
        for item in _items(shard, settings, marker, reasons):
            builder.add(item)
    marker_path.unlink(missing_ok=True)
    for table in TABLES:
        path = shard.output(folder, table)
        parquet.write(path, builder.table(table))
    stats = builder.stats(shard.key)
    shard_seals.write(shard, folder, stats)
    return stats


@dataclass(slots=True)
class ShardBuilder:
    """The rows and counts of a shard that is being cleaned."""

    settings: Settings
    rows: dict[str, list[tables.Row]] = field(
        default_factory=lambda: {table: [] for table in TABLES}
    )
    ids: set[str] = field(default_factory=set)
    records: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    left_aside: list[list[str]] = field(default_factory=list)

    def add(self, item: Record | Quarantined | Rejection | LeftAside) -> None:
        """Clean a record, and keep the rows of what it became."""
        if isinstance(item, LeftAside):
            self.left_aside.append([item.path, item.reason])
            return
        self.records += 1
        result = self._clean(item) if isinstance(item, Record) else item
        if isinstance(result, Article):
            self._add_article(result)
            return
        reason = result.reason.value
        self.quarantined[reason] += 1
        row = tables.quarantine_row(result)
        self.rows["quarantine"].append(row)

    def table(self, name: str) -> pa.Table:
        """Build a table of the rows, sorted."""
        rows = pa.Table.from_pylist(self.rows[name], schema=SCHEMAS[name])
        return in_order(name, rows)

    def stats(self, key: str) -> ShardStats:
        """Return the figures of the shard."""
        return ShardStats(
            key=key,
            records=self.records,
            articles=len(self.ids),
            quarantined=dict(sorted(self.quarantined.items())),
            seconds=dict(sorted(self.seconds.items())),
            left_aside=list(self.left_aside),
        )

    def _clean(self, record: Record) -> Article | Rejection:
        point = OperatingPoint(self.settings.operating_point)
        own_lexicon = self.settings.own_lexicon
        try:
            result = pipeline.clean(
                record,
                point,
                self._time_stage,
                own_lexicon,
                keep_listings=self.settings.keep_listings,
                keep_walls=self.settings.keep_walls,
            )
            if isinstance(result, Article):
                result.text.encode()  # raises on lone surrogates, which no file can hold
        except Exception as error:  # noqa: BLE001  # the one place where any failure becomes a quarantine row
            detail = f"{type(error).__name__}: {error}"[:DETAIL_CHARACTERS]
            return Rejection(record, Reason.FAILED, detail)
        return result

    def _add_article(self, article: Article) -> None:
        article = self._with_own_id(article)
        self.ids.add(article.article_id)
        if open_articles.is_open(article):
            self.rows[OPEN].append(open_articles.row_of(article))
            return
        self.rows["articles"].append(tables.article_row(article))
        keep_before = self.settings.keep_before
        self.rows["edits"] += tables.edit_rows(
            article.article_id, article.ledger, keep_before=keep_before
        )

    def _with_own_id(self, article: Article) -> Article:
        """Return an article with another id where its own is taken in this shard."""
        if article.article_id not in self.ids:
            return article
        record = article.record
        number = record.record_number
        other = id_of_repeat(article.article_id, record.source_path, number)
        return replace(article, article_id=other)

    @contextmanager
    def _time_stage(self, stage: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - started


@contextmanager
def _open_marker(path: Path) -> Iterator[int]:
    """Open the file in which the present record is noted; yield its descriptor."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _items(
    shard: Shard, settings: Settings, marker: int, poisoned: Poisoned
) -> Iterator[Record | Quarantined | Rejection | LeftAside]:
    """Yield the items of every slice, noting each in the marker before it is cleaned."""
    for index, (file, record_range) in enumerate(shard.slices):
        _note(marker, index, record_range.first)
        reason = poisoned.get((file.source_path, 0))
        if reason and not reader_of(file.source_format).holds_many:  # reading may harm
            yield _set_aside(file, reason)
            continue
        for item in read(file, settings, record_range):
            if isinstance(item, LeftAside):
                yield item
                continue
            _note(marker, index, item.record_number)
            yield _checked(item, file, poisoned)


def _checked(
    item: Record | Quarantined, file: InputFile, poisoned: Poisoned
) -> Record | Quarantined | Rejection:
    """Return an item, or the rejection of a poisoned record of its file."""
    reason = poisoned.get((file.source_path, item.record_number))
    if reason and isinstance(item, Record):
        return Rejection(item, reason, BLAMED[reason])
    return item


def _set_aside(file: InputFile, reason: Reason) -> Quarantined:
    return Quarantined(
        file.source_path, 0, file.source_format, reason, BLAMED[reason], file.sha256
    )


def _note(marker: int, index: int, record_number: int) -> None:
    """Write the number of the slice and of the record, in place."""
    os.pwrite(marker, f"{index:>10} {record_number:>20}\n".encode(), 0)
