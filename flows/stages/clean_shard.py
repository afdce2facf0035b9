"""Clean one shard in a worker process: records in, the rows of its articles out.

Its seal is written last, so that a complete output can be told from a broken-off one.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from cleaners.article import Article, Reason, Record, Rejection
from cleaners.article_ids import id_of_repeat
from flows.intake import InputFile, LeftAside, Quarantined, read, reader_of
from flows.intake.readers.reader import Item
from flows.raw_text import storable_text
from flows.settings import Settings
from flows.stages import clean_record
from flows.stages.quarantine_rows import QuarantineRows
from flows.storage import markers, open_articles, parquet, shard_seals, tables
from flows.storage.markers import Marker, Poison
from flows.storage.shards import OPEN, SCHEMAS, TABLES, Shard, ShardStats, in_order

DETAIL_CHARACTERS = 1_000  # of an unforeseen error: a guard, its first lines say enough

BLAMED = {
    Reason.TIMED_OUT: "stopped at the limit record_seconds",
    Reason.TOO_LARGE: "stopped at the limit worker_memory",
    Reason.FAILED: "its process ended while on it",
}
UNREAD = "what follows here in the file is not read"

Poisoned = Mapping[tuple[str, int], Poison]


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard into `folder`, unless its complete output is there already.

    `poisoned` records go to quarantine unread.
    """
    if finished := shard_seals.read(shard, folder):
        return finished
    folder.mkdir(parents=True, exist_ok=True)
    by_place = {}
    for poison in poisoned:
        by_place[poison.source_path, poison.record_number] = poison
    builder = ShardBuilder(settings)
    with markers.marking(shard.marker(folder)) as marker:
        for item in _items(shard, settings, marker, by_place):
            builder.add(item)
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
    quarantined: QuarantineRows = field(default_factory=QuarantineRows)
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
        self.quarantined.add(result)

    def table(self, name: str) -> pa.Table:
        """Build a table of the rows, sorted."""
        rows = self.rows[name]
        if name == "quarantine":
            rows = self.quarantined.rows()
        return in_order(name, pa.Table.from_pylist(rows, schema=SCHEMAS[name]))

    def stats(self, key: str) -> ShardStats:
        """Return the figures of the shard."""
        return ShardStats(
            key=key,
            records=self.records,
            articles=len(self.ids),
            quarantined=self.quarantined.by_reason(),
            seconds=dict(sorted(self.seconds.items())),
            left_aside=list(self.left_aside),
        )

    def _clean(self, record: Record) -> Article | Rejection:
        try:
            result = clean_record.clean(record, self.settings, self._time_stage)
            if isinstance(result, Article):
                result.text.encode()  # raises on lone surrogates, which no file can hold
        except MemoryError:
            return Rejection(record, Reason.TOO_LARGE, BLAMED[Reason.TOO_LARGE])
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


def _items(
    shard: Shard, settings: Settings, marker: Marker, poisoned: Poisoned
) -> Iterator[Item | Rejection]:
    """Yield the items of every slice, noting each in the marker before it is read and cleaned."""
    for index, (file, record_range) in enumerate(shard.slices):
        number = record_range.first  # of the record that is read next
        items = read(file, settings, record_range)
        while True:
            marker.note(index, number, is_reading=True)
            poison = poisoned.get((file.source_path, number))
            if poison and _is_unreadable(file, poison):
                yield _set_aside(file, poison)
                break
            item = _next(items, file, number)
            if item is None:
                break
            if isinstance(item, LeftAside):
                yield item
                continue
            marker.note(index, item.record_number, is_reading=False)
            yield _checked(item, file, poisoned)
            number = item.record_number + 1


def _next(items: Iterator[Item], file: InputFile, number: int) -> Item | None:
    """Read the next item; None at the end. A reader that fails costs what follows in its range."""
    try:
        return next(items, None)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001  # the other place, for readers
        reason = Reason.FAILED
        detail = f"{type(error).__name__}: {error}"[:DETAIL_CHARACTERS]
        return Quarantined(
            file.source_path,
            number,
            file.source_format,
            reason,
            storable_text(f"{UNREAD}: {detail}"),
        )


def _is_unreadable(file: InputFile, poison: Poison) -> bool:
    """Return whether a record did harm already while it was read."""
    return poison.is_reading or not reader_of(file.source_format).holds_many


def _checked(
    item: Record | Quarantined, file: InputFile, poisoned: Poisoned
) -> Record | Quarantined | Rejection:
    """Return an item, or the rejection of a poisoned record of its file."""
    poison = poisoned.get((file.source_path, item.record_number))
    if poison and isinstance(item, Record):
        reason = Reason(poison.reason)
        return Rejection(item, reason, BLAMED[reason])
    return item


def _set_aside(file: InputFile, poison: Poison) -> Quarantined:
    """Make the row of a record that is not read, and of what follows it."""
    reason = Reason(poison.reason)
    detail = BLAMED[reason]
    digest = file.sha256
    if reader_of(file.source_format).holds_many:
        detail = f"{detail}; {UNREAD}"
        digest = None
    return Quarantined(
        file.source_path,
        poison.record_number,
        file.source_format,
        reason,
        detail,
        digest,
    )
