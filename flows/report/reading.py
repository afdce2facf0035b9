"""Count the figures of a snapshot with the queries of `flows/report/queries`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from flows.report import rows, thresholds
from flows.report.figures import Figures, Totals
from flows.sql import connect
from flows.storage import parquet
from flows.storage.tables import REMOVING

if TYPE_CHECKING:
    import duckdb

    from flows.snapshots import Current

QUERIES = files("flows.report") / "queries"
PARAMETER = re.compile(r"\$(\w+)")
MEMORY = "256MB"  # of DuckDB, so that a run stays small; the least with which 100,000 articles pass
# What the other queries rest on, in this order.
PREPARED = ("rule_names", "site_names", "facts", "cuts", "kinds")
# The record of each row of a query, by the name of the query.
ROWS: dict[str, type] = {
    "runs": rows.RunFigures,
    "removed_kinds": rows.RemovedKind,
    "removed_at_sites": rows.RemovedAtSite,
    "rules": rows.RuleFigures,
    "sites": rows.SiteFigures,
    "languages": rows.LanguageFigures,
    "spun_months": rows.SpunMonth,
    "dialects": rows.DialectFigures,
    "copy_kinds": rows.CopyKind,
    "cluster_sizes": rows.SizeFigures,
    "story_sizes": rows.SizeFigures,
    "largest_clusters": rows.Group,
    "largest_stories": rows.Group,
    "doubtful_copies": rows.DoubtfulCopy,
    "quarantine_reasons": rows.QuarantineReason,
    "quarantine_examples": rows.QuarantineExample,
    "notes": rows.NoteFigures,
    "drift": rows.DriftFigures,
}
R = TypeVar("R")


class Reader:
    """A snapshot that queries of the report are put to, one after another."""

    def __init__(self, current: Current) -> None:
        self.snapshot = current.snapshot
        self._connection: duckdb.DuckDBPyConnection = connect(current, memory=MEMORY)
        self._parameters: dict[str, object] = {
            **_limits(),
            "runs": _run_ids(current),
            "removing": list(REMOVING),
        }
        for name in PREPARED:
            self.prepare(name)

    def figures(self) -> Figures:
        """Count everything."""
        (totals,) = self.read("totals", Totals)
        tables: dict[str, Any] = {}
        for name, kind in ROWS.items():
            tables[name] = self.read(name, kind)
        return Figures(snapshot=self.snapshot, totals=totals, **tables)

    def read(self, name: str, kind: type[R], **more: object) -> tuple[R, ...]:
        """Return the rows of a query as records of one kind."""
        found = self._execute(name, **more).fetchall()
        columns = [item.name for item in fields(kind)]  # type: ignore[arg-type]
        return tuple(kind(**dict(zip(columns, row, strict=True))) for row in found)

    def prepare(self, name: str, **more: object) -> None:
        """Make a table that other queries rest on."""
        self._execute(name, **more)

    def stream(self, name: str, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query, some at a time."""
        found = self._execute(name)
        while batch := found.fetchmany(size):
            yield batch

    def _execute(self, name: str, **more: object) -> duckdb.DuckDBPyConnection:
        query = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
        known = self._parameters | more
        named = {parameter: known[parameter] for parameter in PARAMETER.findall(query)}
        return self._connection.execute(query, named)


def figures_of(current: Current) -> Figures:
    """Count the figures of a snapshot."""
    return Reader(current).figures()


def _limits() -> dict[str, object]:
    """Return the thresholds by the names that queries call them."""
    names = [name for name in vars(thresholds) if name.isupper()]
    return {name.lower(): getattr(thresholds, name) for name in names}


def _run_ids(current: Current) -> list[str]:
    """List the runs of a snapshot, oldest first, as its table has them."""
    ids: list[str] = []
    for path in current.parts("runs"):
        ids += parquet.read(path, ["run_id"])["run_id"].to_pylist()
    return ids
