"""Write one snapshot: everything of the one before, plus what a run took in, with nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows import versions
from flows.intake import InputFile
from flows.settings import Settings
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.parts import Parts
from flows.snapshots.replacements import Replacements
from flows.stages.clean_shard import Shard, ShardStats
from flows.storage import parquet
from flows.storage.tables import STAGES, Decisions, Row

ARTICLE_ROWS = ("articles", "duplicates", "quarantine")


@dataclass(frozen=True, slots=True)
class Run:
    """One attempt to take in files: its name depends on the snapshot built upon, the files and the digest."""

    run_id: str
    digest: str
    settings: Settings
    files: tuple[InputFile, ...]
    shards: tuple[Shard, ...]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run came to. `repeated` records were read twice and are kept, and counted in `inputs`, once."""

    inputs: int
    articles: int
    duplicates: int
    quarantined: int
    edits: int
    spun: int
    repeated: int


@dataclass(frozen=True, slots=True)
class StagedSnapshot:
    """A snapshot that is written but not yet current."""

    counts: Counts
    names: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has ready for publication: the stats and output of its shards, and the decisions."""

    run: Run
    stats: tuple[ShardStats, ...]
    decisions: Decisions
    folder: Path  # of the shards' output

    @property
    def name(self) -> str:
        """The name of a part that belongs to no shard."""
        return part_name(self.run, 0)


def write(target: Path, current: Current | None, outcome: Outcome) -> StagedSnapshot:
    """Write the tables of the next snapshot into `target`. Raises DatasetError."""
    succession = Replacements.of(current, outcome.run.shards, outcome.folder)
    parts = Parts(target, outcome.decisions.by_article)
    if current:
        parts.keep(current, succession)
    kept = dict(parts.rows)
    spun = sum(
        _add_shard(parts, outcome, shard, repeats)
        for shard, repeats in zip(outcome.run.shards, succession.repeats, strict=True)
    )
    counts = _count(
        outcome.stats,
        succession,
        spun,
        {table: parts.rows[table] - kept[table] for table in kept},
    )
    _check(target, counts, current, succession, kept)
    earlier = (
        [
            row
            for path in current.parts("runs")
            for row in parquet.read(path).to_pylist()
        ]
        if current
        else []
    )
    parts.add_rows("runs", outcome.name, [*earlier, _run_row(outcome, counts)])
    parts.finish(outcome.name)
    return StagedSnapshot(counts, parts.names)


def part_name(run: Run, number: int) -> str:
    """Name the part that holds the rows of a run's shard."""
    return f"{run.run_id}-{number:05d}.parquet"


def _count(
    stats: Sequence[ShardStats],
    succession: Replacements,
    spun: int,
    new: dict[str, int],
) -> Counts:
    repeated = sum(each.repeated for each in stats) + sum(map(len, succession.repeats))
    return Counts(
        inputs=sum(each.records for each in stats) - repeated,
        articles=new["articles"],
        duplicates=new["duplicates"],
        quarantined=new["quarantine"],
        edits=new["edits"],
        spun=spun,
        repeated=repeated,
    )


def _add_shard(
    parts: Parts, outcome: Outcome, shard: Shard, repeats: frozenset[str]
) -> int:
    """Write the rows of one shard without those that an earlier one has; count the spun ones."""
    name, gone = (
        part_name(outcome.run, shard.number),
        pa.array(sorted(repeats), pa.string()),
    )
    held = {
        table: parquet.read(shard.output(outcome.folder, table))
        for table in ("articles", "edits", "quarantine")
    }
    for table in ("articles", "edits"):
        held[table] = held[table].filter(
            pc.invert(pc.is_in(held[table].column("article_id"), value_set=gone))
        )
    for table in ("articles", "quarantine"):
        index = held[table].column_names.index("run_id")
        run_ids = pa.array([outcome.run.run_id] * held[table].num_rows, pa.string())
        held[table] = held[table].set_column(index, "run_id", run_ids)
    parts.add_articles(name, held["articles"])
    parts.add("edits", name, held["edits"])
    parts.add("quarantine", name, held["quarantine"])
    return pc.sum(held["articles"].column("spun")).as_py() or 0


def _check(
    target: Path,
    counts: Counts,
    current: Current | None,
    succession: Replacements,
    kept: dict[str, int],
) -> None:
    """Raise DatasetError unless every input of this run and every row of the runs before is accounted for."""
    found = counts.articles + counts.duplicates + counts.quarantined
    if found != counts.inputs:
        raise DatasetError(
            f"{target}: {counts.inputs:,} inputs, but {found:,} rows; remove state/shards and run again"
        )
    if not current:
        return
    before = sum(
        parquet.rows(path) for table in ARTICLE_ROWS for path in current.parts(table)
    )
    gone = len(succession.articles) + len(succession.quarantine)
    left = sum(kept[table] for table in ARTICLE_ROWS)
    if left != before - gone:
        raise DatasetError(
            f"{target}: {before - gone:,} rows of {current.path} should stay, but {left:,} did; run again"
        )


def _run_row(outcome: Outcome, counts: Counts) -> Row:
    run, seconds = (
        outcome.run,
        {
            "duplicates": outcome.decisions.seconds,
            "stories": outcome.decisions.story_seconds,
        },
    )
    for each in outcome.stats:
        for stage, spent in each.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent
    return {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": datetime.now(UTC),
        "inputs": counts.inputs,
        "articles": counts.articles,
        "duplicates": counts.duplicates,
        "quarantined": counts.quarantined,
        "edits": counts.edits,
        "spun": counts.spun,
        **{f"seconds_{stage}": seconds.get(stage, 0.0) for stage in STAGES},
        "pipeline_version": versions.pipeline_version(),
        "rule_set": versions.rule_set(),
        "schema_version": versions.SCHEMA_VERSION,
        "settings_digest": run.digest,
    }
