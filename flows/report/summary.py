"""The figures of a run: counted from the rows of its snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, TypeVar

from flows.addresses import addressed
from flows.intake import Discovery, LeftAside, no_files
from flows.snapshots import Current, Published, sealing
from flows.storage.shards import ShardStats
from flows.storage.tables import REMOVING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OF_RUN = """(SELECT article_id, repairs FROM articles WHERE run_id = $run_id
    UNION ALL SELECT article_id, repairs FROM duplicates WHERE run_id = $run_id)"""
REPAIRS = f"SELECT coalesce(sum(repairs), 0) FROM {OF_RUN}"  # noqa: S608 - our own
REMOVED = f"""SELECT split_part(string_split(rule, ' + ')[-1], '/', 1),
    sum("end" - start - length(after))
    FROM edits WHERE article_id IN (SELECT article_id FROM {OF_RUN})
    AND list_contains($stages, stage) AND "end" - start > length(after)
    GROUP BY ALL ORDER BY 1"""  # noqa: S608 - our own
NOTES = """SELECT split_part(note, ':', 1), count(*)
    FROM (SELECT unnest(notes) AS note FROM (SELECT notes FROM articles WHERE run_id = $run_id
        UNION ALL SELECT notes FROM duplicates WHERE run_id = $run_id)) GROUP BY ALL ORDER BY 1"""
DUPLICATES = """SELECT kind, count(*) FROM duplicates
    WHERE run_id = $run_id GROUP BY ALL ORDER BY 1"""
QUARANTINED = """SELECT reason, sum(coalesce(records, 1)) FROM quarantine
    WHERE run_id = $run_id GROUP BY ALL ORDER BY 1"""
DIGITS = 3  # after the point, of seconds
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one run; the first seven add up to the inputs, as the runs table says.

    `path` is the real path of the snapshot, None where there is none yet; `report` that of its
    report. `left_aside` are files
    that are no scrapes or of no known format. `revised` counts revisions that copies or other pages
    led to. `seconds` are wall time by stage of the run, `cleaning_seconds` times by stage of
    cleaning, added up over all workers. `duplicates` counts by kind, `quarantined` by reason,
    `removed_chars` by kind of rule, `unread` the notes by what they are on: values that could not
    be read by column, encodings that had to be found out.
    """

    snapshot: int | None
    path: str | None
    report: str | None = None
    nothing_new: bool = False
    run_id: str | None = None
    files: int = 0
    left_aside: tuple[LeftAside, ...] = ()
    inputs: int = 0
    articles: int = 0
    duplicates: Mapping[str, int] = field(default_factory=dict)
    quarantined: Mapping[str, int] = field(default_factory=dict)
    already_known: int = 0
    replaced: int = 0
    suppressed: int = 0
    still_quarantined: int = 0
    spun: int = 0
    revised: int = 0
    repairs: int = 0
    edits: int = 0
    removed_chars: Mapping[str, int] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    cleaning_seconds: Mapping[str, float] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """Return the figures for JSON."""
        return asdict(self)

    def addressed(self) -> Summary:
        """Show where the dataset is kept, not the folder that the run worked in."""
        path = addressed(self.path) if self.path else None
        report = addressed(self.report) if self.report else None
        return replace(self, path=path, report=report)

    def line(self) -> str:
        """Return the figures in one line."""
        if self.nothing_new:
            return self._nothing_new()
        duplicates = sum(self.duplicates.values())
        quarantined = sum(self.quarantined.values())
        others = {
            "already known": self.already_known,
            "replaced": self.replaced,
            "suppressed": self.suppressed,
        }
        seen = [f" + {count:,} {name}" for name, count in others.items() if count]
        return (
            f"Snapshot {self.snapshot}: {self.inputs:,} inputs = {self.articles:,} articles"
            f" + {duplicates:,} duplicates + {quarantined:,} quarantined{''.join(seen)}"
        )

    def _nothing_new(self) -> str:
        if not self.files:
            return no_files()
        return (
            f"Nothing new: snapshot {self.snapshot} holds all {self.files:,}"
            " input files already."
        )


@dataclass(frozen=True, slots=True)
class _RunRows:
    """The rows of what a run took in, in the tables of a snapshot."""

    connection: DuckDBPyConnection
    run_id: str

    @classmethod
    def of(cls, current: Current, run_id: str) -> Self:
        """Open the tables of a snapshot, once for all questions."""
        from flows.sql import connect  # noqa: PLC0415 - takes long; where nothing is new, for nothing

        return cls(connect(current), run_id)

    def count(self, query: str) -> int:
        """Return the one number that a query answers."""
        ((count,),) = self._ask(query)
        return int(count)

    def counts(self, query: str, **parameters: object) -> dict[str, int]:
        """Return the numbers of a query by its first column."""
        return {name: int(count) for name, count in self._ask(query, **parameters)}

    def _ask(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        parameters["run_id"] = self.run_id
        return self.connection.execute(query, parameters).fetchall()


def unchanged(current: Current | None, found: Discovery) -> Summary:
    """Sum up a run that found nothing new."""
    return Summary(
        snapshot=current.snapshot if current else None,
        path=str((current.folder / current.path).resolve()) if current else None,
        report=_report(current) if current else None,
        nothing_new=True,
        files=len(found.files),
        left_aside=found.left_aside,
    )


def summarise(
    published: Published,
    current: Current,
    found: Discovery,
    stats: Sequence[ShardStats],
) -> Summary:
    """Sum up a run whose snapshot is the current one; the run adds its times and revisions."""
    rows = _RunRows.of(current, published.run_id)
    return Summary(
        snapshot=published.snapshot,
        path=str(published.path.resolve()),
        report=_report(current),
        run_id=published.run_id,
        files=len(found.files),
        left_aside=_left_aside(found, stats),
        inputs=published.inputs,
        articles=published.articles,
        duplicates=_less(rows.counts(DUPLICATES), published.replacing),
        quarantined=_less(rows.counts(QUARANTINED), published.still_quarantined),
        still_quarantined=sum(published.still_quarantined.values()),
        already_known=published.already_known,
        replaced=published.replaced,
        suppressed=published.suppressed,
        spun=published.spun,
        repairs=rows.count(REPAIRS),
        edits=published.edits,
        removed_chars=rows.counts(REMOVED, stages=list(REMOVING)),
        unread=rows.counts(NOTES),
        cleaning_seconds=_rounded(_sums(shard.seconds for shard in stats)),
    )


def _report(current: Current) -> str | None:
    """Return the path of a snapshot's report, if it has one."""
    path = current.folder / current.path / sealing.REPORT
    return str(path.resolve()) if path.exists() else None


def _left_aside(found: Discovery, stats: Sequence[ShardStats]) -> tuple[LeftAside, ...]:
    """List the files that were left aside, and the members of archives."""
    members = [
        LeftAside(path, reason) for shard in stats for path, reason in shard.left_aside
    ]
    return tuple(sorted((*found.left_aside, *members)))


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(spent, DIGITS) for stage, spent in seconds.items()}


def _sums(parts: Iterable[Mapping[str, N]]) -> dict[str, N]:
    """Add up numbers by name."""
    total: dict[str, N] = {}
    for part in parts:
        for name, number in part.items():
            total[name] = total.get(name, 0) + number
    return dict(sorted(total.items()))


def _less(counts: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    """Subtract counts by name; what comes to nothing is left out."""
    left = Counter(counts)
    left.subtract(others)
    return {name: count for name, count in left.items() if count}
