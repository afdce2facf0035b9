"""Write one snapshot: the rows of the one before, and those of a run, with every input counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows import versions
from flows.intake import InputFile
from flows.settings import Settings
from flows.snapshots.cleaned_run import CleanedRun
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import FileEntry
from flows.snapshots.parts import Parts
from flows.snapshots.record_rows import INPUT_TABLES
from flows.snapshots.replacements import Replacements
from flows.snapshots.shard_parts import MadeParts, add_shards, part_name
from flows.storage import parquet
from flows.storage.shards import Shard, ShardStats
from flows.storage.tables import STAGES, Decisions, Row


@dataclass(frozen=True, slots=True)
class Run:
    """An attempt to take in files; its id derives from snapshot, files and settings."""

    run_id: str
    digest: str
    settings: Settings
    files: tuple[InputFile, ...]
    shards: tuple[Shard, ...]
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a run, as the table of runs explains them.

    Of the records that replaced a row, `replacing` counts duplicates by kind, `still_quarantined`
    those in quarantine by reason.
    """

    inputs: int
    articles: int
    duplicates: int
    quarantined: int
    already_known: int
    replaced: int
    suppressed: int
    cleared: int
    forgotten: int
    edits: int
    spun: int
    replacing: Mapping[str, int]
    still_quarantined: Mapping[str, int]

    @property
    def accounted(self) -> int:
        """How many records something is known to have become of: all inputs."""
        new = self.articles + self.duplicates + self.quarantined
        return new + self.already_known + self.replaced + self.suppressed


@dataclass(frozen=True, slots=True)
class StagedSnapshot:
    """A snapshot that is written but not yet current: its counts, and its files."""

    counts: Counts
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a run has ready for publication; `made` are the parts of its shards, if any."""

    run: Run
    stats: tuple[ShardStats, ...]
    cleaned: CleanedRun
    decisions: Decisions
    made: tuple[MadeParts, ...] = ()


def write(target: Path, outcome: Outcome) -> StagedSnapshot:
    """Write the tables of the next snapshot into `target`.

    Raises DatasetError where an input or a row of the snapshot before is missing.
    """
    cleaned = outcome.cleaned
    parts = Parts(target, outcome.decisions.by_article)
    if cleaned.current:
        parts.keep(cleaned.current, cleaned.replacements)
    kept = dict(parts.rows)
    spun, more = add_shards(parts, outcome)
    new = _added(parts.rows, kept)
    new["quarantine"] += more
    counts = _count(outcome, spun, new)
    _check_inputs(target, counts)
    if cleaned.current:
        _check_kept(target, cleaned.current, cleaned.replacements, kept)
    _finish(parts, outcome, counts)
    return StagedSnapshot(counts, tuple(parts.entries()))


def _added(rows: Mapping[str, int], kept: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows each table has beyond those that were kept."""
    return {table: count - kept[table] for table, count in rows.items()}


def _count(outcome: Outcome, spun: int, new: Mapping[str, int]) -> Counts:
    """Count a run; `new` are the rows that it added, by table."""
    selection = outcome.cleaned.selection
    decisions = outcome.decisions.by_article
    kinds = Counter(decisions[name].kind for name in selection.replacing)
    kept = kinds.pop(None, 0)
    return Counts(
        inputs=sum(stats.records for stats in outcome.stats),
        articles=new["articles"] - kept,
        duplicates=new["duplicates"] - (len(selection.replacing) - kept),
        quarantined=new["quarantine"] - len(selection.replacing_reasons),
        already_known=selection.known,
        replaced=selection.replaced,
        suppressed=selection.suppressed,
        cleared=selection.cleared,
        forgotten=selection.forgotten,
        edits=new["edits"],
        spun=spun,
        replacing={kind: count for kind, count in kinds.items() if kind},
        still_quarantined=dict(Counter(selection.replacing_reasons)),
    )


def _finish(parts: Parts, outcome: Outcome, counts: Counts) -> None:
    """Add the row of the run, and complete all tables."""
    first_part = part_name(outcome.run, 0)
    _add_relations(parts, outcome, first_part)
    runs = _run_rows(outcome, counts)
    parts.add_rows("runs", first_part, runs)
    parts.finish(first_part, outcome.run.run_id)


def _add_relations(parts: Parts, outcome: Outcome, name: str) -> None:
    """Add the relations of all articles, which every run makes anew."""
    cleaned, relations = outcome.cleaned, outcome.decisions.relations
    if relations:
        before = cleaned.current.parts_of("relations") if cleaned.current else ()
        made = parquet.read(cleaned.folder / relations)
        parts.add_or_link("relations", name, made, before)


def _check_inputs(target: Path, counts: Counts) -> None:
    """Check that every input has a row. Raises DatasetError."""
    if counts.accounted != counts.inputs:
        raise DatasetError(
            f"{target}: {counts.inputs:,} inputs, but {counts.accounted:,} accounted for;"
            " remove state/shards and run again"
        )


def _check_kept(
    target: Path,
    current: Current,
    replacements: Replacements,
    kept: Mapping[str, int],
) -> None:
    """Check that every earlier row stayed unless it was replaced. Raises DatasetError."""
    expected = _input_rows(current) - len(replacements)
    left = sum(kept[table] for table in INPUT_TABLES)
    if left != expected:
        raise DatasetError(
            f"{target}: {expected:,} rows of {current.path} should stay,"
            f" but {left:,} did; run again"
        )


def _input_rows(current: Current) -> int:
    """Count the rows of a snapshot that stand for inputs."""
    count = 0
    for table in INPUT_TABLES:
        count += sum(parquet.rows(path) for path in current.parts(table))
    return count


def _run_rows(outcome: Outcome, counts: Counts) -> list[Row]:
    """Return the rows of earlier runs, and then that of this one."""
    earlier = _earlier_runs(outcome.cleaned.current)
    return [*earlier, _run_row(outcome, counts)]


def _earlier_runs(current: Current | None) -> list[Row]:
    if not current:
        return []
    rows: list[Row] = []
    for path in current.parts("runs"):
        rows += parquet.read(path).to_pylist()
    return rows


def _run_row(outcome: Outcome, counts: Counts) -> Row:
    """Build the row of the runs table: the only one with clock times."""
    run = outcome.run
    seconds = _seconds(outcome)
    return {
        "run_id": run.run_id,
        "started_at": run.started_at,
        "finished_at": datetime.now(UTC),
        "inputs": counts.inputs,
        "articles": counts.articles,
        "duplicates": counts.duplicates,
        "quarantined": counts.quarantined,
        "already_known": counts.already_known,
        "replaced": counts.replaced,
        "suppressed": counts.suppressed,
        "cleared": counts.cleared,
        "forgotten": counts.forgotten,
        "edits": counts.edits,
        "spun": counts.spun,
        **{f"seconds_{stage}": seconds.get(stage, 0.0) for stage in STAGES},
        "pipeline_version": versions.pipeline_version(),
        "rule_set": versions.rule_set(),
        "schema_version": versions.SCHEMA_VERSION,
        "settings_digest": run.digest,
    }


def _seconds(outcome: Outcome) -> dict[str, float]:
    """Add up the seconds of work by stage."""
    decisions = outcome.decisions
    seconds = {"duplicates": decisions.seconds, "stories": decisions.story_seconds}
    for stats in outcome.stats:
        for stage, spent in stats.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent
    return seconds
