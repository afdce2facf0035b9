"""Figures of the last run of a snapshot: its quarantine, and how it differs from the run before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.snapshots import Current
from flows.sql import connect

EXAMPLES = 3  # of each reason: enough to see what kind of file it is
SHARES = ("articles", "duplicates", "quarantined", "spun", "replaced")
QUARANTINE = """SELECT reason, sum(coalesce(records, 1)) AS records,
    list(DISTINCT {path: source_path, detail: coalesce(detail, '')}
        ORDER BY {path: source_path, detail: coalesce(detail, '')})[:$examples]
    FROM quarantine WHERE run_id = $run_id GROUP BY reason ORDER BY 2 DESC, 1"""
RUNS = f"""SELECT inputs, {", ".join(SHARES)} FROM runs
    WHERE inputs > 0 ORDER BY finished_at DESC, run_id LIMIT 2"""  # noqa: S608 - our own


@dataclass(frozen=True, slots=True)
class QuarantineGroup:
    """What a run quarantined for one reason, with paths and details of a few."""

    reason: str
    records: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure as a share of the inputs, of the run before and of this one."""

    figure: str
    before: float
    now: float


def quarantine_of(current: Current | None, run_id: str) -> tuple[QuarantineGroup, ...]:
    """Group what a run quarantined by reason, the most frequent first."""
    if current is None:
        return ()
    parameters = {"run_id": run_id, "examples": EXAMPLES}
    rows = connect(current).execute(QUARANTINE, parameters).fetchall()
    return tuple(_quarantine_group(*row) for row in rows)


def _quarantine_group(
    reason: str, records: int, listed: Sequence[Mapping[str, str]]
) -> QuarantineGroup:
    examples = tuple((each["path"], each["detail"]) for each in listed)
    return QuarantineGroup(reason, int(records), examples)


def drift_of(current: Current | None) -> tuple[Drift, ...]:
    """Compare the last two runs; nothing where there is only one."""
    if current is None:
        return ()
    cursor = connect(current).execute(RUNS)
    last, earlier = cursor.fetchone(), cursor.fetchone()
    if last is None or earlier is None:
        return ()
    return _drift(earlier, last)


def _drift(earlier: Sequence[int], last: Sequence[int]) -> tuple[Drift, ...]:
    """Compare two runs."""
    before, now = _shares(earlier), _shares(last)
    pairs = zip(SHARES, before, now, strict=True)
    return tuple(Drift(*pair) for pair in pairs)


def _shares(run: Sequence[int]) -> Iterator[float]:
    """Yield the figures of a run as shares of its inputs."""
    inputs, *counts = run
    return (count / inputs for count in counts)
