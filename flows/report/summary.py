"""What a run came to: in figures, in a line, as JSON, and as a page for the terminal."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.intake import Discovery
from flows.snapshots import Current, Published
from flows.sql import connect
from flows.stages.clean_shard import ShardStats
from flows.storage.tables import REMOVING

LISTED = 8
TAKEN_IN = """(SELECT article_id, repairs FROM articles WHERE run_id = $run_id
    UNION ALL SELECT article_id, repairs FROM duplicates WHERE run_id = $run_id)"""
REMOVED = f"""SELECT split_part(string_split(rule, ' + ')[-1], '/', 1), sum("end" - start - length(after))
    FROM edits WHERE article_id IN (SELECT article_id FROM {TAKEN_IN})
    AND list_contains($stages, stage) AND "end" - start > length(after) GROUP BY ALL ORDER BY 1"""  # noqa: S608 - our own
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one run: inputs = articles + duplicates + quarantined.

    `path` is the real path of the snapshot, None where there is none yet; `ignored` names files whose
    suffix names no input format; `seconds` are those of the flow's stages, `cleaning_seconds` those
    of the cleaners, summed over all workers.
    """

    snapshot: int | None
    path: str | None
    nothing_new: bool = False
    run_id: str | None = None
    files: int = 0
    ignored: tuple[str, ...] = ()
    inputs: int = 0
    articles: int = 0
    duplicates: Mapping[str, int] = field(default_factory=dict)
    quarantined: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    spun: int = 0
    repairs: int = 0
    edits: int = 0
    removed_chars: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    cleaning_seconds: Mapping[str, float] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """Return the figures for JSON."""
        return asdict(self)

    def line(self) -> str:
        """Say it in one line."""
        if self.nothing_new:
            return _nothing_new(self)
        copies, refused = sum(self.duplicates.values()), sum(self.quarantined.values())
        return (
            f"Snapshot {self.snapshot}: {self.inputs:,} inputs = {self.articles:,} articles"
            f" + {copies:,} duplicates + {refused:,} quarantined"
        )


def _nothing_new(summary: Summary) -> str:
    if not summary.files:
        return "No input files: nothing here ends in .txt, .html or .jsonl (also with .gz or .zst)."
    return f"Nothing new: snapshot {summary.snapshot} holds all {summary.files:,} input files already."


def unchanged(current: Current | None, found: Discovery) -> Summary:
    """Sum up a run that found nothing new."""
    return Summary(
        snapshot=current.snapshot if current else None,
        path=str((current.folder / current.path).resolve()) if current else None,
        nothing_new=True,
        files=len(found.files),
        ignored=tuple(path.name for path in found.ignored),
    )


def summarise(
    published: Published,
    current: Current,
    found: Discovery,
    stats: Sequence[ShardStats],
    seconds: Mapping[str, float],
) -> Summary:
    """Sum up a run whose snapshot is the current one."""
    return Summary(
        snapshot=published.snapshot,
        path=str(published.path.resolve()),
        run_id=published.run_id,
        files=len(found.files),
        ignored=tuple(path.name for path in found.ignored),
        inputs=published.inputs,
        articles=published.articles,
        duplicates=_counted(current, "duplicates", "kind", published.run_id),
        quarantined=_counted(current, "quarantine", "reason", published.run_id),
        repeated=published.repeated,
        spun=published.spun,
        repairs=_repairs(current, published.run_id),
        edits=published.edits,
        removed_chars=_removed(current, published.run_id),
        seconds={stage: round(value, 3) for stage, value in seconds.items()},
        cleaning_seconds={
            stage: round(value, 3)
            for stage, value in _summed(item.seconds for item in stats).items()
        },
    )


def open_lines(path: str) -> dict[str, str]:
    """Write the line of Python that opens the articles of a snapshot, for each tool."""
    folder = f"{path}/articles"
    pattern = f"{glob.escape(folder)}/*.parquet"
    query = "SELECT title, text FROM '" + pattern.replace("'", "''") + "'"  # noqa: S608 - for the user to paste
    return {
        "DuckDB": f"import duckdb; duckdb.sql({query!r}).show()",
        "pandas": f"import pandas; print(pandas.read_parquet({folder!r})[['title', 'text']])",
        "polars": f"import polars; print(polars.read_parquet({pattern!r})[['title', 'text']])",
    }


def show(summary: Summary, console: Console) -> None:
    """Print the page that a person reads after a run."""
    console.print(summary.line(), style="bold", highlight=False)
    if not summary.nothing_new:
        console.print(_figures(summary))
    if summary.ignored:
        console.print(
            Text(f"Left aside, as no input format: {_first(summary.ignored)}")
        )
    if summary.path:
        console.print(
            Text.assemble("\nParquet: ", (summary.path, "bold")), soft_wrap=True
        )
        for tool, line in open_lines(summary.path).items():
            console.print(Text.assemble((f"{tool:8} ", "dim"), line), soft_wrap=True)


def _figures(summary: Summary) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(justify="right")
    table.add_row(f"{summary.articles:,}", "articles", _share("spun", summary.spun))
    table.add_row(
        f"{sum(summary.duplicates.values()):,}",
        "duplicates",
        _listed(summary.duplicates),
    )
    table.add_row(
        f"{sum(summary.quarantined.values()):,}",
        "quarantined",
        _listed(summary.quarantined),
    )
    if summary.repeated:
        table.add_row(
            f"{summary.repeated:,}", "read twice", "the same record again, counted once"
        )
    table.add_row(f"{summary.edits:,}", "edits", f"{summary.repairs:,} repairs")
    table.add_row(
        f"{sum(summary.removed_chars.values()):,}",
        "characters removed",
        _listed(summary.removed_chars),
    )
    table.add_row(
        f"{sum(summary.seconds.values()):,.1f}",
        "seconds",
        _listed(summary.seconds, ".1f"),
    )
    spent = summary.cleaning_seconds
    table.add_row(
        f"{sum(spent.values()):,.1f}", "seconds of cleaning", _listed(spent, ".1f")
    )
    return table


def _first(names: Sequence[str]) -> str:
    """Name the first few."""
    return ", ".join(
        [*names[:LISTED], f"{len(names) - LISTED:,} more"]
        if len(names) > LISTED
        else names
    )


def _share(name: str, number: int) -> str:
    return f"{number:,} of the inputs {name}" if number else ""


def _listed(numbers: Mapping[str, float], form: str = ",") -> str:
    """Write the numbers with their names, the largest first."""
    ordered = sorted(
        ((name, number) for name, number in numbers.items() if number),
        key=lambda item: (-item[1], item[0]),
    )
    named = [f"{number:{form}} {name}" for name, number in ordered[:LISTED]]
    return ", ".join(
        [*named, f"{len(ordered) - LISTED} more"] if len(ordered) > LISTED else named
    )


def _summed(parts: Iterable[Mapping[str, N]]) -> dict[str, N]:
    total: dict[str, N] = {}
    for part in parts:
        for name, number in part.items():
            total[name] = total.get(name, 0) + number
    return dict(sorted(total.items()))


def _repairs(current: Current, run_id: str) -> int:
    """Count the repairs in what a run took in, as its rows do."""
    query = f"SELECT coalesce(sum(repairs), 0) FROM {TAKEN_IN}"  # noqa: S608 - our own
    ((count,),) = connect(current).execute(query, {"run_id": run_id}).fetchall()
    return int(count)


def _removed(current: Current, run_id: str) -> dict[str, int]:
    """Count the characters removed from what a run took in, by the kind of the rule that had the last word."""
    rows = (
        connect(current)
        .execute(REMOVED, {"run_id": run_id, "stages": list(REMOVING)})
        .fetchall()
    )
    return {kind: int(count) for kind, count in rows}


def _counted(current: Current, table: str, column: str, run_id: str) -> dict[str, int]:
    """Count the rows of a run by a column."""
    query = f"SELECT {column}, count(*) FROM {table} WHERE run_id = ? GROUP BY ALL ORDER BY 1"  # noqa: S608 - our own names
    return dict(connect(current).execute(query, [run_id]).fetchall())
