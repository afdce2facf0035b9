"""Write the rows of a run's shards as parts of the next snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from flows.snapshots.parts import Parts
from flows.snapshots.shard_rows import every_row, with_run_id
from flows.storage import parquet
from flows.storage.shards import Shard

if TYPE_CHECKING:
    from flows.snapshots.publishing import Outcome, Run


def part_name(run: Run, number: int) -> str:
    """Return the name of the part that holds the rows of a run's shard."""
    return f"{run.run_id}-{number:05d}.parquet"


def add_shards(parts: Parts, outcome: Outcome) -> tuple[int, int]:
    """Write the rows of all shards.

    Counts the spun articles, and the inputs for which others of the quarantine stand.
    """
    spun, more = 0, 0
    for shard in outcome.run.shards:
        more += _add_quarantine(parts, outcome, shard)
        spun += _add_articles(parts, outcome, shard)
    return spun, more


def _add_articles(parts: Parts, outcome: Outcome, shard: Shard) -> int:
    """Write the articles of a shard; count the spun ones."""
    run = outcome.run
    folder = outcome.cleaned.folder
    keep_before = run.settings.keep_before
    articles, edits = every_row(shard, folder, keep_before=keep_before)
    name = part_name(run, shard.number)
    parts.add("edits", name, edits)
    numbered = with_run_id(articles, run.run_id)
    parts.add_articles(name, numbered)
    spun = pc.sum(articles["spun"])
    return spun.as_py() or 0


def _add_quarantine(parts: Parts, outcome: Outcome, shard: Shard) -> int:
    """Write the quarantine of a shard; count the inputs beyond one a row."""
    run = outcome.run
    path = shard.output(outcome.cleaned.folder, "quarantine")
    rows = parquet.read(path)
    name = part_name(run, shard.number)
    numbered = with_run_id(rows, run.run_id)
    parts.add("quarantine", name, numbered)
    return _count_more(rows)


def _count_more(rows: pa.Table) -> int:
    records: int = pc.sum(rows["records"]).as_py() or 0
    more: int = records - rows.num_rows
    return more
