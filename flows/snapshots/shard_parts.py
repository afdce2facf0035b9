"""Make the rows of a run's shards as parts of the next snapshot, in workers, and take them over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.settings import Settings
from flows.snapshots import decided_rows
from flows.snapshots.columns import conform
from flows.snapshots.parts import Parts
from flows.snapshots.selected_shards import SET_ASIDE
from flows.snapshots.shard_rows import every_row, with_run_id
from flows.storage import parquet
from flows.storage.shards import ARTICLE_TABLES, Shard
from flows.storage.tables import SCHEMAS, Decision

if TYPE_CHECKING:
    from flows.snapshots.publishing import Outcome, Run

DECISIONS = (
    "decisions"  # the name of the file with what was decided for a shard's articles
)
RUN_ID = b"unspun.run_id"  # in its metadata
FIELDS = ("article_id", *decided_rows.COLUMNS)
SCHEMA = pa.schema([SCHEMAS["duplicates"].field(name) for name in FIELDS])


@dataclass(frozen=True, slots=True)
class MadeParts:
    """The rows of a shard's parts by table, and two counts.

    `spun` are its spun articles, `more` the inputs for which others of the quarantine stand.
    """

    rows: Mapping[str, int]
    spun: int
    more: int


def part_name(run: Run, number: int) -> str:
    """Return the name of the part that holds the rows of a run's shard."""
    return f"{run.run_id}-{number:05d}.parquet"


def add_shards(parts: Parts, outcome: Outcome) -> tuple[int, int]:
    """Take over the parts of all shards, and make those that no worker has made.

    Counts the spun articles, and the inputs for which others of the quarantine stand.
    """
    spun, more = 0, 0
    for shard in outcome.run.shards:
        made = _made(outcome, shard)
        name = part_name(outcome.run, shard.number)
        for table, rows in made.rows.items():
            path = _path(shard, outcome.cleaned.folder, table)
            parts.take(table, name, path, rows)
        spun += made.spun
        more += made.more
    return spun, more


def _made(outcome: Outcome, shard: Shard) -> MadeParts:
    """Return what a worker has made of a shard, or make it here."""
    if outcome.made:
        return outcome.made[shard.number]
    prepare(outcome, shard)
    return make(shard, outcome.run.settings, outcome.cleaned.folder)


def prepare(outcome: Outcome, shard: Shard) -> None:
    """Write next to a shard what was decided for its articles, and the id of the run."""
    folder = outcome.cleaned.folder
    rows = []
    for article_id in _article_ids(shard, folder):
        decision = outcome.decisions.by_article.get(article_id)
        if decision:
            rows.append({"article_id": article_id, **asdict(decision)})
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    marked = table.replace_schema_metadata({RUN_ID: outcome.run.run_id})
    parquet.write(shard.output(folder, DECISIONS), marked)


def make(shard: Shard, settings: Settings, folder: Path) -> MadeParts:
    """Write the parts of a shard into the folder of its output.

    Runs in a worker process.
    """
    path = shard.output(folder, DECISIONS)
    run_id = pq.read_schema(path).metadata[RUN_ID].decode()
    articles, edits = every_row(shard, folder, keep_before=settings.keep_before)
    quarantine = parquet.read(shard.output(folder, "quarantine"))
    numbered = with_run_id(articles, run_id)
    tables = {
        **dict(decided_rows.divided(numbered, _decisions(path))),
        "edits": edits,
        "quarantine": with_run_id(quarantine, run_id),
    }
    rows = {}
    for name, table in tables.items():
        if table.num_rows:
            parquet.write(_path(shard, folder, name), conform(name, table))
            rows[name] = table.num_rows
    return MadeParts(rows, _sum(articles["spun"]), _count_more(quarantine))


def _article_ids(shard: Shard, folder: Path) -> Iterator[str]:
    """Yield the ids of all articles of a shard, those that are set aside too."""
    names = (*ARTICLE_TABLES, *SET_ASIDE.values())
    for name in names:
        path = shard.output(folder, name)
        if path.exists():
            ids = parquet.read(path, ["article_id"])
            yield from ids["article_id"].to_pylist()


def _decisions(path: Path) -> dict[str, Decision]:
    """Read what was decided, by article."""
    found = {}
    for row in parquet.read(path).to_pylist():
        article_id = row.pop("article_id")
        found[article_id] = Decision(**row)
    return found


def _path(shard: Shard, folder: Path, table: str) -> Path:
    """Return the path of the part that is made of a shard for a table."""
    return shard.output(folder, f"part_{table}")


def _count_more(rows: pa.Table) -> int:
    more: int = _sum(rows["records"]) - rows.num_rows
    return more


def _sum(column: pa.ChunkedArray) -> int:
    return int(pc.sum(column).as_py() or 0)
