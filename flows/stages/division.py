"""Divide the work of a stage among workers, shard by shard or part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from flows.settings import Settings
from flows.snapshots import CleanedRun
from flows.storage.shards import Shard

# Articles of a run from which the stages after cleaning are divided. For fewer, starting workers
# takes longer than it saves. Not tuned: at 2,000 both take about as long.
DIVIDED_FROM = 2_000
Work: TypeAlias = Callable[[Shard, Settings, Path], None]


class Workers(Protocol):
    """Those who do work on parts of a run, in a folder that all of them reach."""

    def do(self, work: Work, parts: Sequence[Shard], folder: Path) -> None:
        """Do some work on each part. Raises StageError."""


class OwnProcess:
    """Does all work in this process."""

    def do(self, work: Work, parts: Sequence[Shard], folder: Path) -> None:
        """Do some work on each part."""
        settings = Settings()  # no work that is divided reads them
        for part in parts:
            work(part, settings, folder)


def helpers(
    run: CleanedRun, workers: Workers | None, count: int | None = None
) -> Workers | None:
    """Return the workers where there is much work: on `count` articles, or on all of the run."""
    if not workers:
        return None
    if count is None:
        count = run.count()
    return workers if count >= DIVIDED_FROM else None
