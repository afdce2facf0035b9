"""Write reference texts, which help to repair a run's spun articles, next to each shard.

A genuine copy says what the words of a spun article were; independent articles on its event say
which words are likely. Either may be new or in the snapshot built upon. An article that is not
known to be spun may retell another one: it is compared with the one article of its story that is
most like it. Their words do not say which of the two retells the other: it is the one that was
published later and that reads more like a spun one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.snapshots import CleanedRun
from flows.stages.reference_choice import (
    ENGLISH,
    ROW_COLUMNS,
    ReferenceIds,
    choose_references,
)
from flows.storage import parquet
from flows.storage.tables import Decisions, Row

TABLE = "references"
# Thresholds in spun_score: a gain in log-likelihood per word.
GENUINE = 0.0  # from here on a text may be spun though not marked so; no genuine one had above -.1
LIKELIER = 0.1  # of a retelling above its original; a margin, not tuned
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string()),
        pa.field("copies", pa.list_(pa.string())),
        pa.field("siblings", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A genuine article whose words can help to repair another one."""

    text: str
    published_at: datetime | None
    spun_score: float

    def is_retold_by(self, row: Mapping[str, Any]) -> bool:
        """Whether it can be the original of a dated article, of which this is the row."""
        if self.published_at is None or self.published_at >= row["published_at"]:
            return False
        score = row["spun_score"]
        return score is not None and score >= self.spun_score + LIKELIER


def write_references(
    articles: CleanedRun, decisions: Decisions, target: Path
) -> tuple[int, ...]:
    """Write TABLE into `target` for each shard of which an article has references.

    Return the numbers of these shards.
    """
    chosen = choose_references(articles, decisions, articles.rows(ROW_COLUMNS))
    if not chosen:
        return ()
    texts = _read_genuine(articles, chosen.values())
    rows = {}
    for article in articles.rows(ROW_COLUMNS, chosen):
        article_id = article["article_id"]
        row = _reference_row(article, chosen[article_id], texts)
        if row:
            rows[article_id] = row
    return tuple(_write_shards(articles, rows, target))


def _write_shards(
    articles: CleanedRun, rows: Mapping[str, Row], target: Path
) -> Iterator[int]:
    """Write the rows of each shard's articles; yield the numbers of the shards that have any."""
    wanted = frozenset(rows)
    for shard in articles.shards:
        found = articles.rows_of(shard, ("article_id",), wanted)
        here = [rows[row["article_id"]] for row in found]
        if here:
            table = pa.Table.from_pylist(here, schema=SCHEMA)
            place = shard.output(target, TABLE)
            parquet.write(place, table)
            yield shard.number


def _read_genuine(
    articles: CleanedRun, chosen: Iterable[ReferenceIds]
) -> dict[str, ReferenceText]:
    """Read those of the chosen articles that are genuine beyond doubt."""
    ids: set[str] = set()
    for references in chosen:
        ids.update(references.copies)
        ids.update(references.siblings)
    texts = {}
    for row in articles.find((*ROW_COLUMNS, "text"), ids):
        if _is_genuine(row):
            texts[row["article_id"]] = ReferenceText(
                text=row["text"],
                published_at=row["published_at"],
                spun_score=row["spun_score"],
            )
    return texts


def _is_genuine(row: Mapping[str, Any]) -> bool:
    if row["language"] != ENGLISH or row["spun"]:
        return False
    score = row["spun_score"]
    return score is not None and score < GENUINE


def _reference_row(
    article: Mapping[str, Any],
    references: ReferenceIds,
    texts: Mapping[str, ReferenceText],
) -> Row | None:
    """Make the row of an article; None where no reference is of use.

    References must be genuine. For an article not known to be spun, only its original is of use.
    """
    copies = [texts[name] for name in references.copies if name in texts]
    siblings = [texts[name] for name in references.siblings if name in texts]
    if not article["spun"]:
        copies = [copy for copy in copies if copy.is_retold_by(article)]
    if not copies and not siblings:
        return None
    return {
        "article_id": article["article_id"],
        "copies": [copy.text for copy in copies],
        "siblings": [sibling.text for sibling in siblings],
    }
